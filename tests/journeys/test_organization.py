"""J1, steps 1 to 5: from a visitor without an account to a public organization, by the pages alone."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from galaxy.moderation import services as moderation
from galaxy.moderation.log import decisions_of
from galaxy.notifications.models import Notification
from galaxy.search.indexing import index_item
from partners.models import Organization, Verification
from tests.accounts.signing import code_in, last_mail, sign_up
from tests.factories import make_moderator, make_organization
from tests.partners.answers import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now()) as traveller:
        yield traveller


def test_an_organization_registers_and_is_published(client, clock):
    twin = make_organization(published=True, name="Ministry of Water, Kenya")
    register = reverse("partners:register")

    come_in(client, clock, email="amina@water.example.org", after=register)
    form = client.get(register).context["form"]
    data = answers(creation_key=form["creation_key"].value())
    shown = client.post(register, data)
    status = client.post(register, {**data, "seen": shown.context["seen"]}, follow=True)
    organization = Organization.objects.exclude(pk=twin.pk).get()
    client.logout()
    hidden = client.get(organization.get_absolute_url()).status_code
    decide(organization)
    public = client.get(organization.get_absolute_url())

    assert [one["organization"] for one in shown.context["alike"]] == [twin]
    assert "Your organization has been sent." in status.content.decode()
    assert (hidden, public.status_code) == (404, 200)
    assert organization.verification == Verification.EMAIL_VERIFIED
    assert "Verified organization" in public.content.decode()
    assert [decision.step for decision in decisions_of(organization)] == ["submit", "claim", "publish"]
    user = User.objects.get(email="amina@water.example.org")
    assert Notification.objects.filter(user=user, kind="moderation.published").count() == 1


def come_in(client, clock, *, email: str, after: str) -> None:
    """The form, the mailed code, and back to where one came from."""
    answer = sign_up(client, clock, email=email, next=after)
    answer = client.post(answer.url, {"code": code_in(last_mail())})
    assert answer.url == after


def decide(organization: Organization) -> None:
    moderator = make_moderator()
    moderation.claim(organization, by=moderator)
    public = moderation.publish(organization, by=moderator)
    index_item(type(public), public.pk)
