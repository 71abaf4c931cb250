"""What people send in place of a passkey."""

import base64
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from tests.accounts.signing import confirm_password, is_signed_in, member, sign_in

pytestmark = pytest.mark.django_db


def coded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def credential(client_data: Any, **answer: Any) -> str:
    response = {
        "clientDataJSON": coded(json.dumps(client_data).encode()),
        "authenticatorData": coded(bytes(37)),
        "attestationObject": coded(b"\xff"),
        "signature": "AA",
        **answer,
    }
    return json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": response})


TRUE_LOOKING = {"type": "webauthn.get", "challenge": "AA", "origin": "http://localhost"}
MADE_UP = {
    "null": "null",
    "no JSON": "{",
    "a number of 5,000 digits": "9" * 5000,
    "10,000 brackets": "[" * 100_000,
    "no response": '{"id": 1}',
    "empty response": '{"id": "A", "rawId": "A", "response": {}}',
    "response of another type": '{"id": "AA", "rawId": "AA", "response": 5, "type": "public-key"}',
    "nothing about the person": credential(TRUE_LOOKING),
    "person of another type": credential(TRUE_LOOKING, userHandle=5),
    "a person that no number has": credential(TRUE_LOOKING, userHandle=coded(b"9" * 50)),
    "a NUL for a person": credential(TRUE_LOOKING, userHandle=coded(b"\0")),
    "no text for a person": credential(TRUE_LOOKING, userHandle=coded(b"\xff\xfe")),
    "data of another type": credential([1]),
    "empty data": credential({}),
    "short data of the key": credential(TRUE_LOOKING, authenticatorData="AA"),
    "noise from the key": credential(TRUE_LOOKING, authenticatorData=coded(b"\xff" * 37)),
}


@pytest.mark.parametrize("text", MADE_UP.values(), ids=MADE_UP)
def test_a_made_up_passkey_signs_nobody_in(client, clock, text):
    member()
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    answer = client.post(reverse("mfa_login_webauthn"), {"credential": text})

    assert (answer.status_code, answer.url) == (302, reverse("account_login"))
    assert not is_signed_in(client)


@pytest.mark.parametrize("name", ["mfa_add_webauthn", "mfa_reauthenticate_webauthn"])
@pytest.mark.parametrize("text", MADE_UP.values(), ids=MADE_UP)
def test_a_made_up_passkey_is_not_kept_and_confirms_nothing(client, clock, name, text):
    user = member(email="amina@example.org")
    sign_in(client, "amina@example.org")
    confirm_password(client)
    client.get(reverse(name))
    cache.clear()

    answer = client.post(reverse(name), {"credential": text, "name": "Blue"}, follow=True)

    assert (answer.status_code, answer.request["PATH_INFO"] == reverse("mfa_index")) == (200, False)
    assert not user.authenticator_set.exists()
