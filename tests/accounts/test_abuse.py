"""What people try who mean no good. The numbers are those of the threat list that the portal is built against."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from galaxy.notifications.models import Mail
from tests.accounts.hashing import CountingHasher
from tests.accounts.signing import (
    is_signed_in,
    last_mail,
    link_in,
    member,
    sign_in,
    sign_up,
)
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

OTHER_PASSWORD = "another quiet river bank"
SECRET = "JBSWY3DPEHPK3PXP"
TOKENS = re.compile(r'(name="(csrfmiddlewaretoken|stamp)" value=")[^"]*|amina@example.org|nobody@example.org')


def plain(answer) -> tuple[int, str, str]:
    """The page as a stranger sees it, but for tokens and what they typed themselves."""
    return answer.status_code, answer.headers.get("Location", ""), TOKENS.sub("", answer.text)


def totp_now(secret: str = SECRET) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def reset_link(client: Client, email: str) -> str:
    client.post(reverse("account_reset_password"), {"email": email})
    return link_in(last_mail())


def set_password_by(client: Client, link: str, password: str):
    """Follow the link as a browser does, and set the password on the page that it leads to."""
    page = client.get(link, follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password}), page


# 1, 2: guessing passwords


def test_from_the_sixth_wrong_password_on_a_wait_is_asked_and_then_the_right_one_works(client, clock):
    member(email="amina@example.org")

    answers = [sign_in(client, "amina@example.org", "wrong password") for _ in range(20)]

    texts = ["Too many attempts" in answer.text for answer in answers]
    assert texts == [False] * 5 + [True] * 15
    assert "Too many attempts" in sign_in(client, "amina@example.org").text
    clock.shift(301)
    assert sign_in(client, "amina@example.org").status_code == 302
    assert is_signed_in(client)


def test_the_wait_does_not_tell_whether_the_account_exists(client, clock):
    member(email="amina@example.org")

    known = [plain(sign_in(client, "amina@example.org", "wrong password")) for _ in range(7)]
    cache.clear()
    unknown = [plain(sign_in(client, "nobody@example.org", "wrong password")) for _ in range(7)]

    assert known == unknown


def test_two_hundred_accounts_from_one_address_meet_the_limit_and_one_line_of_the_log(client, clock, caplog):
    answers = [sign_in(client, f"person{number}@example.org", "wrong password") for number in range(200)]

    assert [answer.status_code for answer in answers].count(429) == 170
    lines = [record.message for record in caplog.records if "limit reached" in record.message]
    assert lines == ["Sign-in limit reached from 127.0.0.1"]


def test_a_forged_forwarding_header_does_not_give_a_fresh_limit(client, clock):
    for number in range(10):
        sign_in(client, f"a{number}@example.org", "wrong", headers={"x-forwarded-for": f"198.51.100.{number}"})

    answer = sign_in(client, "b@example.org", "wrong", headers={"x-forwarded-for": "198.51.100.99"})

    assert "Too many attempts" in answer.text


# 3: which addresses have accounts


def test_sign_in_with_a_known_and_an_unknown_address_looks_the_same(client, clock):
    member(email="amina@example.org")

    known = plain(sign_in(client, "amina@example.org", "wrong password"))
    unknown = plain(sign_in(client, "nobody@example.org", "wrong password"))

    assert known == unknown


def test_reset_with_a_known_and_an_unknown_address_looks_the_same(client, clock):
    member(email="amina@example.org")

    answers = [
        plain(client.post(reverse("account_reset_password"), {"email": email}, follow=True))
        for email in ("amina@example.org", "nobody@example.org")
    ]

    assert answers[0] == answers[1]
    assert [mail.to for mail in Mail.objects.order_by("pk")] == ["amina@example.org", "nobody@example.org"]


def test_sign_up_with_a_known_and_an_unknown_address_looks_the_same(clock):
    member(email="amina@example.org")

    pages = []
    for email in ("amina@example.org", "nobody@example.org"):
        browser = Client()
        answer = sign_up(browser, clock, email=email)
        pages.append((plain(answer), plain(browser.get(answer.url))))

    assert pages[0] == pages[1]
    assert User.objects.filter(email="amina@example.org").count() == 1
    assert "have an account" in Mail.objects.get(to="amina@example.org").subject


@pytest.mark.parametrize(("what", "hashed"), [("sign in", 1), ("sign up", 1), ("reset", 0)])
def test_known_and_unknown_addresses_cost_the_same_hashing(client, clock, settings, what, hashed):
    """Hashing takes a hundred times longer than all the rest: a difference could be measured from afar."""
    settings.PASSWORD_HASHERS = ["tests.accounts.hashing.CountingHasher"]
    member(email="amina@example.org")

    counts = [hashings(client, clock, what, email) for email in ("amina@example.org", "nobody@example.org")]

    assert counts == [hashed, hashed]


def hashings(client: Client, clock, what: str, email: str) -> int:
    done = CountingHasher.done
    if what == "sign up":
        sign_up(Client(), clock, email=email)
    elif what == "sign in":
        sign_in(client, email, "wrong password")
    else:
        client.post(reverse("account_reset_password"), {"email": email})
    return CountingHasher.done - done


# 4, 5: reset links


def test_a_reset_link_works_once(client, clock):
    member(email="amina@example.org")
    link = reset_link(client, "amina@example.org")

    answer, _page = set_password_by(client, link, OTHER_PASSWORD)
    _answer, second = set_password_by(Client(), link, "a third quiet river bank")

    assert answer.url == reverse("account_reset_password_from_key_done")
    assert "no longer works" in second.text
    assert sign_in(Client(), "amina@example.org", OTHER_PASSWORD).status_code == 302


def test_a_reset_link_dies_when_the_password_changes(client, clock):
    user = member(email="amina@example.org")
    link = reset_link(client, "amina@example.org")
    user.set_password(OTHER_PASSWORD)
    user.save()

    _answer, page = set_password_by(client, link, "a third quiet river bank")

    assert "no longer works" in page.text


@pytest.mark.parametrize(("hours", "works"), [(23, True), (25, False)])
def test_a_reset_link_lasts_a_day(client, clock, hours, works):
    member(email="amina@example.org")
    link = reset_link(client, "amina@example.org")
    clock.shift(hours * 3600)

    page = client.get(link, follow=True)

    assert ("no longer works" not in page.text) is works


def test_a_foreign_host_is_refused_and_links_carry_the_configured_address(client, clock, settings):
    settings.BASE_URL = "https://galaxy.example.org"
    settings.ALLOWED_HOSTS = ["testserver", "localhost"]
    member(email="amina@example.org")

    evil = client.post(
        reverse("account_reset_password"), {"email": "amina@example.org"}, headers={"host": "evil.example"}
    )
    client.post(reverse("account_reset_password"), {"email": "amina@example.org"}, headers={"host": "localhost"})

    assert evil.status_code == 400
    assert Mail.objects.count() == 1
    assert set(re.findall(r"https?://[^/\s]+", last_mail().body)) == {"https://galaxy.example.org"}


# 6–9: sessions


def test_a_planted_session_id_is_replaced_at_sign_in(client, clock):
    member(email="amina@example.org")
    client.get(reverse("account_login"))
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["session"] = planted

    sign_in(client, "amina@example.org")

    assert client.cookies["session"].value != planted
    stranger = Client()
    stranger.cookies["session"] = planted
    assert not is_signed_in(stranger)


def test_a_cookie_is_worthless_after_sign_out(client, clock):
    member(email="amina@example.org")
    sign_in(client, "amina@example.org")
    cookie = client.cookies["session"].value

    answer = client.post(reverse("account_logout"))

    thief = Client()
    thief.cookies["session"] = cookie
    assert not is_signed_in(thief)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_sign_out_by_a_link_does_nothing(client, clock):
    member(email="amina@example.org")
    sign_in(client, "amina@example.org")

    client.get(reverse("account_logout"))

    assert is_signed_in(client)


def test_a_new_password_ends_other_sessions_and_a_mail_tells(client, clock):
    user = member(email="amina@example.org")
    other = Client()
    sign_in(client, user.email)
    sign_in(other, user.email)

    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": OTHER_PASSWORD})

    assert (is_signed_in(client), is_signed_in(other)) == (True, False)
    assert (last_mail().to, last_mail().subject) == (user.email, "Your password was changed")


def test_a_closed_account_is_anonymous_at_the_next_request(client, clock):
    user = member()
    sign_in(client, user.email)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert not is_signed_in(client)
