import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from galaxy.taxonomy.models import Country, Region
from tests.accounts.signing import is_signed_in, member, sign_in
from tests.factories import make_administrator, make_moderator, make_user

pytestmark = pytest.mark.django_db
LIST = "admin:accounts_user_changelist"


@pytest.fixture
def administrator(client, settings) -> User:
    settings.REQUIRE_SECOND_FACTOR = False
    administrator = make_administrator()
    client.force_login(administrator)
    return administrator


def act(client, action: str, *people: User, **more: str):
    data = {"action": action, "_selected_action": [person.pk for person in people], **more}
    return client.post(reverse(LIST), data, follow=True)


def change(client, person: User, **fields):
    return client.post(reverse("admin:accounts_user_change", args=[person.pk]), fields, follow=True)


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_takes_the_same_queries_for_any_length(client, administrator, django_assert_max_num_queries, count):
    for _ in range(count):
        make_user()

    with django_assert_max_num_queries(5):
        assert client.get(reverse(LIST)).status_code == 200


def test_a_role_and_what_somebody_looks_after_are_set(client, administrator):
    person = make_user()
    region = Region.objects.first()

    change(client, person, role=Role.MODERATOR, regions=[region.pk], countries=["KEN"])

    person.refresh_from_db()
    assert (person.role, person.is_superuser) == (Role.MODERATOR, False)
    assert list(person.regions.all()) == [region]
    assert list(person.countries.all()) == [Country.objects.get(pk="KEN")]


def test_what_somebody_looks_after_changes_without_the_role(client, administrator):
    person = make_moderator()

    change(client, person, role=Role.MODERATOR, countries=["KEN"])

    assert person.countries.count() == 1
    assert person.role_changes.count() == 1


def test_an_administrator_keeps_their_own_role(client, administrator):
    change(client, administrator, role=Role.MEMBER)

    administrator.refresh_from_db()
    assert administrator.role == Role.ADMINISTRATOR


def test_address_name_and_state_are_not_changed_here(client, administrator):
    person = make_user(email="amina@example.org", name="Amina")

    change(client, person, role=Role.MEMBER, email="evil@example.org", name="Evil", is_active="", is_superuser="1")

    person.refresh_from_db()
    assert (person.email, person.name, person.is_active) == ("amina@example.org", "Amina", True)


def test_nobody_is_added_or_deleted(client, administrator):
    person = make_user()

    added = client.get(reverse("admin:accounts_user_add"))
    deleted = client.post(reverse("admin:accounts_user_delete", args=[person.pk]), {"post": "yes"})
    act(client, "delete_selected", person)

    assert (added.status_code, deleted.status_code) == (403, 403)
    assert User.objects.filter(pk=person.pk).exists()


def test_sessions_are_ended(client, administrator, clock):
    person, browser = member(), Client()
    sign_in(browser, person.email)

    answer = act(client, "end_sessions", person)

    assert "1 session ended." in answer.text
    assert not is_signed_in(browser)


def test_accounts_are_closed_and_opened_and_who_is_refused_is_named(client, administrator):
    person = make_user()

    closed = act(client, "close_accounts", person, administrator)
    person.refresh_from_db()
    assert not person.is_active
    assert "Done for 1 person." in closed.text
    assert f"Not done for {administrator.email}. Only another administrator does this." in closed.text

    act(client, "reopen_accounts", person)
    person.refresh_from_db()
    assert person.is_active


def test_a_lost_second_step_is_removed(client, administrator):
    assert "Done for 1 person." in act(client, "remove_second_step", make_user()).text


def test_somebody_is_made_anonymous_only_after_a_question(client, administrator):
    person = make_user(email="amina@example.org")

    asked = act(client, "anonymize", person)
    person.refresh_from_db()
    assert person.is_active
    assert "amina@example.org" in asked.text
    assert "cannot be undone" in asked.text

    act(client, "anonymize", person, confirmed="yes")
    person.refresh_from_db()
    assert person.anonymized_at


def test_moderators_do_not_see_people(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    client.force_login(make_moderator())

    assert client.get(reverse(LIST)).status_code == 403


def test_keys_addresses_sessions_and_groups_are_not_in_the_administration():
    labels = {model._meta.label for model in admin.site._registry}

    assert labels.isdisjoint({"auth.Group", "account.EmailAddress", "mfa.Authenticator", "usersessions.UserSession"})
