"""Telling of a publication, where it stands, changing and withdrawing it."""

import uuid

import pytest
from django.urls import reverse

from galaxy.library import services
from galaxy.library.models import Publication
from galaxy.moderation import services as moderation
from galaxy.moderation.editing import ChangedMeanwhile, current_text, edit_mark
from galaxy.moderation.models import Status
from galaxy.moderation.services import StepRefused
from partners.models import MembershipRole
from tests.factories import (
    in_review,
    make_membership,
    make_moderator,
    make_organization,
    make_publication,
    make_user,
)
from tests.library.answers import answers

pytestmark = pytest.mark.django_db

CREATE = "/en/publications/new/"


@pytest.fixture
def owner():
    return make_user()


@pytest.fixture
def organization(owner):
    return make_organization(published=True, owner=owner)


@pytest.fixture
def signed_in(client, owner):
    client.force_login(owner)
    return client


def test_a_publication_is_written_on_one_page_and_waits_for_a_moderator(signed_in, organization, owner):
    page = signed_in.get(CREATE)
    key = page.context["form"]["creation_key"].value()
    sent = signed_in.post(CREATE, answers(organization, creation_key=key))

    made = Publication.objects.get()
    assert sent.url == made.get_status_url()
    assert (made.status, made.author, made.organization) == (Status.SUBMITTED, owner, organization)
    assert (made.title, made.authors, made.year) == ("What nurses learned", ["Okafor, Ngozi", "王小明"], 2024)
    assert [term.pk for term in made.countries.order_by("pk")] == ["KEN", "UGA"]
    assert "A moderator looks at it before it is public" in signed_in.get(made.get_status_url()).content.decode()


def test_the_same_form_sent_twice_makes_one_publication(signed_in, organization):
    data = answers(organization, creation_key=str(uuid.uuid4()))

    first, second = (signed_in.post(CREATE, data) for _time in range(2))

    assert first.url == second.url
    assert Publication.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("title", " ", "Write the title."),
        ("type", "", "Choose the type."),
        ("abstract", "", "Say in a few sentences what is in it."),
        ("abstract", "word " * 401, "Shorten this by 1 word: the limit is 400."),
        ("year", "", "Write the year of publication."),
        ("year", "2099", "This year is still to come. Write the year that the publication names."),
        ("url", "", "Write the address where it can be read."),
        ("url", "ftp://files.example.org/a.pdf", "Write an address that begins with https:// or http://."),
        ("isbn", "978-0-306-40615-8", "This is not a whole ISBN. Copy all 10 or 13 digits from the publication."),
        ("doi", "nurses", "This is not a DOI. It begins with 10., such as 10.1000/182."),
        (
            "authors",
            "A" * 201,
            "Write each name on a line of its own: “AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA” is too long.",
        ),
        ("authors", "A\n" * 61, "Write at most 60 names."),
        ("organization", "", "Choose the organization that publishes it."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(signed_in, organization, field, typed, told):
    page = signed_in.post(CREATE, answers(organization, **{"licence": "cc_by_nc", field: typed}))

    assert page.context["form"].errors == {field: [told]}
    assert page.context["form"]["licence"].value() == "cc_by_nc"
    assert not Publication.objects.exists()


def test_numbers_are_kept_in_one_form(signed_in, organization):
    signed_in.post(CREATE, answers(organization, isbn="0-306-40615-2", doi="https://doi.org/10.1000/ABC"))

    made = Publication.objects.get()
    assert (made.isbn, made.doi) == ("9780306406157", "10.1000/abc")


def test_a_doi_that_is_here_already_is_named(signed_in, organization):
    there = make_publication(published=True, title="Nurses", doi="10.1000/abc")

    page = signed_in.post(CREATE, answers(organization, doi="10.1000/ABC"))

    told = f"“Nurses” ({there.public_id}) has this DOI and is here already."
    assert page.context["form"].errors == {"doi": [told]}


def test_only_organizations_that_one_may_write_for_are_offered(signed_in, organization):
    other = make_organization(published=True)

    page = signed_in.post(CREATE, answers(other))

    assert list(page.context["form"].errors) == ["organization"]
    assert other.name not in page.content.decode()


@pytest.mark.parametrize("role", [None, MembershipRole.VIEWER])
def test_who_may_not_write_for_any_organization_is_shown_the_way(client, organization, role):
    person = make_user()
    if role:
        make_membership(organization, person, role)
    client.force_login(person)

    page = client.get(CREATE)

    assert reverse("partners:register") in page.content.decode()
    assert "form" not in page.context


def test_the_service_refuses_another_organization(organization):
    values = {"organization": organization, "title": "Not mine"}

    with pytest.raises(StepRefused):
        services.hand_in(values, key=uuid.uuid4(), by=make_user())


def test_remarks_lead_to_the_field_and_sending_again_answers_them(signed_in, organization, owner):
    publication = make_publication(organization=organization, author=owner)
    moderator = make_moderator()
    in_review(publication, by=moderator)
    moderation.add_remark(publication, by=moderator, field="abstract", text="For whom is it?")
    moderation.request_changes(publication, by=moderator, note="Nearly there.")

    status = signed_in.get(publication.get_status_url())
    form = signed_in.get(publication.get_edit_url())
    mark = form.context["form"]["edit_mark"].value()
    signed_in.post(publication.get_edit_url(), answers(organization, title="Nurses abroad", edit_mark=mark))

    assert status.context["remarks"] == [
        {"label": "Abstract", "text": "For whom is it?", "url": publication.get_edit_url("abstract")}
    ]
    assert "For whom is it?" in form.content.decode()
    publication.refresh_from_db()
    assert (publication.status, publication.title) == (Status.SUBMITTED, "Nurses abroad")


def test_a_public_one_stays_as_it_is_until_its_change_is_accepted(signed_in, organization, owner):
    publication = make_publication(published=True, organization=organization, author=owner, title="Old title")
    data = answers(organization, title="New title", edit_mark=edit_mark(publication))

    signed_in.post(publication.get_edit_url(), data)

    change = current_text(publication)
    assert (change.title, change.status, change.public_id) == ("New title", Status.SUBMITTED, publication.public_id)
    publication.refresh_from_db()
    assert publication.title == "Old title"
    publish_change(change)
    publication.refresh_from_db()
    assert (publication.title, publication.goals.get().pk) == ("New title", 3)


def publish_change(change):
    moderator = make_moderator()
    moderation.claim(change, by=moderator)
    moderation.publish(change, by=moderator)


def test_the_second_of_two_who_save_is_shown_what_differs(signed_in, organization, owner):
    publication = make_publication(organization=organization, author=owner, title="First")
    moderation.submit(publication, by=owner)
    seen = signed_in.get(publication.get_edit_url()).context["form"]["edit_mark"].value()
    values = {"organization": organization, "title": "Theirs", "url": "https://reports.example.org/nurses/"}
    services.change(publication, values, seen=edit_mark(publication), by=owner)

    late = signed_in.post(publication.get_edit_url(), answers(organization, title="Mine", edit_mark=seen))

    assert late.status_code == 409
    assert ("Title", "Theirs", "Mine") in late.context["differences"]
    again = late.context["form"]["edit_mark"].value()
    signed_in.post(publication.get_edit_url(), answers(organization, title="Mine", edit_mark=again))
    publication.refresh_from_db()
    assert publication.title == "Mine"


def test_the_service_raises_what_stands_now(organization, owner):
    publication = make_publication(organization=organization, author=owner)

    with pytest.raises(ChangedMeanwhile) as raised:
        services.change(publication, {}, seen="1:99", by=owner)

    assert raised.value.current == publication


def test_what_a_moderator_reads_now_cannot_be_changed(signed_in, organization, owner):
    publication = make_publication(organization=organization, author=owner)
    in_review(publication, by=make_moderator())
    mark = signed_in.get(publication.get_edit_url()).context["form"]["edit_mark"].value()

    page = signed_in.post(publication.get_edit_url(), answers(organization, title="Mine", edit_mark=mark))

    assert "A moderator is reading it now" in page.context["form"].non_field_errors()[0]
    assert page.context["form"]["title"].value() == "Mine"


def test_withdrawing_asks_for_a_reason_and_takes_it_out_of_view(signed_in, organization, owner):
    publication = make_publication(published=True, organization=organization, author=owner)
    address = reverse("library:withdraw", args=[publication.public_id.lower()])

    refused = signed_in.post(address, {"note": ""})
    signed_in.post(address, {"note": "It was wrong."})

    assert refused.context["form"].errors == {"note": ["Write the reason in a few words."]}
    publication.refresh_from_db()
    assert publication.status == Status.WITHDRAWN
    signed_in.logout()
    assert signed_in.get(publication.get_absolute_url()).status_code == 410


def test_my_page_lists_them(signed_in, organization, owner):
    make_publication(organization=organization, author=owner, title="What nurses learned")

    page = signed_in.get(reverse("accounts:home")).content.decode()

    assert "What nurses learned" in page
    assert reverse("library:create") in page


def test_a_moderator_finds_it_in_the_queue_and_decides(client, organization, owner, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    publication = make_publication(organization=organization, author=owner, title="What nurses learned")
    moderation.submit(publication, by=owner)
    moderator = make_moderator()
    client.force_login(moderator)

    queue = client.get(reverse("admin:queue")).content.decode()
    review = client.get(reverse("admin:review", args=["publication", publication.pk])).content.decode()
    publish_change(publication)

    assert "What nurses learned" in queue
    assert "Okafor, Ngozi" in review
    publication.refresh_from_db()
    assert publication.is_published


def test_nobody_decides_on_a_publication_of_the_own_organization(organization):
    moderator = make_moderator()
    make_membership(organization, moderator, MembershipRole.VIEWER)
    publication = make_publication(organization=organization)

    assert "You belong to the owner" in moderation.refusal(publication, moderator)


def test_without_an_address_it_cannot_be_sent(owner, organization):
    publication = make_publication(organization=organization, author=owner, url="", year=None)

    with pytest.raises(moderation.Incomplete) as raised:
        moderation.submit(publication, by=owner)

    assert list(raised.value.missing) == ["year", "url"]


def test_what_was_withdrawn_is_changed_and_sent_again(signed_in, organization, owner):
    publication = make_publication(organization=organization, author=owner)
    moderation.withdraw(publication, by=owner, note="Too early.")
    form = signed_in.get(publication.get_edit_url()).context["form"]

    signed_in.post(publication.get_edit_url(), answers(organization, edit_mark=form["edit_mark"].value()))

    publication.refresh_from_db()
    assert (publication.status, publication.title) == (Status.SUBMITTED, "What nurses learned")
