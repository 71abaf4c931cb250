"""Who may act for an organization."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.core.models import Timestamped
from partners.models.organization import Organization
from partners.models.roles import MANAGING_ROLES, MembershipRole, MembershipState


class MembershipQuerySet(models.QuerySet["Membership"]):
    def active(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.ACTIVE)

    def requested(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.REQUESTED)

    def managing(self) -> "MembershipQuerySet":
        """Those who take care of the organization's page and people."""
        return self.active().filter(role__in=MANAGING_ROLES)

    def owners(self) -> "MembershipQuerySet":
        return self.active().filter(role=MembershipRole.OWNER)

    def by_role(self) -> "MembershipQuerySet":
        """Focal point first, viewers last, within a role by name; with the person."""
        order = [models.When(role=role, then=position) for position, role in enumerate(MembershipRole)]
        rank = models.Case(*order, output_field=models.PositiveSmallIntegerField())
        return self.select_related("user").order_by(rank, "user__name", "pk")


@pghistory.track()
class Membership(Timestamped):
    """One person in one organization."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole, default=MembershipRole.CONTRIBUTOR)
    state = models.CharField(max_length=20, choices=MembershipState, default=MembershipState.REQUESTED)
    position = models.CharField(_("position in the organization"), max_length=120, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="partners_membership_once"),
            models.UniqueConstraint(
                fields=["organization"],
                name="partners_membership_one_focal_point",
                condition=Q(role=MembershipRole.OWNER, state=MembershipState.ACTIVE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"

    @property
    def is_active(self) -> bool:
        return self.state == MembershipState.ACTIVE

    @property
    def is_owner(self) -> bool:
        """Whether this person is the focal point."""
        return self.is_active and self.role == MembershipRole.OWNER

    @property
    def may_manage(self) -> bool:
        """Whether this person takes care of the organization's page and people."""
        return self.is_active and self.role in MANAGING_ROLES


class SuccessionQuerySet(models.QuerySet["Succession"]):
    def open(self) -> "SuccessionQuerySet":
        """Nobody has been named, and the focal point has not come back."""
        return self.filter(outcome="")


@pghistory.track()
class Succession(models.Model):
    """The focal point of an organization does not answer: who was asked to name another, and what came of it."""

    class Reason(models.TextChoices):
        SILENT = "silent", _("Has not answered")
        BOUNCED = "bounced", _("Mail does not arrive")

    class Outcome(models.TextChoices):
        NAMED = "named", _("Another focal point was named")
        VACANT = "vacant", _("The role was taken away")
        RETURNED = "returned", _("The focal point came back")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="successions")
    owner = models.ForeignKey(User, models.CASCADE, related_name="+", verbose_name=_("Focal point"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    begun_at = models.DateTimeField(_("begun"))
    members_asked_at = models.DateTimeField(_("members asked"), null=True, blank=True)
    moderators_asked_at = models.DateTimeField(_("moderators asked"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], name="partners_succession_one_open", condition=Q(outcome="")
            ),
            models.CheckConstraint(
                name="partners_succession_outcome_has_date",
                condition=Q(outcome="", ended_at=None) | (~Q(outcome="") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.get_reason_display()}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Neither used, nor taken back, nor expired."""
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A signed address mailed to one person; it works once, until it expires."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"))
    role = models.CharField(_("role"), max_length=20, choices=MembershipRole, default=MembershipRole.CONTRIBUTOR)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("email"),
                name="partners_invitation_one_open",
                condition=Q(used_at=None, revoked_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} → {self.organization_id}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()
