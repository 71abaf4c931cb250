import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client, RequestFactory
from django.urls import reverse
from psycopg_pool import PoolTimeout

from galaxy.core.views import server_error
from tests.factories import make_user


@pytest.mark.parametrize(
    ("error", "status"),
    [(OperationalError(), 503), (InterfaceError(), 503), (PoolTimeout(), 503), (ValueError(), 500)],
)
def test_a_database_that_is_away_is_told_from_a_mistake_of_ours(error, status):
    try:
        raise error
    except type(error):
        answer = server_error(RequestFactory().get("/"))

    assert answer.status_code == status
    assert answer.headers.get("Retry-After") == ("10" if status == 503 else None)


@pytest.mark.django_db
def test_a_form_without_its_token_changes_nothing_and_says_how_to_go_on():
    user = make_user(name="Amina")
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)

    answer = browser.post(reverse("accounts:profile"), {"name": "Evil", "language": "en"})

    assert answer.status_code == 403
    assert "<h1" in answer.text
    user.refresh_from_db()
    assert user.name == "Amina"
