"""What happens to people: roles, sessions, leaving."""

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import permissions, personal
from accounts.models import Role, User


class Refused(Exception):
    """This is not allowed, or not now; `reasons` are sentences for the person."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@transaction.atomic
def change_role(user: User, role: str, *, by: User) -> User:
    """Give somebody another role on the portal. Nobody changes their own, so that one administrator always remains."""
    if not permissions.may_change_roles(by) or user == by:
        raise Refused(_("Only another administrator changes a role."))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.role = Role(role)
    user.is_superuser = user.role == Role.ADMINISTRATOR
    user.save(update_fields=["role", "is_superuser", "updated_at"])
    _tell(user, "role_changed")
    return user


@transaction.atomic
def end_sessions(user: User) -> int:
    """Sign the person out everywhere; how many sessions ended."""
    sessions = list(UserSession.objects.filter(user=user))
    for session in sessions:
        session.end()
    return len(sessions)


@transaction.atomic
def remove_second_step(user: User, *, by: User) -> int:
    """Let somebody in again who lost telephone and codes; the person is told, for it may be a trick. How many went."""
    if not permissions.is_administrator(by) or user == by:
        raise Refused(_("Only another administrator does this."))
    end_sessions(user)
    count, _models = Authenticator.objects.filter(user=user).delete()
    if count:
        _tell(user, "second_step_removed")
    return count


@transaction.atomic
def close(user: User, *, by: User) -> User:
    """Nobody can sign in with this account until it is opened again; all else stays."""
    return _set_active(user, active=False, by=by)


@transaction.atomic
def reopen(user: User, *, by: User) -> User:
    return _set_active(user, active=True, by=by)


@transaction.atomic
def confirm_address(user: User) -> EmailAddress:
    """Take the address as confirmed, for people whom somebody with access to the server vouches for."""
    address, _created = EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
    return address


@transaction.atomic
def anonymize(user: User, *, by: User) -> User:
    """Take the person out and leave what they did; raises Refused while something is to be handed over."""
    if not permissions.may_anonymize(by, user):
        raise Refused(_("Only the person or an administrator does this."))
    user = User.objects.select_for_update().get(pk=user.pk)
    if reasons := _reasons_to_stay(user):
        raise Refused(*reasons)
    end_sessions(user)
    for holder in personal.holders():
        holder.forget(user)
    _delete_own_rows(user)
    user.email, user.name = f"former-{user.pk}@anonymous.invalid", ""
    user.role, user.is_superuser, user.is_active = Role.MEMBER, False, False
    user.anonymized_at = timezone.now()
    user.set_unusable_password()
    user.save()
    for relation in (user.countries, user.regions, user.groups, user.user_permissions):
        relation.clear()
    return user


def _reasons_to_stay(user: User) -> list[str]:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=user.pk)
    alone = user.is_administrator and not others.exists()
    own = [_("You are the only administrator: give somebody else the role first.")] if alone else []
    return own + personal.obstacles(user)


def _delete_own_rows(user: User) -> None:
    """Rows that exist only for this person; what they wrote for others refers to a former member from now on."""
    for relation in personal.relations():
        field = relation.field
        if relation.on_delete is models.CASCADE:
            field.model._base_manager.filter(**{field.name: user}).delete()


def _set_active(user: User, *, active: bool, by: User) -> User:
    if not permissions.is_administrator(by) or user == by:
        raise Refused(_("Only another administrator does this."))
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.anonymized_at:
        raise Refused(_("This person has left."))
    user.is_active = active
    user.save(update_fields=["is_active", "updated_at"])
    if not active:
        end_sessions(user)
    return user


def _tell(user: User, what: str) -> None:
    """By a message in the person's language, as the adapter of django-allauth sends its own."""
    get_adapter().send_mail(f"account/email/{what}", user.email, {"user": user, "role": user.get_role_display})
