import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.test import Client

from accounts import permissions, personal, services
from accounts.models import Role, User
from galaxy.notifications.models import Mail, Notification
from galaxy.taxonomy.models import Region
from tests.accounts.signing import is_signed_in, last_mail, member, sign_in
from tests.factories import make_administrator, make_moderator, make_organization, make_user

pytestmark = pytest.mark.django_db


def test_an_administrator_makes_a_moderator_who_is_told(settings):
    user, administrator = make_user(language="fr"), make_administrator()

    changed = services.change_role(user, Role.MODERATOR, by=administrator)

    assert (changed.role, changed.is_staff, changed.is_superuser) == (Role.MODERATOR, True, False)
    assert (last_mail().to, last_mail().language) == (user.email, "fr")


def test_an_administrator_makes_another_one():
    changed = services.change_role(make_user(), Role.ADMINISTRATOR, by=make_administrator())

    assert (changed.is_administrator, changed.is_superuser) == (True, True)


def test_a_change_of_role_is_kept():
    user = make_user()

    services.change_role(user, Role.MODERATOR, by=make_administrator())

    assert list(user.role_changes.order_by("pgh_id").values_list("pgh_label", "role")) == [
        ("insert", Role.MEMBER),
        ("update", Role.MODERATOR),
    ]


@pytest.mark.parametrize("actor", [make_user, make_moderator])
def test_nobody_else_changes_a_role(actor):
    user = make_user()

    with pytest.raises(services.Refused, match="Only another administrator"):
        services.change_role(user, Role.MODERATOR, by=actor())

    user.refresh_from_db()
    assert user.role == Role.MEMBER


def test_an_administrator_keeps_their_own_role():
    administrator = make_administrator()

    with pytest.raises(services.Refused):
        services.change_role(administrator, Role.MEMBER, by=administrator)


def test_ending_sessions_signs_out_everywhere(clock):
    user = member()
    browsers = [Client(), Client()]
    for browser in browsers:
        sign_in(browser, user.email)

    count = services.end_sessions(user)

    assert count == 2
    assert [is_signed_in(browser) for browser in browsers] == [False, False]
    assert not UserSession.objects.exists()


def test_a_closed_account_is_signed_out_and_can_be_opened_again(clock):
    user, administrator, browser = member(), make_administrator(), Client()
    sign_in(browser, user.email)

    services.close(user, by=administrator)
    assert not is_signed_in(browser)
    answer = sign_in(browser, user.email)
    assert answer.url == "/en/account/inactive/"

    services.reopen(user, by=administrator)
    sign_in(browser, user.email)
    assert is_signed_in(browser)


def test_only_another_administrator_closes_an_account():
    administrator = make_administrator()

    for by in (administrator, make_moderator()):
        with pytest.raises(services.Refused):
            services.close(administrator, by=by)


def test_who_has_left_does_not_come_back():
    user, administrator = make_user(), make_administrator()
    services.anonymize(user, by=user)

    with pytest.raises(services.Refused, match="has left"):
        services.reopen(user, by=administrator)


def test_a_lost_second_step_is_removed_and_the_person_is_told(clock):
    user = member()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")

    count = services.remove_second_step(user, by=make_administrator())

    assert count == 1
    assert not Authenticator.objects.exists()
    assert last_mail().subject == "The second step was removed from your account"


def test_without_a_second_step_nobody_is_told():
    services.remove_second_step(make_user(), by=make_administrator())

    assert not Mail.objects.exists()


def test_only_another_administrator_removes_a_second_step():
    user = make_user()

    for by in (user, make_moderator()):
        with pytest.raises(services.Refused):
            services.remove_second_step(user, by=by)


def test_a_confirmed_address_needs_no_code(clock):
    user = make_user()
    services.confirm_address(user)
    services.confirm_address(user)

    browser = Client()
    sign_in(browser, user.email)

    assert is_signed_in(browser)
    assert EmailAddress.objects.count() == 1


def test_a_person_who_leaves_is_gone_and_what_they_did_stays(clock):
    user = member(name="Amina Diallo", role=Role.MODERATOR)
    user.regions.set(Region.objects.all()[:1])
    organization = make_organization(author=user)
    Notification.objects.create(user=user, kind="k", subject="s", body="b")
    Mail.objects.create(to=user.email.upper(), subject="s")
    browser = Client()
    sign_in(browser, user.email)

    gone = services.anonymize(user, by=user)

    organization.refresh_from_db()
    assert organization.author == gone
    assert str(gone) == "Former member"
    assert (gone.name, gone.email, gone.role) == ("", f"former-{user.pk}@anonymous.invalid", Role.MEMBER)
    assert (gone.is_active, gone.has_usable_password(), gone.regions.count()) == (False, False, 0)
    assert [model.objects.count() for model in (EmailAddress, Notification, Mail, UserSession)] == [0] * 4
    assert not is_signed_in(browser)


def test_the_address_of_a_former_member_can_sign_up_again():
    user = make_user(email="amina@example.org")

    services.anonymize(user, by=user)

    assert make_user(email="amina@example.org").pk != user.pk


def test_nobody_makes_others_anonymous_but_administrators():
    user = make_user()

    with pytest.raises(services.Refused, match="Only the person"):
        services.anonymize(user, by=make_moderator())

    assert services.anonymize(user, by=make_administrator()).anonymized_at


def test_the_last_administrator_hands_over_first():
    administrator = make_administrator()

    with pytest.raises(services.Refused, match="only administrator"):
        services.anonymize(administrator, by=administrator)

    make_administrator()
    assert services.anonymize(administrator, by=administrator).anonymized_at


def test_what_must_be_handed_over_holds_a_person_back(monkeypatch):
    class Focal(personal.Holder):
        name = "focal"

        def obstacles(self, user: User) -> list[str]:
            return ["You are the focal point of the Ministry."]

    monkeypatch.setattr(personal, "_holders", [Focal()])
    user = make_user()

    with pytest.raises(services.Refused) as refusal:
        services.anonymize(user, by=user)

    assert refusal.value.reasons == ("You are the focal point of the Ministry.",)
    user.refresh_from_db()
    assert user.is_active


def test_rights_in_words():
    people = {role: make_user(role=role) for role in Role}

    assert {role for role, user in people.items() if permissions.is_moderator(user)} == {
        Role.MODERATOR,
        Role.ADMINISTRATOR,
    }
    assert {role for role, user in people.items() if permissions.is_administrator(user)} == {Role.ADMINISTRATOR}
