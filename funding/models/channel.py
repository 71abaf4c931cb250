"""Funding channels: where money and support in kind can be asked for."""

import datetime
from typing import Self

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.freshness.links import dead_on
from galaxy.freshness.models import CLOCK_FIELDS, Verified, VerifiedQuerySet
from galaxy.moderation.models import Listing, Moderated, ModeratedQuerySet
from galaxy.taxonomy.models import Country, CountryGroup, Goal, Region, Theme
from partners.models import Organization

CHECKED_EVERY = datetime.timedelta(days=182)


class ChannelType(models.TextChoices):
    UN_TRUST_FUND = "un_trust_fund", _("United Nations trust fund")
    UN_PROGRAMME = "un_programme", _("United Nations programme")
    BILATERAL_TRUST_FUND = "bilateral_trust_fund", _("Bilateral trust fund")
    BILATERAL_PROGRAMME = "bilateral_programme", _("Bilateral programme")
    BILATERAL_SOUTH_SOUTH = "bilateral_south_south", _("Bilateral South-South programme")
    MDB_TRUST_FUND = "mdb_trust_fund", _("Trust fund of a development bank")
    MDB_PROGRAMME = "mdb_programme", _("Programme of a development bank")
    REGIONAL_FUND = "regional_fund", _("Regional fund")
    EU_PROGRAMME = "eu_programme", _("European Union programme")
    FOUNDATION = "foundation", _("Foundation")
    PRIVATE = "private", _("Private")
    CROWDFUNDING = "crowdfunding", _("Crowdfunding")
    IN_KIND_SCHEME = "in_kind_scheme", _("Support in kind")


class ApplicationWindow(models.TextChoices):
    ROLLING = "rolling", _("At any time")
    ANNUAL = "annual", _("Once a year")
    BIANNUAL = "biannual", _("Twice a year")
    BY_CALL = "by_call", _("When a call is open")
    BY_AGREEMENT = "by_agreement", _("By agreement")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("Not known")


class ChannelStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("Not known")


class Applicant(models.TextChoices):
    """Who may apply, in the coarse words that the rules of funds use."""

    GOVERNMENT = "government", _("Governments")
    SUBNATIONAL = "subnational", _("Local and regional governments")
    UN_ENTITY = "un_entity", _("United Nations entities")
    INTERGOVERNMENTAL = "intergovernmental", _("Intergovernmental organizations")
    REGIONAL_ORG = "regional_org", _("Regional organizations")
    IFI = "ifi", _("International financial institutions")
    CIVIL_SOCIETY = "civil_society", _("Civil society organizations")
    ACADEMIA = "academia", _("Universities and research institutions")
    PRIVATE_SECTOR = "private_sector", _("Private sector")


class ChannelQuerySet(VerifiedQuerySet, ModeratedQuerySet):
    def editable_by(self, user: User) -> Self:
        """Those that this person's organizations provide."""
        organizations = Organization.objects.editable_by(user).values("pk")
        return self.filter(Q(author=user) | Q(provider_organization__in=organizations))

    def for_detail(self) -> Self:
        """With all that the public page reads, in one query: codes of vocabularies."""
        return (
            self.filter(revision_of=None)
            .select_related("provider_organization", "manager_organization", "duplicate_of")
            .annotate(
                dead_on=dead_on("url"),
                country_codes=_codes(Channel.eligible_countries.through, "country_id"),
                group_codes=_codes(Channel.eligible_country_groups.through, "countrygroup_id"),
                eligible_region_codes=_codes(Channel.eligible_regions.through, "region_id"),
                theme_codes=_codes(Channel.themes.through, "theme_id"),
                goal_numbers=_codes(Channel.goals.through, "goal_id"),
            )
        )


def _codes(through: type[models.Model], column: str) -> ArraySubquery:
    rows = through._default_manager.filter(channel_id=OuterRef("pk"))
    return ArraySubquery(rows.order_by(column).values(column))


@pghistory.track()
class Channel(Verified, Moderated):
    """One fund, programme or scheme, with the rules of who may ask and how."""

    public_prefix = "F"
    listing = Listing(title="name", type="type", owner="provider_organization__name")
    addresses = ("url",)
    stays = CLOCK_FIELDS
    verify_every = CHECKED_EVERY

    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    type = models.CharField(_("type"), max_length=30, choices=ChannelType)
    provider_organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="channels_provided", verbose_name=_("provided by")
    )
    manager_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="channels_managed",
        verbose_name=_("managed by"),
    )
    description = models.TextField(_("description"))
    eligible_applicant_types = ArrayField(
        models.CharField(max_length=30), verbose_name=_("who may apply"), default=list, blank=True
    )
    eligible_countries = models.ManyToManyField(
        Country, blank=True, related_name="+", verbose_name=_("eligible countries")
    )
    eligible_country_groups = models.ManyToManyField(
        CountryGroup, blank=True, related_name="+", verbose_name=_("eligible country groups")
    )
    eligible_regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("eligible regions"))
    eligibility_note = models.TextField(_("rules of eligibility"), blank=True)
    modalities = ArrayField(models.CharField(max_length=30), verbose_name=_("modality"), default=list, blank=True)
    themes = models.ManyToManyField(Theme, blank=True, related_name="channels", verbose_name=_("themes"))
    goals = models.ManyToManyField(Goal, blank=True, related_name="channels", verbose_name=_("Goals"))
    min_amount = models.DecimalField(_("least amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    max_amount = models.DecimalField(_("largest amount"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, default="USD", blank=True)
    cofinancing_rule = models.TextField(_("co-financing"), blank=True)
    how_to_apply = models.TextField(_("how to apply"), blank=True)
    application_window = models.CharField(
        _("when to apply"), max_length=20, choices=ApplicationWindow, default=ApplicationWindow.UNKNOWN
    )
    deadline_note = models.CharField(_("deadlines"), max_length=300, blank=True)
    channel_status = models.CharField(
        _("state of the channel"), max_length=20, choices=ChannelStatus, default=ChannelStatus.UNKNOWN
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    last_verified_on = models.DateField(_("last verified"), null=True, blank=True)

    objects = ChannelQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name = _("funding channel")
        verbose_name_plural = _("funding channels")
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                name="funding_channel_amounts_in_order",
                condition=Q(min_amount=None) | Q(max_amount=None) | Q(min_amount__lte=F("max_amount")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:detail", args=[self.public_id.lower(), self.slug])

    def missing(self) -> dict[str, str]:
        return {} if self.description.strip() else {"description": gettext("Say in a few sentences what it pays for.")}

    def contributors(self) -> list[User]:
        return self.provider_organization.contributors()

    def has_conflict(self, user: User) -> bool:
        return self.author_id == user.pk or self.provider_organization.has_conflict(user)

    def owner_is_verified(self) -> bool:
        return self.provider_organization.is_verified

    @property
    def is_due(self) -> bool:
        """Whether half a year has passed since somebody last checked it."""
        return self.last_verified_on is not None and self.last_verified_on < timezone.localdate() - CHECKED_EVERY
