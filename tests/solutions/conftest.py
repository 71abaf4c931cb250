"""An author of a public organization, signed in."""

import pytest
from django.test import Client

from accounts.models import User
from partners.models import Organization
from tests.factories import make_organization, make_user


@pytest.fixture
def author(db: None) -> User:
    return make_user()


@pytest.fixture
def ministry(author: User) -> Organization:
    return make_organization(published=True, owner=author, name="Ministry of Health")


@pytest.fixture
def writer(author: User, ministry: Organization) -> Client:
    client = Client()
    client.force_login(author)
    return client
