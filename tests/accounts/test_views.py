import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts import personal, sections
from accounts.models import User
from tests.accounts.signing import confirm_password, is_signed_in, last_mail, link_in, member, sign_in
from tests.factories import make_moderator, make_user

pytestmark = pytest.mark.django_db

INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=[\"']|javascript:", re.I
)
OPEN = ["account_login", "account_signup", "account_reset_password", "account_reset_password_done", "account_inactive"]
OPEN += ["account_reset_password_from_key_done"]
OWN = ["accounts:home", "accounts:profile", "accounts:data", "account_logout", "account_email"]
OWN += ["account_change_password", "usersessions_list", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"]
OWN += ["mfa_list_webauthn", "account_reauthenticate", "accounts:leave", "notifications:inbox"]


def assert_in_our_frame(answer):
    assert answer.status_code == 200
    assert INLINE.search(answer.text) is None
    assert 'id="main"' in answer.text
    assert answer.text.count("<h1") == 1
    assert re.search(r"<title>\s*\S", answer.text)
    csp = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'" in csp
    assert "unsafe" not in csp


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("name", OPEN)
def test_pages_before_sign_in_are_in_our_frame_without_inline_code(client, name, language):
    path = reverse(name).replace("/en/", f"/{language}/")

    assert_in_our_frame(client.get(path))


@pytest.mark.parametrize("name", OWN)
def test_pages_of_ones_own_account_are_in_our_frame_without_inline_code(client, clock, name):
    user = member()
    sign_in(client, user.email)
    confirm_password(client)

    assert_in_our_frame(client.get(reverse(name)))


@pytest.mark.parametrize(
    "name", ["mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_reauthenticate"]
)
def test_pages_of_the_second_step_are_in_our_frame_without_inline_code(client, clock, name):
    user = member()
    sign_in(client, user.email)
    confirm_password(client)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    client.post(reverse("mfa_generate_recovery_codes"))

    assert_in_our_frame(client.get(reverse(name)))


def test_the_page_of_the_second_step_itself_is_in_our_frame(client, clock):
    user = member()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    assert_in_our_frame(sign_in(client, user.email, follow=True))


@pytest.mark.parametrize("name", [name for name in OWN if name != "account_logout"])
def test_strangers_are_sent_to_sign_in(client, name):
    answer = client.get(reverse(name))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_login"))


def test_my_page_shows_the_sections_of_the_apps_in_their_order(client, monkeypatch):
    monkeypatch.setattr(sections, "_sections", [])
    sections.register_section(20, "components/notice.html", lambda user: {"text": "Second"})
    sections.register_section(10, "components/notice.html", lambda user: {"text": f"First of {user}"})
    sections.register_section(5, "components/notice.html", lambda user: None)
    client.force_login(make_user(name="Amina"))

    text = client.get(reverse("accounts:home")).text

    assert re.findall(r"First of Amina|Second", text) == ["First of Amina", "Second"]


def test_my_page_says_so_when_nothing_waits(client, monkeypatch):
    monkeypatch.setattr(sections, "_sections", [])
    client.force_login(make_user(name=""))

    assert "Nothing waits for you" in client.get(reverse("accounts:home")).text


def test_a_profile_with_a_mistake_is_shown_again(client):
    user = make_user(name="Amina")
    client.force_login(user)

    answer = client.post(reverse("accounts:profile"), {"name": "Amina", "language": "tlh"})

    assert answer.status_code == 200
    user.refresh_from_db()
    assert user.language == "en"


def test_a_person_leaves(client, clock):
    user = member()
    sign_in(client, user.email)
    confirm_password(client)

    answer = client.post(reverse("accounts:leave"), follow=True)

    assert "Your account is gone" in answer.text
    user.refresh_from_db()
    assert user.anonymized_at
    assert not is_signed_in(client)


def test_leaving_asks_for_the_password_first(client, clock):
    user = member()
    sign_in(client, user.email)

    answer = client.post(reverse("accounts:leave"))

    assert answer.url.startswith(reverse("account_reauthenticate"))
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_has_to_hand_over_reads_what(client, clock, monkeypatch, method):
    class Focal(personal.Holder):
        name = "focal"

        def obstacles(self, user: User) -> list[str]:
            return ["You are the focal point of the Ministry."]

    monkeypatch.setattr(personal, "_holders", [Focal()])
    user = member()
    sign_in(client, user.email)
    confirm_password(client)

    answer = getattr(client, method)(reverse("accounts:leave"))

    assert "focal point of the Ministry" in answer.text
    assert "Remove me" not in answer.text
    user.refresh_from_db()
    assert user.is_active


def test_the_last_administrator_reads_why_they_cannot_leave(client, clock):
    user = member(role="administrator")
    sign_in(client, user.email)
    confirm_password(client)

    answer = client.post(reverse("accounts:leave"))

    assert "only administrator" in answer.text


def test_other_devices_are_listed_and_signed_out(client, clock):
    user, other = member(), Client()
    sign_in(other, user.email, headers={"user-agent": "Telephone"})
    sign_in(client, user.email)

    assert "Telephone" in client.get(reverse("usersessions_list")).text
    client.post(reverse("usersessions_list"))

    assert (is_signed_in(client), is_signed_in(other)) == (True, False)


def test_a_member_costs_the_second_step_check_no_query(client, settings, django_assert_num_queries):
    settings.REQUIRE_SECOND_FACTOR = True
    client.force_login(make_moderator())

    with django_assert_num_queries(2):  # session and person
        client.get(reverse("accounts:profile"))


def test_a_moderator_cannot_remove_the_last_second_step(client, clock, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = member(role="moderator")
    sign_in(client, user.email)
    confirm_password(client)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    answer = client.post(reverse("mfa_deactivate_totp"))

    assert "Your role needs a second step" in answer.text
    assert Authenticator.objects.count() == 1


def test_a_member_may_remove_it(client, clock):
    user = member()
    sign_in(client, user.email)
    confirm_password(client)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    client.post(reverse("mfa_deactivate_totp"))

    assert not Authenticator.objects.exists()
    assert last_mail().subject == "The authenticator app was removed"
    assert link_in(last_mail()) == reverse("account_reset_password")


def test_a_passkey_carries_the_name_of_the_portal(client, clock):
    user = member()
    sign_in(client, user.email)
    confirm_password(client)

    page = client.get(reverse("mfa_add_webauthn"))

    assert page.context["js_data"]["creation_options"]["publicKey"]["rp"]["name"] == settings.SITE_NAME


def test_the_square_of_the_app_is_drawn_on_white(client, clock):
    user = member()
    sign_in(client, user.email)
    confirm_password(client)

    page = client.get(reverse("mfa_activate_totp"))

    assert 'fill="white"' in page.context["totp_svg"]
    assert page.context["totp_svg_data_uri"].startswith("data:image/svg+xml;base64,")
