from partners.models.membership import Invitation, Membership, Succession
from partners.models.organization import (
    INTERNATIONAL,
    THINK_TANKS,
    CooperationRole,
    Organization,
    OrganizationType,
    Verification,
    domain_of,
)
from partners.models.roles import EDITING_ROLES, GIVEN_ROLES, MembershipRole, MembershipState

__all__ = [
    "EDITING_ROLES",
    "GIVEN_ROLES",
    "INTERNATIONAL",
    "THINK_TANKS",
    "CooperationRole",
    "Invitation",
    "Membership",
    "MembershipRole",
    "MembershipState",
    "Organization",
    "OrganizationType",
    "Succession",
    "Verification",
    "domain_of",
]
