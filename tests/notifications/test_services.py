from collections.abc import Iterable
from typing import Any

import pytest
from django.template.loader import get_template
from django.urls import reverse

from accounts.models import User
from galaxy.notifications import kinds
from galaxy.notifications.models import Mail, Notification
from galaxy.notifications.services import mark_read, notify, render_message
from tests.factories import make_organization, make_user

pytestmark = pytest.mark.django_db


class Told(kinds.Kind):
    name = "moderation.published"

    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        return context["people"]

    def url(self, item: Any, **context: Any) -> str:
        return reverse("notifications:inbox")


class ToldInPlace(Told):
    """Not by mail, and leading to the item itself."""

    by_mail = False

    def url(self, item: Any, **context: Any) -> str:
        return kinds.Kind.url(self, item, **context)


@pytest.fixture
def kind(monkeypatch):
    def use(kind: type[kinds.Kind]) -> None:
        monkeypatch.setitem(kinds._kinds, kind.name, kind())

    use(Told)
    return use


def test_each_person_is_told_once_in_their_language_with_a_link_in_it(kind):
    amina, omar = make_user(language="fr"), make_user(language="ar")

    told = notify("moderation.published", item=make_organization(), people=[amina, omar, amina])

    assert [(line.user, line.url) for line in told] == [(amina, "/fr/notifications/"), (omar, "/ar/notifications/")]
    mails = Mail.objects.filter(to__in=[amina.email, omar.email]).order_by("pk")
    assert [(mail.to, mail.language) for mail in mails] == [(amina.email, "fr"), (omar.email, "ar")]
    assert mails[0].body.endswith("/fr/notifications/")


def test_who_did_it_and_who_may_not_sign_in_are_not_told(kind):
    amina, closed, actor = make_user(), make_user(is_active=False), make_user()

    told = notify("moderation.published", item=make_organization(), actor=actor, people=[amina, closed, actor])

    assert [line.user for line in told] == [amina]


def test_some_things_are_told_in_the_portal_only(kind):
    kind(ToldInPlace)
    amina = make_user()
    organization = make_organization()
    Mail.objects.all().delete()

    (line,) = notify("moderation.published", item=organization, people=[amina])

    assert line.url == organization.get_absolute_url()
    assert str(line) == line.subject
    assert not Mail.objects.exists()


def test_texts_are_plain_and_never_run_what_people_typed():
    organization = make_organization(name="Ministry {{ 7*7 }} {% debug %} & <b>Sons</b>")

    subject, body = render_message("emails/moderation/published.txt", {"item": organization, "user": make_user()})

    assert "Ministry {{ 7*7 }} {% debug %} & <b>Sons</b>" in subject + body


def test_a_mail_is_named_without_its_subject():
    assert str(Mail(pk=7, to="a@example.org", subject="ABCD is your code")) == "7 → a@example.org"


def test_marking_counts_what_was_unread():
    user = make_user()
    first = Notification.objects.create(user=user, kind="k", subject="s", body="b")
    Notification.objects.create(user=user, kind="k", subject="s", body="b")

    assert [mark_read(user, first.pk), mark_read(user), mark_read(user)] == [1, 1, 0]


def test_every_kind_has_its_text():
    for kind in kinds.all_kinds():
        assert get_template(kind.template)
