"""Organizations: who contributes, and whom people are connected to."""

from typing import Any, Self
from urllib.parse import urlsplit

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.moderation.models import Listing, Moderated, ModeratedQuerySet
from galaxy.taxonomy.models import Country, Goal, Theme


class OrganizationType(models.TextChoices):
    GOVERNMENT_MINISTRY = "government_ministry", _("Government ministry")
    GOVERNMENT_AGENCY = "government_agency", _("Government agency")
    SUBNATIONAL_GOVERNMENT = "subnational_government", _("Local or regional government")
    UN_ENTITY = "un_entity", _("United Nations entity")
    UN_COUNTRY_TEAM = "un_country_team", _("United Nations country team")
    UN_COUNTRY_OFFICE = "un_country_office", _("United Nations country office")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organization")
    REGIONAL_ORGANIZATION = "regional_organization", _("Regional organization")
    IFI = "ifi", _("International financial institution")
    NGO_CSO = "ngo_cso", _("Civil society organization")
    ACADEMIA_RESEARCH = "academia_research", _("University or research institution")
    THINK_TANK = "think_tank", _("Think tank")
    THINK_TANK_NETWORK = "think_tank_network", _("Network of think tanks or centres")
    PRIVATE_SECTOR = "private_sector", _("Private sector")
    FOUNDATION = "foundation", _("Foundation")
    PARLIAMENT = "parliament", _("Parliament")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class Verification(models.TextChoices):
    UNVERIFIED = "unverified", _("Not verified")
    EMAIL_VERIFIED = "email_verified", _("E-mail verified")
    ENDORSED = "endorsed", _("Endorsed")
    VERIFIED = "verified", _("Verified")
    SUSPENDED = "suspended", _("Suspended")


class CooperationRole(models.TextChoices):
    PROVIDER = "provider", _("Provides")
    BENEFICIARY = "beneficiary", _("Receives")
    FACILITATOR = "facilitator", _("Facilitates")
    FUNDER = "funder", _("Funds")


class OrganizationQuerySet(ModeratedQuerySet):
    def editable_by(self, user: User) -> Self:
        """Organizations in whose name this person may write."""
        from partners.models.membership import EDITING_ROLES, MembershipState

        return self.filter(
            memberships__user=user,
            memberships__state=MembershipState.ACTIVE,
            memberships__role__in=EDITING_ROLES,
        )

    def visible_to(self, user: Any) -> Self:
        """Public ones, and those of this person."""
        if not user.is_authenticated:
            return self.published()
        own = self.editable_by(user).values("pk")
        return self.filter(Q(pk__in=self.published().values("pk")) | Q(pk__in=own) | Q(author=user))


@pghistory.track()
class Organization(Moderated):
    """An institution that shares, seeks or funds cooperation."""

    public_prefix = "O"
    listing = Listing(title="name", type="type", country="country")

    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    type = models.CharField(_("type"), max_length=30, choices=OrganizationType)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="offices", verbose_name=_("headquarters")
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, related_name="organizations", verbose_name=_("country of seat")
    )
    countries_of_operation = models.ManyToManyField(
        Country, blank=True, related_name="organizations_operating", verbose_name=_("countries of operation")
    )
    role_in_sstc = ArrayField(
        models.CharField(max_length=20, choices=CooperationRole),
        verbose_name=_("role in cooperation"),
        default=list,
        blank=True,
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="organizations", verbose_name=_("themes"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="organizations", verbose_name=_("Goals"))
    description = models.TextField(_("description"), blank=True)
    website = models.URLField(_("website"), blank=True, max_length=500)
    email_domains = ArrayField(
        models.CharField(max_length=120), verbose_name=_("e-mail domains"), default=list, blank=True
    )
    year_founded = models.PositiveSmallIntegerField(_("year founded"), null=True, blank=True)
    verification = models.CharField(
        _("verification"), max_length=20, choices=Verification, default=Verification.UNVERIFIED, editable=False
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partners:detail", args=[self.public_id.lower(), self.slug])

    def get_status_url(self) -> str:
        return reverse("partners:status", args=[self.public_id.lower()])

    def get_edit_url(self, field: str = "") -> str:
        url = reverse("partners:edit", args=[self.public_id.lower()])
        return f"{url}#id_{field}" if field else url

    @property
    def domain(self) -> str:
        """Host of the website without www; empty where there is none."""
        return (urlsplit(self.website).hostname or "").removeprefix("www.")

    def missing(self) -> dict[str, str]:
        required = {
            "name": _("Write the name of the organization."),
            "type": _("Choose the type of the organization."),
            "website": _("Write the address of the website."),
            "description": _("Say in a few sentences what the organization does."),
        }
        return {name: str(text) for name, text in required.items() if not getattr(self, name)}

    def contributors(self) -> list[User]:
        """Its active members who may write; its author until there are any."""
        members = list(User.objects.filter(pk__in=self._canonical_memberships().values("user")))
        return members or [self.author]

    def has_conflict(self, user: User) -> bool:
        from partners.models.membership import Membership, MembershipState

        return (
            self.author_id == user.pk
            or Membership.objects.filter(
                organization=self.revision_of_id or self.pk, user=user, state=MembershipState.ACTIVE
            ).exists()
        )

    def region_codes(self) -> set[str]:
        if self.country is None:
            return set()
        return set(self.country.regions.values_list("code", flat=True))

    def _canonical_memberships(self) -> "models.QuerySet[Any]":
        from partners.models.membership import EDITING_ROLES, Membership, MembershipState

        return Membership.objects.filter(
            organization=self.revision_of_id or self.pk, state=MembershipState.ACTIVE, role__in=EDITING_ROLES
        )
