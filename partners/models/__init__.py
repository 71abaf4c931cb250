from partners.models.membership import Invitation, Membership, MembershipRole, MembershipState
from partners.models.organization import Organization, OrganizationType, Verification

__all__ = [
    "Invitation",
    "Membership",
    "MembershipRole",
    "MembershipState",
    "Organization",
    "OrganizationType",
    "Verification",
]
