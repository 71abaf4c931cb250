"""What organizations publish for others to learn from, and what their think tanks want researched."""

import datetime
from typing import Self

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.core.models import Timestamped
from galaxy.freshness.links import dead_on
from galaxy.moderation.models import Listing, Moderated, ModeratedQuerySet
from galaxy.taxonomy.models import Country, Goal, Region, Theme
from partners.models import THINK_TANKS, Organization


class PublicationType(models.TextChoices):
    REPORT = "report", _("Report")
    POLICY_BRIEF = "policy_brief", _("Policy brief")
    TOOLKIT = "toolkit", _("Toolkit")
    VIDEO = "video", _("Video")
    COURSE = "course", _("Course")
    DATASET = "dataset", _("Data set")
    EVALUATION = "evaluation", _("Evaluation")


class Licence(models.TextChoices):
    NOT_STATED = "", _("Not stated")
    PUBLIC_DOMAIN = "public_domain", _("Public domain (CC0)")
    CC_BY = "cc_by", "CC BY"
    CC_BY_SA = "cc_by_sa", "CC BY-SA"
    CC_BY_ND = "cc_by_nd", "CC BY-ND"
    CC_BY_NC = "cc_by_nc", "CC BY-NC"
    CC_BY_NC_SA = "cc_by_nc_sa", "CC BY-NC-SA"
    CC_BY_NC_ND = "cc_by_nc_nd", "CC BY-NC-ND"
    CC_BY_IGO = "cc_by_igo", "CC BY IGO"
    CC_BY_NC_SA_IGO = "cc_by_nc_sa_igo", "CC BY-NC-SA IGO"
    RESERVED = "reserved", _("All rights reserved")


class PublicationQuerySet(ModeratedQuerySet):
    def canonical(self) -> Self:
        """Without pending changes, which are rows of their own."""
        return self.filter(revision_of=None)

    def editable_by(self, user: User) -> Self:
        """Those of the organizations in whose name this person may write."""
        return self.filter(organization__in=Organization.objects.editable_by(user).values("pk"))

    def for_detail(self) -> Self:
        """With all that the public page reads, in one query: codes of vocabularies."""
        return (
            self.canonical()
            .select_related("organization", "duplicate_of")
            .annotate(
                country_codes=_codes(Publication.countries.through, "country_id"),
                place_codes=_codes(Publication.regions.through, "region_id"),
                theme_codes=_codes(Publication.themes.through, "theme_id"),
                goal_numbers=_codes(Publication.goals.through, "goal_id"),
                dead_on=dead_on("url"),
            )
        )


def _codes(through: type[models.Model], column: str) -> ArraySubquery:
    rows = through._default_manager.filter(publication_id=OuterRef("pk"))
    return ArraySubquery(rows.order_by(column).values(column))


@pghistory.track()
class Publication(Moderated):
    """A knowledge product that lies elsewhere on the web, told so that it is found and cited."""

    public_prefix = "P"
    listing = Listing(title="title", type="type", owner="organization__name")
    addresses = ("url",)

    title = models.CharField(_("title"), max_length=300)
    type = models.CharField(_("type"), max_length=20, choices=PublicationType)
    abstract = models.TextField(_("abstract"), blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True)
    authors = ArrayField(models.CharField(max_length=200), verbose_name=_("authors"), default=list, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="publications", verbose_name=_("organization that publishes it")
    )
    url = models.URLField(_("address"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)
    isbn = models.CharField("ISBN", max_length=13, blank=True)
    doi = models.CharField("DOI", max_length=200, blank=True)
    goals = models.ManyToManyField(Goal, blank=True, related_name="publications", verbose_name=_("Goals"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="publications", verbose_name=_("themes"))
    countries = models.ManyToManyField(Country, blank=True, related_name="publications", verbose_name=_("countries"))
    regions = models.ManyToManyField(Region, blank=True, related_name="publications", verbose_name=_("regions"))

    objects = PublicationQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                name="library_publication_year_is_sensible", condition=Q(year=None) | Q(year__range=(1800, 2100))
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("library:detail", args=[self.public_id.lower(), self.slug])

    def get_status_url(self) -> str:
        return reverse("library:status", args=[self.public_id.lower()])

    def get_edit_url(self, field: str = "") -> str:
        url = reverse("library:edit", args=[self.public_id.lower()])
        return f"{url}#id_{field}" if field else url

    @property
    def slug(self) -> str:
        """Never the name of a page of ours, whose address would be hidden."""
        slug = super().slug
        return f"{slug}-p" if slug in {"edit", "status", "withdraw"} else slug

    def missing(self) -> dict[str, str]:
        required = {
            "title": gettext("Write the title."),
            "type": gettext("Choose the type."),
            "abstract": gettext("Say in a few sentences what is in it."),
            "year": gettext("Write the year of publication."),
            "url": gettext("Write the address where it can be read."),
        }
        return {name: text for name, text in required.items() if not getattr(self, name)}

    def contributors(self) -> list[User]:
        return self.organization.contributors()

    def has_conflict(self, user: User) -> bool:
        return self.author_id == user.pk or self.organization.has_conflict(user)

    def owner_is_verified(self) -> bool:
        return self.organization.is_verified

    def region_codes(self) -> set[str]:
        return self.organization.region_codes()


class ResearchCallQuerySet(models.QuerySet["ResearchCall"]):
    def open(self, today: datetime.date | None = None) -> "ResearchCallQuerySet":
        """Those of public think tanks whose last day has not passed, the nearest first."""
        return (
            self.filter(
                closes_on__gte=today or timezone.localdate(),
                organization__in=Organization.objects.published().filter(type__in=THINK_TANKS).values("pk"),
            )
            .select_related("organization")
            .order_by("closes_on", "pk")
        )


class ResearchCall(Timestamped):
    """Research that a think tank asks others for, until a day. It leaves the list by itself."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="research_calls")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    closes_on = models.DateField(_("last day"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)

    objects = ResearchCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("call for research")
        verbose_name_plural = _("calls for research")
        indexes = [models.Index(fields=["closes_on"], name="library_call_closes")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.closes_on >= timezone.localdate()
