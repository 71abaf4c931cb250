from partners.models.membership import Invitation, Membership
from partners.models.organization import (
    INTERNATIONAL,
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
    "CooperationRole",
    "Invitation",
    "Membership",
    "MembershipRole",
    "MembershipState",
    "Organization",
    "OrganizationType",
    "Verification",
    "domain_of",
]
