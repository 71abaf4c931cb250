"""When a focal point falls silent: others of the organization are asked to name a successor, then moderators.

A daily task walks the steps, each of which is taken once; the row of Succession says which have been."""

import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.moderation import services as moderation
from galaxy.moderation.models import Status
from galaxy.moderation.services import StepRefused
from galaxy.notifications.kinds import asking
from galaxy.notifications.models import Mail, Notification
from galaxy.notifications.services import notify
from partners.models import EDITING_ROLES, Membership, MembershipRole, Organization, Succession

SILENT_FOR = datetime.timedelta(days=60)
MEMBERS_HAVE = datetime.timedelta(days=14)
MODERATORS_HAVE = datetime.timedelta(days=60)
LONG_AGO = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)


def silent_owners(now: datetime.datetime) -> "models.QuerySet[Any]":
    """Focal points of public organizations who leave a question unread for 60 days; so long may also mail not arrive,
    or the account be closed."""
    before = now - SILENT_FOR
    unread = Notification.objects.unread().filter(
        kind__in=asking(), user=OuterRef("user"), created_at__lte=before, created_at__gte=OuterRef("alive_at")
    )
    owners = Membership.objects.owners().filter(organization__status=Status.PUBLISHED, organization__revision_of=None)
    return (
        owners.annotate(alive_at=_alive_at(), is_bounced=Exists(_bounced(OuterRef("user__email"), before)))
        .filter(Q(Exists(unread)) | (Q(is_bounced=True) | Q(user__is_active=False)) & Q(alive_at__lte=before))
        .select_related("user", "organization")
        .order_by("pk")
    )


def _alive_at() -> Any:
    """The last sign of life of a member: signing in, reading a message; or when the role was given."""
    own = Notification.objects.filter(user=OuterRef("user_id")).order_by().values("user")
    last_read = models.Subquery(own.annotate(at=models.Max("read_at")).values("at"))
    return Greatest(Coalesce("user__last_login", LONG_AGO), Coalesce(last_read, LONG_AGO), "updated_at")


def _bounced(email: Any, before: datetime.datetime) -> "models.QuerySet[Mail]":
    """Mail that was tried and has not left since then, while mail to others has: so it is not our server."""
    later = Mail.objects.filter(sent_at__gt=OuterRef("created_at")).exclude(to=OuterRef("to"))
    return Mail.objects.filter(to=email, sent_at=None, created_at__lte=before).exclude(error="").filter(Exists(later))


@transaction.atomic
def begin(owner: Membership, *, reason: Succession.Reason, now: datetime.datetime) -> Succession | None:
    """Ask the other members who may write, or moderators where there are none. None where it has begun already."""
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=owner.organization_id)
    if Succession.objects.open().filter(organization=organization).exists():
        return None
    succession = Succession.objects.create(organization=organization, owner=owner.user, reason=reason, begun_at=now)
    if heirs(organization).exclude(user=owner.user).exists():
        succession.members_asked_at = now
        succession.save(update_fields=["members_asked_at"])
        notify("partners.successor_wanted", item=succession)
    else:
        _ask_moderators(succession, now)
    return succession


@transaction.atomic
def go_on(succession: Succession, *, now: datetime.datetime) -> Succession:
    """The next step of one that is open: it ends when the focal point is back; else moderators; else dormant."""
    succession = _locked(succession)
    if succession.outcome:
        return succession
    if _is_back(succession):
        return _end(succession, Succession.Outcome.RETURNED, now)
    asked = succession.moderators_asked_at
    if asked is None and succession.members_asked_at and succession.members_asked_at <= now - MEMBERS_HAVE:
        _ask_moderators(succession, now)
    elif asked is not None and asked <= now - MODERATORS_HAVE and succession.organization.dormant_since is None:
        _set_dormant(succession.organization, timezone.localdate(now))
    return succession


@transaction.atomic
def name(organization: Organization, *, to: Membership | None, by: User) -> Succession:
    """Make another member the focal point; the silent one stays as an editor. Nobody but a moderator names oneself.

    `to` is None where a moderator takes the role away, so that somebody else can be invited."""
    succession = _locked(_open(organization))
    is_moderator = not moderation.refusal(organization, by)
    if not is_moderator:
        _check_may_name(organization, to, by)
    before = Membership.objects.owners().filter(organization=organization).first()
    if before is not None:
        before.role = MembershipRole.EDITOR
        before.save()
    if to is None:
        return _end(succession, Succession.Outcome.VACANT, timezone.now())
    successor = heirs(organization).filter(pk=to.pk).exclude(user=succession.owner).first()
    if successor is None:
        raise StepRefused(_("Choose another member."))
    successor.role = MembershipRole.OWNER
    successor.save()
    notify("partners.handed_over", item=successor, actor=by)
    notify("partners.new_focal_point", item=successor, actor=by)
    return _end(succession, Succession.Outcome.NAMED, timezone.now())


def may_name(organization: Organization, user: User) -> bool:
    """Whether this person is asked now: an open succession, and a moderator or another member who may write."""
    succession = Succession.objects.open().filter(organization=organization).first()
    if succession is None or succession.owner_id == user.pk:
        return False
    return not moderation.refusal(organization, user) or heirs(organization).filter(user=user).exists()


def heirs(organization: Organization) -> "models.QuerySet[Membership]":
    """The members who may write for it, the focal point among them."""
    return Membership.objects.active().filter(organization=organization, role__in=EDITING_ROLES, user__is_active=True)


def _check_may_name(organization: Organization, to: Membership | None, by: User) -> None:
    if not may_name(organization, by):
        raise StepRefused(_("Only members who may write for the organization name a successor."))
    if to is None or to.user_id == by.pk:
        raise StepRefused(_("Name somebody else. If it can only be you, a moderator will name you."))


def _open(organization: Organization) -> Succession:
    succession = Succession.objects.open().filter(organization=organization).first()
    if succession is None:
        raise StepRefused(_("This organization has a focal point who answers."))
    return succession


def _is_back(succession: Succession) -> bool:
    """Whether the focal point gave a sign of life since it began, or is not the focal point any more."""
    owners = Membership.objects.owners().filter(organization=succession.organization_id)
    owner = owners.filter(user=succession.owner_id).annotate(alive_at=_alive_at()).first()
    return owner is None or owner.alive_at > succession.begun_at


def _ask_moderators(succession: Succession, now: datetime.datetime) -> None:
    succession.moderators_asked_at = now
    succession.save(update_fields=["moderators_asked_at"])
    notify("partners.successor_not_named", item=succession)


def _end(succession: Succession, outcome: Succession.Outcome, now: datetime.datetime) -> Succession:
    succession.outcome, succession.ended_at = outcome, now
    succession.save(update_fields=["outcome", "ended_at"])
    if outcome != Succession.Outcome.VACANT:
        _set_dormant(succession.organization, None)
    return succession


def _set_dormant(organization: Organization, since: datetime.date | None) -> None:
    organization.dormant_since = since
    organization.save(update_fields=["dormant_since", "updated_at"])


def _locked(succession: Succession) -> Succession:
    """With its organization, which is locked first."""
    organization = Organization.objects.select_for_update(of=("self",)).get(pk=succession.organization_id)
    locked = Succession.objects.select_for_update().get(pk=succession.pk)
    locked.organization = organization
    return locked
