"""What binds an office to its headquarters. Either side can begin; the link holds when the other has said yes."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.moderation.services import StepRefused
from galaxy.notifications.services import notify
from galaxy.search import services as search
from partners.models import Membership, Organization
from partners.services import check_caretaker


@transaction.atomic
def confirm(office: Organization, *, by: User) -> Organization:
    """Say, for the headquarters, that this organization is one of its offices. Only its focal point and editors may."""
    office = _locked(office)
    _check_headquarters(office.parent, by)
    if not office.is_parent_confirmed:
        office.confirmed_parent, office.claimed_by_parent = office.parent, None
        office.save(update_fields=["confirmed_parent", "claimed_by_parent", "updated_at"])
        search.refresh(office)
        notify("partners.office_confirmed", item=office, actor=by)
    return office


@transaction.atomic
def claim(office: Organization, *, headquarters: Organization, by: User) -> Organization:
    """Say, for the headquarters, that this is one of its offices; it is asked, unless it has said so itself."""
    office = _locked(office)
    _check_headquarters(headquarters, by)
    if office.parent_id == headquarters.pk:
        return confirm(office, by=by)
    _check_can_be(office, headquarters)
    if office.claimed_by_parent_id != headquarters.pk:
        office.claimed_by_parent = headquarters
        office.save(update_fields=["claimed_by_parent", "updated_at"])
        notify("partners.office_claimed", item=office, actor=by)
    return office


@transaction.atomic
def agree(office: Organization, *, by: User) -> Organization:
    """Say, for the office, that it belongs to the headquarters that claims it. A pending change of it says so too."""
    office, headquarters = _claimed(office, by)
    _check_can_be(office, headquarters)
    office.parent = office.confirmed_parent = headquarters
    office.claimed_by_parent = None
    office.version += 1
    office.save(update_fields=["parent", "confirmed_parent", "claimed_by_parent", "version", "updated_at"])
    Organization.objects.open().filter(revision_of=office).update(parent=headquarters)
    if office.is_published:
        search.refresh(office)
    notify("partners.claim_agreed", item=office, actor=by)
    return office


@transaction.atomic
def disagree(office: Organization, *, by: User) -> Organization:
    """Say, for the office, that the claim is wrong."""
    office, headquarters = _claimed(office, by)
    office.claimed_by_parent = None
    office.save(update_fields=["claimed_by_parent", "updated_at"])
    notify("partners.claim_refused", item=office, actor=by, headquarters=headquarters)
    return office


def _claimed(office: Organization, by: User) -> tuple[Organization, Organization]:
    """The locked office and who claims it, for who takes care of the office."""
    office = _locked(office)
    check_caretaker(office, by)
    if office.claimed_by_parent is None:
        raise StepRefused(_("Nobody claims this organization as an office any more."))
    return office, office.claimed_by_parent


def _check_headquarters(headquarters: Organization | None, by: User) -> None:
    if headquarters is None or not Membership.objects.managing().filter(organization=headquarters, user=by).exists():
        raise StepRefused(_("Only the focal point and the editors of the headquarters confirm an office."))


def _check_can_be(office: Organization, headquarters: Organization) -> None:
    """One level only: an office has no offices, and headquarters are nobody's office."""
    if office.pk == headquarters.pk:
        raise StepRefused(_("An organization is not its own office."))
    if not headquarters.is_published or headquarters.parent_id is not None:
        raise StepRefused(_("Only a public organization that is not an office itself has offices."))
    if office.parent_id is not None and office.is_parent_confirmed:
        raise StepRefused(_("%(name)s is an office of another organization.") % {"name": office.name})
    if Organization.objects.canonical().filter(parent=office).exists():
        raise StepRefused(_("%(name)s has offices of its own.") % {"name": office.name})


def _locked(organization: Organization) -> Organization:
    return Organization.objects.select_for_update(of=("self",)).get(pk=organization.pk)
