from partners.views.members import (
    accept_invitation,
    answer,
    change_role,
    hand_over,
    invite,
    join,
    leave,
    members,
    remove,
    resend,
    revoke,
)
from partners.views.organization import confirm_office, edit, register, status
from partners.views.public import detail

__all__ = [
    "accept_invitation",
    "answer",
    "change_role",
    "confirm_office",
    "detail",
    "edit",
    "hand_over",
    "invite",
    "join",
    "leave",
    "members",
    "register",
    "remove",
    "resend",
    "revoke",
    "status",
]
