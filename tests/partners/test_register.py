"""Registering an organization: the page, look-alikes, one-time keys, the mark of a proven domain."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

from accounts.models import User
from galaxy.moderation.models import Status
from galaxy.notifications.models import Mail
from partners import services
from partners.models import Membership, MembershipRole, MembershipState, Organization, Verification
from tests.factories import make_moderator, make_organization, make_user, publish
from tests.partners.answers import answers

pytestmark = pytest.mark.django_db

URL = "/en/organizations/register/"


def verified(email: str) -> User:
    user = make_user(email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def test_a_visitor_is_led_to_an_account_and_back(client):
    page = client.get(URL).content.decode()

    assert f"/en/account/signup/?next={URL}" in page
    assert f"/en/account/login/?next={URL}" in page


def test_a_visitor_who_sends_the_form_is_asked_to_sign_in(client):
    answer = client.post(URL, answers())

    assert answer.status_code == 302
    assert answer.url == f"/en/account/login/?next={URL}"
    assert list(Organization.objects.all()) == []


def test_registering_takes_one_page_and_ends_in_the_queue(client):
    user = make_user()
    client.force_login(user)

    answer = client.post(URL, answers())

    organization = Organization.objects.get()
    assert answer.url == organization.get_status_url()
    assert (organization.name, organization.acronym, organization.status) == (
        "Ministry of Water of Kenya",
        "MoW",
        Status.SUBMITTED,
    )
    assert organization.author == user
    assert organization.role_in_sstc == ["provider"]
    assert {goal.number for goal in organization.goals.all()} == {3, 6}
    assert {country.iso3 for country in organization.countries_of_operation.all()} == {"KEN", "UGA"}
    membership = Membership.objects.get()
    assert (membership.user, membership.role, membership.state, membership.position) == (
        user,
        MembershipRole.OWNER,
        MembershipState.ACTIVE,
        "Head of cooperation",
    )


def test_the_form_opens_with_a_one_time_key(client):
    client.force_login(make_user())

    first, second = (client.get(URL).context["form"]["creation_key"].value() for _ in range(2))

    assert first != second


def test_what_is_missing_is_summed_up_and_the_rest_is_kept(client):
    client.force_login(make_user())

    page = client.post(URL, answers(name="", country="", statement="", description="Brings water."))

    text = page.content.decode()
    assert sorted(page.context["form"].errors) == ["country", "name", "statement"]
    assert 'href="#id_country"' in text
    assert "Write the name of the organization." in text
    assert "Brings water." in text
    assert list(Organization.objects.all()) == []


@pytest.mark.parametrize("kind", ["intergovernmental", "un_entity", "ifi"])
def test_an_international_organization_needs_no_country(client, kind):
    client.force_login(make_user())

    client.post(URL, answers(type=kind, country=""))

    assert Organization.objects.get().country is None


def test_the_same_key_twice_is_one_organization(client):
    client.force_login(make_user())
    data = answers()

    first, second = client.post(URL, data), client.post(URL, data)

    assert first.url == second.url
    assert Organization.objects.count() == 1


def test_the_key_of_somebody_else_leads_to_nothing_of_theirs(client):
    data = answers()
    client.force_login(make_user())
    client.post(URL, data)
    client.force_login(make_user())

    client.post(URL, {**data, "name": "Another name entirely", "website": "https://other.example.org/"})

    assert Organization.objects.values("author").distinct().count() == 2


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ({"name": "Ministry of Water, Kenya"}, {}),
        ({"name": "MINISTRY OF WATÉR of Kenya", "country_id": "UGA"}, {}),
        ({"name": "Wasserwerk", "acronym": "mow"}, {}),
        ({"name": "MoW"}, {}),
        ({"name": "Wasserwerk", "website": "http://www.water.example.org/en/about"}, {}),
        ({"name": "Agencia de Cooperación", "acronym": "ACI"}, {"name": "AĆI", "acronym": ""}),
    ],
)
def test_a_look_alike_is_shown_before_sending(client, there, typed):
    twin = make_organization(published=True, **there)
    client.force_login(make_user())

    page = client.post(URL, answers(**typed))

    assert [one["organization"] for one in page.context["alike"]] == [twin]
    assert reverse("partners:join", args=[twin.public_id.lower()]) in page.content.decode()
    assert page.context["form"]["description"].value() == "Brings water to towns and villages."
    assert list(Organization.objects.exclude(pk=twin.pk)) == []


@pytest.mark.parametrize(
    "there",
    [
        {"name": "Ministry of Agriculture of Kenya"},
        {"name": "Ministry of Water of Uganda", "country_id": "UGA"},
        {"name": "Wasserwerk", "website": "https://notwater.example.org/"},
        {"name": "Wasserwerk", "website": "https://water.example.org.evil.example/"},
        {"name": "Wasserwerk", "acronym": ""},
    ],
)
def test_what_only_resembles_a_little_is_not_in_the_way(client, there):
    make_organization(published=True, **there)
    client.force_login(make_user())

    client.post(URL, answers(acronym=""))

    assert Organization.objects.filter(name="Ministry of Water of Kenya").count() == 1


def test_a_shared_host_is_no_likeness(client):
    make_organization(published=True, name="Wasserwerk", website="https://www.facebook.com/wasserwerk")
    client.force_login(make_user())

    client.post(URL, answers(website="https://facebook.com/water"))

    assert Organization.objects.filter(name="Ministry of Water of Kenya").count() == 1


def test_a_draft_of_others_is_never_shown_as_look_alike(client):
    make_organization(name="Ministry of Water of Kenya")
    client.force_login(make_user())

    answer = client.post(URL, answers())

    assert answer.status_code == 302


def test_who_says_that_theirs_is_new_goes_on(client):
    make_organization(published=True, name="Ministry of Water, Kenya")
    client.force_login(make_user())
    data = answers()
    seen = client.post(URL, data).context["seen"]

    answer = client.post(URL, {**data, "seen": seen})

    assert answer.url == Organization.objects.get(name="Ministry of Water of Kenya").get_status_url()


def test_another_look_alike_after_a_correction_is_shown_too(client):
    make_organization(published=True, name="Ministry of Water, Kenya")
    other = make_organization(published=True, name="Kenya Roads Board")
    client.force_login(make_user())
    data = answers()
    seen = client.post(URL, data).context["seen"]

    page = client.post(URL, {**data, "name": "Kenya Board of Roads", "seen": seen})

    assert [one["organization"] for one in page.context["alike"]] == [other]


def test_a_verified_address_of_the_domain_proves_the_organization(client):
    client.force_login(verified("amina@water.example.org"))

    client.post(URL, answers(website="https://www.water.example.org/"))

    organization = Organization.objects.get()
    assert organization.verification == Verification.EMAIL_VERIFIED
    assert organization.email_domains == ["water.example.org"]
    assert organization.is_verified


@pytest.mark.parametrize(
    ("email", "website"),
    [
        ("amina@other.example.org", "https://water.example.org/"),
        ("amina@mail.water.example.org", "https://water.example.org/"),
        ("amina@gmail.com", "https://gmail.com/"),
    ],
)
def test_another_address_proves_nothing(client, email, website):
    client.force_login(verified(email))

    client.post(URL, answers(website=website))

    assert Organization.objects.get().verification == Verification.UNVERIFIED


def test_an_address_that_was_not_verified_proves_nothing(client):
    client.force_login(make_user(email="amina@water.example.org"))

    client.post(URL, answers())

    assert Organization.objects.get().verification == Verification.UNVERIFIED


def test_the_proof_holds_for_its_own_domain_only():
    user = verified("amina@water.example.org")
    organization = make_organization(
        owner=user,
        website="https://water.example.org/",
        verification=Verification.EMAIL_VERIFIED,
        email_domains=["water.example.org"],
    )

    organization.website = "https://elsewhere.example.org/"

    assert not organization.is_verified


def test_fields_that_the_form_does_not_have_are_ignored(client):
    user = make_user()
    client.force_login(user)
    forged = {
        "status": "published",
        "verification": "verified",
        "email_domains": "water.example.org",
        "author": make_moderator().pk,
        "is_staff": "1",
        "source_system": "demo",
        "confirmed_parent": "1",
        "published_at": "2020-01-01",
    }

    client.post(URL, answers(**forged))

    organization = Organization.objects.get()
    user.refresh_from_db()
    assert (organization.status, organization.verification, organization.email_domains) == (
        "submitted",
        "unverified",
        [],
    )
    assert (organization.author, organization.source_system, organization.published_at) == (user, "", None)
    assert not user.is_staff


def test_line_breaks_in_names_make_one_line_and_no_header(client):
    user = make_user()
    client.force_login(user)

    client.post(URL, answers(name="Ministry\r\nBcc: all@example.org", acronym="M\nW"))

    organization = Organization.objects.get()
    assert (organization.name, organization.acronym) == ("Ministry Bcc: all@example.org", "M W")
    publish_first(organization)
    assert [mail.subject for mail in Mail.objects.all() if "\n" in mail.subject or "\r" in mail.subject] == []


def publish_first(organization: Organization) -> None:
    moderator = make_moderator()
    services.moderation.claim(organization, by=moderator)
    services.moderation.publish(organization, by=moderator)


@pytest.mark.parametrize("website", ["javascript:alert(1)", "ftp://water.example.org/", "data:text/html,x", "water"])
def test_an_address_that_no_browser_should_open_is_refused(client, website):
    client.force_login(make_user())

    page = client.post(URL, answers(website=website))

    assert list(page.context["form"].errors) == ["website"]


def test_a_website_without_scheme_is_taken_as_https(client):
    client.force_login(make_user())

    client.post(URL, answers(website="water.example.org"))

    assert Organization.objects.get().website == "https://water.example.org"


def test_a_country_office_names_its_headquarters_and_does_not_wait(client):
    head = make_organization(published=True, owner=make_user(), name="World Water Union")
    client.force_login(make_user())

    client.post(URL, answers(parent=head.pk))

    office = Organization.objects.exclude(pk=head.pk).get()
    assert (office.status, office.parent, office.is_parent_confirmed) == (Status.SUBMITTED, head, False)
    assert (
        Mail.objects.filter(subject="Ministry of Water of Kenya says it is an office of World Water Union").count() == 1
    )


def test_a_draft_of_others_or_an_office_is_no_headquarters(client):
    draft = make_organization()
    office = make_organization(published=True, parent=make_organization(published=True))
    client.force_login(make_user())

    errors = [list(client.post(URL, answers(parent=parent.pk)).context["form"].errors) for parent in (draft, office)]

    assert errors == [["parent"], ["parent"]]


def test_so_many_registrations_a_day_and_no_more(client, monkeypatch):
    monkeypatch.setattr(services, "REGISTRATIONS_A_DAY", 1)
    client.force_login(make_user())
    client.post(URL, answers())

    page = client.post(URL, answers(name="Bank of roads", acronym="", website="https://roads.example.org/"))

    assert page.context["form"].non_field_errors() == [
        "You have registered 1 organizations today. Nothing was sent; go on tomorrow."
    ]
    assert Organization.objects.count() == 1


def test_publishing_makes_it_public(client):
    client.force_login(make_user())
    client.post(URL, answers())
    organization = Organization.objects.get()
    client.logout()
    before = client.get(organization.get_absolute_url()).status_code
    publish_first(organization)

    after = client.get(organization.get_absolute_url()).status_code

    assert (before, after) == (404, 200)


def test_the_wait_that_is_usual_is_told_beforehand(client):
    for _ in range(3):
        publish(make_organization())

    page = client.get(URL).content.decode()

    assert "Usually this takes less than a working day" in page
