import pytest
from django.db import IntegrityError, transaction

from accounts.models import Role, User
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def test_one_address_is_one_account_in_any_case():
    make_user(email="amina@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Amina@Example.org")


def test_addresses_are_kept_in_small_letters():
    assert make_user(email=" Amina@Example.ORG ").email == "amina@example.org"


def test_only_administrators_are_superusers():
    user = make_user()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(is_superuser=True)


def test_the_first_administrator_comes_from_the_command_line():
    user = User.objects.create_superuser("root@example.org", "a long and quiet river")

    assert (user.role, user.is_staff, user.is_superuser) == (Role.ADMINISTRATOR, True, True)
    assert user.has_perm("accounts.change_user")


def test_others_see_a_name_or_a_number_never_the_address():
    assert str(make_user(name="Amina")) == "Amina"
    nameless = make_user(name="", email="amina@example.org")
    assert str(nameless) == f"Member {nameless.pk}"


def test_people_are_found_by_address_in_any_case():
    user = make_user(email="amina@example.org")

    assert User.objects.get_by_natural_key("AMINA@example.org") == user
