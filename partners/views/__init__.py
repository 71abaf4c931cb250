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
from partners.views.offices import answer_claim, confirm_office, offices
from partners.views.organization import edit, register, status
from partners.views.public import detail
from partners.views.successor import successor

__all__ = [
    "accept_invitation",
    "answer",
    "answer_claim",
    "change_role",
    "confirm_office",
    "detail",
    "edit",
    "hand_over",
    "invite",
    "join",
    "leave",
    "members",
    "offices",
    "register",
    "remove",
    "resend",
    "revoke",
    "status",
    "successor",
]
