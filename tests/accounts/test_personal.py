import json

import pytest
from django.apps import apps
from django.urls import reverse

from accounts import personal
from accounts.models import User
from galaxy.moderation import services as moderation
from galaxy.notifications.models import Mail, Notification
from tests.accounts.signing import confirm_password, member, sign_in
from tests.factories import in_review, make_moderator, make_organization, make_user

pytestmark = pytest.mark.django_db


def test_the_copy_has_every_table_that_points_to_a_person():
    pointing = {
        model._meta.label_lower
        for model in apps.get_models()
        if not model._meta.proxy and not hasattr(model, "pgh_tracked_model")
        for field in model._meta.get_fields()
        if field.concrete and not field.many_to_many and field.related_model is User
    }

    assert pointing <= set(personal.copy_of(make_user())["tables"])


def test_the_copy_has_what_the_person_wrote_and_was_told():
    user = make_user(name="Amina Diallo")
    organization = make_organization(author=user, name="Ministry of Water")
    Notification.objects.create(user=user, kind="k", subject="Your record is public", body="b")
    Mail.objects.create(to=user.email, subject="Welcome", body="with a code")

    copy = personal.copy_of(user)

    assert copy["person"]["name"] == "Amina Diallo"
    assert [(row["as"], row["name"]) for row in copy["tables"]["partners.organization"]] == [
        ("author", organization.name)
    ]
    assert [row["subject"] for row in copy["tables"]["notifications.notification"]] == ["Your record is public"]
    assert [row["subject"] for row in copy["tables"]["notifications.mail"]] == ["Welcome"]
    assert "body" not in copy["tables"]["notifications.mail"][0]


def test_the_copy_has_nothing_of_others_and_no_secrets():
    make_organization(author=make_user(), name="Ministry of Somebody Else")
    user = make_user()

    text = json.dumps(personal.copy_of(user), default=str)

    assert "Somebody Else" not in text
    assert user.password not in text
    assert "session_key" not in text


def test_internal_remarks_of_moderators_are_not_in_the_copy_of_the_author():
    user, moderator = make_user(), make_moderator()
    organization = in_review(make_organization(author=user), by=moderator)
    moderation.add_remark(organization, by=moderator, field="name", text="Known to be difficult", internal=True)

    assert "difficult" not in json.dumps(personal.copy_of(user), default=str)


def test_the_copy_is_a_file_and_asks_for_the_password_first(client, clock):
    user = member()
    sign_in(client, user.email)

    asked = client.post(reverse("accounts:export"))
    answer = client.post(asked.url, {"password": "a long and quiet river"})

    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert answer.json()["person"]["email"] == user.email


def test_the_copy_is_made_by_post_only(client, clock):
    user = member()
    sign_in(client, user.email)
    confirm_password(client)

    assert client.get(reverse("accounts:export")).status_code == 405
