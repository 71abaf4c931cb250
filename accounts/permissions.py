"""Rights on the portal itself, in words. Rights in an organization come from its memberships."""

from accounts.models import Role, User


def is_moderator(user: User) -> bool:
    """Whether this person reviews what others share; administrators do too."""
    return user.is_active and user.role in {Role.MODERATOR, Role.ADMINISTRATOR}


def is_administrator(user: User) -> bool:
    return user.is_active and user.role == Role.ADMINISTRATOR


def may_change_roles(user: User) -> bool:
    return is_administrator(user)


def may_anonymize(user: User, person: User) -> bool:
    """Oneself, or anybody as an administrator."""
    return user == person or is_administrator(user)
