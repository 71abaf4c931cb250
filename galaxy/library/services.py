"""What is done with publications and calls for research, and by whom."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.library.models import Publication, ResearchCall
from galaxy.moderation import editing
from galaxy.moderation import services as moderation
from galaxy.moderation.services import StepRefused
from partners.models import Membership, Organization

MOST_OPEN_CALLS = 20


@transaction.atomic
def hand_in(values: Mapping[str, Any], *, key: uuid.UUID, by: User) -> Publication:
    """Tell of a publication and send it for review. With the same key again, the same publication."""
    User.objects.select_for_update().get(pk=by.pk)
    key = uuid.uuid5(key, str(by.pk))
    made = Publication.objects.filter(creation_key=key).first()
    if made is not None:
        return made
    _check_organization(values["organization"], by)
    publication = Publication(author=by, creation_key=key)
    editing.fill(publication, values)
    return moderation.submit(publication, by=by)


@transaction.atomic
def change(publication: Publication, values: Mapping[str, Any], *, seen: str, by: User) -> Publication:
    """Save and hand in; a public page stays as it is until the change is accepted. Raises ChangedMeanwhile.

    `seen` is the edit_mark of the row that the person had before them. Returns the row that was handed in."""
    current = editing.current_text(publication)
    target = Publication.objects.select_for_update(of=("self",)).get(pk=current.pk)
    editing.check_seen(target, seen)
    if values["organization"] != target.organization:
        _check_organization(values["organization"], by)
    target = editing.editable(target, by=by)
    target.version += 1
    editing.fill(target, values)
    return moderation.submit(target, by=by)


@transaction.atomic
def announce(organization: Organization, values: Mapping[str, Any], *, by: User) -> ResearchCall:
    """Put a call for research on the page of think tanks. Focal point and editors of a public think tank may."""
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
    _check_announces(organization, by)
    if organization.research_calls.open().count() >= MOST_OPEN_CALLS:
        raise StepRefused(
            _("You have %(count)s open calls already. Nothing was lost; take one down, then send again.")
            % {"count": MOST_OPEN_CALLS}
        )
    return ResearchCall.objects.create(organization=organization, by=by, **values)


@transaction.atomic
def rewrite(call: ResearchCall, values: Mapping[str, Any], *, by: User) -> ResearchCall:
    """Correct a call, such as its last day."""
    call = ResearchCall.objects.select_for_update(of=("self",)).select_related("organization").get(pk=call.pk)
    _check_announces(call.organization, by)
    for name, value in values.items():
        setattr(call, name, value)
    call.save()
    return call


@transaction.atomic
def take_down(call: ResearchCall, *, by: User) -> None:
    """Delete a call. Its organization may, and moderators who may decide on the organization."""
    may_manage = Membership.objects.managing().filter(organization=call.organization_id, user=by).exists()
    if not may_manage and (reason := moderation.refusal(call.organization, by)):
        raise StepRefused(reason)
    call.delete()


def may_announce(organization: Organization) -> bool:
    """Whether its kind is one whose calls are shown, and it is public."""
    return organization.is_published and organization.is_think_tank


def _check_announces(organization: Organization, by: User) -> None:
    if not may_announce(organization):
        raise StepRefused(_("Only public think tanks and their networks announce calls for research."))
    if not Membership.objects.managing().filter(organization=organization, user=by).exists():
        raise StepRefused(_("Only the focal point and the editors do this."))


def _check_organization(organization: Organization, by: User) -> None:
    if not Organization.objects.editable_by(by).filter(pk=organization.pk).exists():
        raise StepRefused(_("You are not a member who may write for this organization."))
