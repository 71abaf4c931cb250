import os
from pathlib import Path

import pytest
from django.urls import reverse

from galaxy.notifications.models import Mail, Notification
from galaxy.notifications.outbox import deliver
from galaxy.notifications.services import mark_read, send_mail
from tests.factories import make_administrator, make_user

pytestmark = pytest.mark.django_db


def tell(user, subject="Your record is public", url="/en/solutions/", **fields) -> Notification:
    return Notification.objects.create(user=user, kind="k", subject=subject, body="Text", url=url, **fields)


@pytest.mark.parametrize("count", [1, 5])
def test_the_inbox_takes_the_same_queries_for_any_length(client, django_assert_num_queries, count):
    user = make_user()
    for _ in range(count):
        tell(user)
    client.force_login(user)

    with django_assert_num_queries(4):  # session, person, count, page
        client.get(reverse("notifications:inbox"))


def test_the_inbox_shows_unread_ones_first_then_the_newest(client):
    user = make_user()
    for subject in ("First", "Second", "Third"):
        tell(user, subject)
    tell(make_user(), "Of somebody else")
    mark_read(user, Notification.objects.get(subject="Third").pk)
    client.force_login(user)

    page = client.get(reverse("notifications:inbox")).context["page"]

    assert [notification.subject for notification in page] == ["Second", "First", "Third"]


def test_reading_one_leads_to_its_page(client):
    user = make_user()
    notification, other = tell(user), tell(user)
    client.force_login(user)

    answer = client.post(reverse("notifications:read", args=[notification.pk]))

    assert answer.url == "/en/solutions/"
    assert list(user.notifications.unread()) == [other]


@pytest.mark.parametrize("url", ["", "https://evil.example/", "//evil.example"])
def test_reading_leads_nowhere_else(client, url):
    user = make_user()
    notification = tell(user, url=url)
    client.force_login(user)

    answer = client.post(reverse("notifications:read", args=[notification.pk]))

    assert answer.url == reverse("notifications:inbox")


def test_all_can_be_marked_as_read(client):
    user = make_user()
    tell(user), tell(user)
    client.force_login(user)

    client.post(reverse("notifications:read_all"))

    assert not user.notifications.unread().exists()


def test_the_message_of_another_person_is_missing(client):
    notification = tell(make_user())
    client.force_login(make_user())

    answer = client.post(reverse("notifications:read", args=[notification.pk]))

    assert answer.status_code == 404
    notification.refresh_from_db()
    assert notification.read_at is None


def test_reading_is_a_post(client):
    user = make_user()
    notification = tell(user)
    client.force_login(user)

    statuses = [
        client.get(reverse("notifications:read", args=[notification.pk])).status_code,
        client.get(reverse("notifications:read_all")).status_code,
        client.post(reverse("notifications:inbox")).status_code,
    ]

    assert statuses == [405, 405, 405]


def test_unread_messages_are_on_my_page(client):
    user = make_user()
    tell(user, "Your record is public")
    client.force_login(user)

    assert "Your record is public" in client.get(reverse("accounts:home")).text


def test_the_administration_lists_mail_without_codes_and_texts(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    send_mail("a@example.org", "ABCD-1234 is your code", "A text for one person")
    client.force_login(make_administrator())

    text = client.get(reverse("admin:notifications_mail_changelist")).text

    assert "•••• is your code" in text
    assert "ABCD-1234" not in text
    assert "A text for one person" not in text


@pytest.mark.parametrize(
    ("state", "shown"), [("sent", ["b@x.org"]), ("waiting", ["c@x.org", "a@x.org"]), ("failed", ["c@x.org"])]
)
def test_the_administration_filters_mail_by_its_state(client, settings, state, shown):
    settings.REQUIRE_SECOND_FACTOR = False
    for address in ("a@x.org", "b@x.org", "c@x.org"):
        send_mail(address, "S", "T")
    deliver(Mail.objects.get(to="b@x.org").pk)
    Mail.objects.filter(to="c@x.org").update(tries_count=2, error="away")
    client.force_login(make_administrator())

    answer = client.get(reverse("admin:notifications_mail_changelist"), {"state": state})

    assert [mail.to for mail in answer.context["cl"].result_list] == shown


def test_the_administration_tries_again_and_changes_nothing_else(client, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    mail = send_mail("a@example.org", "S", "T")
    client.force_login(make_administrator())
    changelist = reverse("admin:notifications_mail_changelist")

    answer = client.post(changelist, {"action": "try_again", "_selected_action": [mail.pk]}, follow=True)

    assert "1 message goes out" in answer.text
    assert client.get(reverse("admin:notifications_mail_add")).status_code == 403
    assert client.post(reverse("admin:notifications_mail_change", args=[mail.pk]), {"subject": "x"}).status_code == 403
    assert client.post(reverse("admin:notifications_mail_delete", args=[mail.pk]), {"post": "yes"}).status_code == 403


# The outbox of the demonstration


@pytest.fixture
def folder(settings, tmp_path: Path) -> Path:
    settings.EMBEDDED = True
    settings.EMAIL_BACKEND = "galaxy.core.mail.OutboxBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    settings.EMAIL_FILE_PATH.mkdir()
    return settings.EMAIL_FILE_PATH


def posted(subject: str, body: str = "Text") -> str:
    mail = send_mail("a@example.org", subject, body, language="ar")
    deliver(mail.pk)
    return f"galaxy-{mail.pk}-{mail.created_at:%Y%m%d%H%M%S}.eml"


def test_the_outbox_shows_messages_newest_first_and_each_in_full(client, folder):
    first, second = posted("First"), posted("<b>Second</b>", "See http://localhost:8000/en/account/ <script>")
    os.utime(folder / first, (1, 1))

    listed = client.get("/outbox/")
    shown = client.get(f"/outbox/{second}/")

    assert [mail["subject"] for mail in listed.context["mails"]] == ["<b>Second</b>", "First"]
    assert "&lt;b&gt;Second&lt;/b&gt;" in shown.text
    assert '<a href="http://localhost:8000/en/account/"' in shown.text
    assert "<script>" not in shown.text.split("<main")[1].split("</main")[0]


def test_the_outbox_is_empty_before_the_first_message(client, folder):
    folder.rmdir()

    assert "No messages yet" in client.get("/outbox/").text


@pytest.mark.parametrize(
    "name",
    ["..%2Fsecret.eml", "..", "%2Fetc%2Fpasswd", "secret.txt", ".hidden.eml", "missing.eml", "link.eml", "a%00.eml"],
)
def test_the_outbox_reads_no_other_file(client, folder, name):
    for path in (folder.parent / "secret.eml", folder / "secret.txt", folder / ".hidden.eml"):
        path.write_text("Subject: secret\n\nsecret")
    (folder / "link.eml").symlink_to(folder.parent / "secret.eml")

    answer = client.get(f"/outbox/{name}/")

    assert answer.status_code in {400, 404}
    assert "secret" not in answer.text.replace(name, "")


@pytest.mark.parametrize("address", ["198.51.100.7", "10.0.0.1", "not an address", ""])
def test_the_outbox_is_shown_to_the_own_computer_alone(client, folder, address):
    name = posted("First")

    statuses = [client.get(path, REMOTE_ADDR=address).status_code for path in ("/outbox/", f"/outbox/{name}/")]

    assert statuses == [404, 404]


def test_a_forged_header_does_not_open_the_outbox(client, folder):
    answer = client.get("/outbox/", REMOTE_ADDR="198.51.100.7", headers={"x-forwarded-for": "127.0.0.1"})

    assert answer.status_code == 404


def test_behind_a_proxy_the_outbox_is_closed_to_others(client, folder, settings):
    settings.TRUSTED_PROXIES = 1

    answer = client.get("/outbox/", REMOTE_ADDR="127.0.0.1", headers={"x-forwarded-for": "198.51.100.7"})

    assert answer.status_code == 404


def test_there_is_no_outbox_page_outside_of_the_demonstration(client, folder, settings):
    settings.EMBEDDED = False

    assert client.get("/outbox/").status_code == 404
