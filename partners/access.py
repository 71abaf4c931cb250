"""Who may act for an organization. To everybody else its pages look missing."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from accounts.models import User
from partners.models import Membership, Organization
from partners.services import may_stand_in


def as_member(user: User, public_id: str) -> Membership:
    """The active membership of this person, with the organization; 404 for all others."""
    organization = get_object_or_404(Organization.objects.canonical().by_public_id(public_id))
    membership = Membership.objects.active().filter(organization=organization, user=user).first()
    if membership is None:
        raise Http404
    membership.organization = organization
    return membership


def as_manager(user: User, public_id: str) -> Membership:
    """The same for the focal point and editors; other members are told that they lack the right (403)."""
    membership = as_member(user, public_id)
    if not membership.may_manage:
        raise PermissionDenied
    return membership


def as_owner(user: User, public_id: str) -> Membership:
    """The same for the focal point alone."""
    membership = as_member(user, public_id)
    if not membership.is_owner:
        raise PermissionDenied
    return membership


def as_caretaker(user: User, public_id: str) -> Organization:
    """For the focal point and editors, and for moderators of an organization that has no focal point."""
    organization = get_object_or_404(Organization.objects.canonical().by_public_id(public_id))
    if may_stand_in(user, organization):
        return organization
    return as_manager(user, public_id).organization
