import pytest
from allauth.account.internal.flows import manage_email
from django.urls import reverse

from accounts.models import Role, User
from tests.accounts.signing import code_in, is_signed_in, last_mail, sign_up
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_a_new_person_signs_up_confirms_the_address_and_is_in(client, clock):
    answer = sign_up(client, clock)

    assert answer.url == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    answer = client.post(answer.url, {"code": code_in(last_mail())})
    assert answer.url == reverse("accounts:home")
    assert is_signed_in(client)
    user = User.objects.get()
    assert (user.email, user.name, user.role, user.language) == (
        "amina@example.org",
        "Amina Diallo",
        Role.MEMBER,
        "en",
    )


def test_the_language_of_the_page_becomes_the_language_of_messages(client, clock):
    clock.shift(0)

    page = client.get("/ar/account/signup/")
    stamp = page.context["form"].initial["stamp"]
    clock.shift(10)
    client.post(
        "/ar/account/signup/",
        {"name": "Amina", "email": "a@example.org", "password1": "a long and quiet river", "stamp": stamp},
    )

    assert User.objects.get().language == "ar"
    assert last_mail().language == "ar"


def test_who_signs_up_between_our_check_and_our_writing_is_told_by_mail(client, clock, monkeypatch):
    """Both of two sign-ups for one address found it free; the database decides."""
    make_user(email="amina@example.org")
    monkeypatch.setattr(manage_email, "email_already_exists", lambda email, **more: (email, False))

    answer = sign_up(client, clock)

    assert answer.url == reverse("account_email_verification_sent")
    assert User.objects.count() == 1
    assert "have an account" in last_mail().subject
