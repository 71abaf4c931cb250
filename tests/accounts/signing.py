"""What a person does to get in, for tests of accounts."""

import re
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from accounts.models import User
from galaxy.notifications.models import Mail
from tests.factories import PASSWORD, make_user

STAMP = re.compile(r'name="stamp" value="([^"]+)"')


def member(**fields: Any) -> User:
    """A person whose address is confirmed, as after a sign-up."""
    user = make_user(**fields)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def sign_up(client: Client, clock: Any, *, waits: float = 10, **fields: str) -> Any:
    """Open the form, take the time that people take, send it."""
    page = client.get(reverse("account_signup"))
    stamp = STAMP.search(page.text)[1]
    clock.shift(waits)
    data = {"name": "Amina Diallo", "email": "amina@example.org", "password1": PASSWORD, "homepage": ""}
    return client.post(reverse("account_signup"), {**data, "stamp": stamp, **fields})


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post(reverse("account_login"), {"login": email, "password": password}, **more)


def confirm_password(client: Client, password: str = PASSWORD) -> Any:
    return client.post(reverse("account_reauthenticate"), {"password": password})


def last_mail() -> Mail:
    return Mail.objects.latest("pk")


def code_in(mail: Mail) -> str:
    return mail.subject.split()[0]


def link_in(mail: Mail) -> str:
    """The path of the first address in it that is longer than the home page."""
    return re.search(r"https?://[^/\s]+(/\S+)", mail.body)[1]


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:home")).status_code == 200
