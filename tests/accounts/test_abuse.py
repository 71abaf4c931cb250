"""What people try who mean no good. The numbers are those of the threat list that the portal is built against."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from galaxy.notifications.models import Mail
from tests.accounts.hashing import CountingHasher
from tests.accounts.signing import (
    code_in,
    confirm_password,
    is_signed_in,
    last_mail,
    link_in,
    member,
    sign_in,
    sign_up,
)
from tests.factories import PASSWORD, make_moderator

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

    evil = client.post(reverse("account_reset_password"), {"email": "amina@example.org"}, headers={"host": "evil.example"})
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


# 10: passwords


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("galaxy2026", "portal&#x27;s name"),
        ("basketball", "too common"),
        ("short", "too short"),
        ("Amina Diallo", "too similar to the name"),
        ("amina@example.org", "too similar to the e-mail address"),
    ],
)
def test_passwords_that_are_easy_to_guess_are_refused_with_the_reason(client, clock, password, reason):
    answer = sign_up(client, clock, password1=password)

    assert reason in answer.text
    assert not User.objects.exists()


def test_a_long_password_with_spaces_and_arabic_letters_is_taken_exactly(clock):
    password = (" نهر طويل وهادئ river " * 4)[:63] + " "
    assert len(password) == 64
    browser = Client()
    answer = sign_up(browser, clock, password1=password)
    browser.post(answer.url, {"code": code_in(last_mail())})

    assert is_signed_in(browser)
    assert sign_in(Client(), "amina@example.org", password.strip()).status_code == 200
    assert sign_in(Client(), "amina@example.org", password).status_code == 302


# 11: change of address


def test_a_new_address_needs_the_password_and_its_code_and_the_old_one_is_told(client, clock):
    user = member(email="amina@example.org")
    sign_in(client, user.email)

    asked = client.post(reverse("account_email"), {"action_add": "1", "email": "new@example.org"})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not Mail.objects.exists()
    answer = client.post(asked.url, {"password": PASSWORD})
    assert (last_mail().to, answer.url) == ("new@example.org", reverse("account_email_verification_sent"))
    user.refresh_from_db()
    assert user.email == "amina@example.org"
    client.post(answer.url, {"code": code_in(last_mail())})

    user.refresh_from_db()
    assert user.email == "new@example.org"
    told = Mail.objects.get(to="amina@example.org")
    assert told.subject == "Your e-mail address was changed"
    assert "to new@example.org" in " ".join(told.body.split())


# 12, 13: second step


@pytest.fixture
def protected(clock) -> User:
    """Somebody with an authenticator app and two recovery codes."""
    user = member(email="amina@example.org")
    TOTP.activate(user, SECRET)
    return user


def second_step(browser: Client, code: str):
    sign_in(browser, "amina@example.org")
    return browser.post(reverse("mfa_authenticate"), {"code": code})


def test_a_code_of_the_app_works_once(protected):
    code = totp_now()

    first, second = Client(), Client()
    second_step(first, code)
    second_step(second, code)

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_six_guesses_of_a_code_bring_a_wait(protected, clock):
    browser = Client()
    sign_in(browser, "amina@example.org")

    answers = [browser.post(reverse("mfa_authenticate"), {"code": "000000"}) for _ in range(6)]

    assert ["Too many attempts" in answer.text for answer in answers] == [False] * 5 + [True]
    assert "Too many attempts" in browser.post(reverse("mfa_authenticate"), {"code": totp_now()}).text


def test_a_recovery_code_works_once(protected):
    browser = Client()
    second_step(browser, totp_now())
    confirm_password(browser)
    browser.post(reverse("mfa_generate_recovery_codes"))
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()

    first, second = Client(), Client()
    second_step(first, codes[0])
    second_step(second, codes[0])

    assert (is_signed_in(first), is_signed_in(second)) == (True, False)


def test_secrets_of_apps_are_unreadable_in_the_database(protected):
    assert SECRET not in str(Authenticator.objects.get().data)


# 14: moderators without a second step


@pytest.mark.parametrize("role", [Role.MODERATOR, Role.ADMINISTRATOR])
def test_no_page_of_moderators_opens_without_a_second_step(client, settings, role):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_moderator(role=role))

    answers = [client.get(path) for path in ("/en/admin/", "/en/admin/accounts/user/", "/en/review/")]

    assert [answer.headers.get("Location") for answer in answers] == [reverse("mfa_index")] * 3
    assert is_signed_in(client)


def test_with_a_second_step_the_pages_open(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    administrator = make_moderator(role=Role.ADMINISTRATOR)
    TOTP.activate(administrator, SECRET)
    client.force_login(administrator)

    assert client.get("/en/admin/accounts/user/").status_code == 200


def test_recovery_codes_alone_are_no_second_step(client, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    administrator = make_moderator(role=Role.ADMINISTRATOR)
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.RECOVERY_CODES, data={})
    client.force_login(administrator)

    assert client.get("/en/admin/accounts/user/").url == reverse("mfa_index")


# 15: where a sign-in leads


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example",
        "//evil.example",
        "https:evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\r\nSet-Cookie: a=b",
        "/\r\nSet-Cookie: a=b",
        "///evil.example",
        "evil",
    ],
)
def test_sign_in_leads_nowhere_else(client, clock, target):
    member(email="amina@example.org")

    answer = client.post(
        reverse("account_login"), {"login": "amina@example.org", "password": PASSWORD, "next": target}
    )

    assert answer.url == reverse("accounts:home")
    assert "a" not in answer.cookies


def test_sign_in_leads_to_a_page_of_the_portal(client, clock):
    member(email="amina@example.org")

    answer = client.post(
        reverse("account_login"),
        {"login": "amina@example.org", "password": PASSWORD, "next": "/en/search/?q=water"},
    )

    assert answer.url == "/en/search/?q=water"


# 17, 18: first start, floods


def test_an_empty_portal_has_no_account_to_try(client, clock):
    assert not User.objects.exists()
    assert sign_in(client, "admin@example.org", "admin").status_code == 200
    assert "/account/login/" in client.get("/en/admin/", follow=True).request["PATH_INFO"]


def test_a_filled_trap_makes_no_account_and_no_mail_and_looks_like_success(client, clock):
    honest = sign_up(Client(), clock, email="honest@example.org")
    Mail.objects.all().delete()

    answer = sign_up(client, clock, homepage="https://spam.example")

    assert (answer.status_code, answer.url) == (honest.status_code, honest.url)
    assert not User.objects.filter(email="amina@example.org").exists()
    assert not Mail.objects.exists()


def test_a_form_sent_in_under_two_seconds_is_held_and_goes_through_when_sent_again(client, clock):
    held = sign_up(client, clock, waits=1)

    assert "very quick" in held.text
    assert not Mail.objects.exists()
    stamp = re.search(r'name="stamp" value="([^"]+)"', held.text)[1]
    clock.shift(2)
    data = {"name": "Amina", "email": "amina@example.org", "password1": PASSWORD, "stamp": stamp}
    assert client.post(reverse("account_signup"), data).status_code == 302


@pytest.mark.parametrize("stamp", ["", "made up", "1700000000"])
def test_a_form_without_a_true_stamp_is_held(client, clock, stamp):
    answer = sign_up(client, clock, stamp=stamp)

    assert "very quick" in answer.text
    assert not User.objects.exists()


def test_a_hundred_sign_ups_a_minute_from_one_address_meet_the_limit(client, clock):
    stamp = client.get(reverse("account_signup")).context["form"].initial["stamp"]
    clock.shift(10)
    data = {"name": "A", "password1": PASSWORD, "stamp": stamp}

    answers = [
        Client().post(reverse("account_signup"), {**data, "email": f"a{number}@example.org"}) for number in range(100)
    ]

    assert [answer.status_code for answer in answers].count(429) == 80
    assert Mail.objects.count() == 20


# 22: more fields than the form has


def test_a_profile_takes_name_and_language_only(client, clock):
    user = member()
    client.force_login(user)

    client.post(
        reverse("accounts:profile"),
        {
            "name": "Amina",
            "language": "fr",
            "role": "administrator",
            "is_staff": "1",
            "is_superuser": "1",
            "groups": "1",
            "email": "evil@example.org",
            "email_verified": "1",
            "is_active": "",
        },
    )

    user.refresh_from_db()
    assert (user.name, user.language) == ("Amina", "fr")
    assert (user.role, user.is_superuser, user.is_active) == (Role.MEMBER, False, True)
    assert user.email != "evil@example.org"


# 48, 49, 53, 63


def test_line_breaks_in_a_name_add_no_header_to_mail(client, clock):
    sign_up(client, clock, name="Amina\r\nBcc: all@example.org")

    mail = last_mail()
    assert "\n" not in mail.subject
    assert "Bcc" not in mail.subject


@pytest.mark.parametrize("field", ["name", "email", "password1", "homepage", "stamp"])
def test_a_nul_in_any_field_is_refused_politely(client, clock, field):
    answer = sign_up(client, clock, **{field: "a\0b@example.org"})

    assert answer.status_code == 200
    assert not User.objects.exists()


@pytest.mark.parametrize("field", ["name", "email", "password1"])
def test_fifty_thousand_letters_are_checked_at_once(client, clock, field):
    started = time.perf_counter()
    sign_up(client, clock, **{field: "a" * 50_000 + "@example.org"})

    assert time.perf_counter() - started < 1


def test_pages_of_accounts_cannot_be_framed_and_are_not_kept(client):
    answer = client.get(reverse("account_login"))

    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_limits_live_in_the_database_where_all_processes_see_them(client, clock):
    sign_in(client, "amina@example.org", "wrong password")

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%%allauth:rl:%%'")
        assert cursor.fetchone()[0] >= 2
