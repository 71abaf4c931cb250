"""What a solution has several of: countries, organizations, figures of results, numbers elsewhere, resources."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from galaxy.taxonomy.models import Country, Language
from partners.models import Organization
from solutions.models.attachment import Attachment
from solutions.models.choices import CountryRole, Licence, OrganizationRole, ResourceType
from solutions.models.solution import Solution
from solutions.models.tracking import track_rows


@track_rows()
class SolutionCountry(models.Model):
    """A country in a solution, with what it did."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="country_links")
    country = models.ForeignKey(Country, models.PROTECT, related_name="solution_links", verbose_name=_("country"))
    role = models.CharField(_("role"), max_length=20, choices=CountryRole)
    place = models.CharField(_("place within the country"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.UniqueConstraint(fields=["solution", "country", "role"], name="solutions_country_once_per_role")
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.role}"


@track_rows()
class SolutionOrganization(models.Model):
    """An organization in a solution: one of the portal, or one that is only named."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="organization_links")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="solution_links",
        verbose_name=_("organization"),
    )
    name = models.CharField(_("name, if it is not on the portal"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=OrganizationRole)

    class Meta:
        verbose_name = _("organization that takes part")
        verbose_name_plural = _("organizations that take part")
        constraints = [
            models.CheckConstraint(
                name="solutions_organization_known_or_named",
                condition=Q(organization__isnull=False, name="") | (Q(organization__isnull=True) & ~Q(name="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name or self.organization_id} {self.role}"


@track_rows()
class ResultMetric(models.Model):
    """A figure of what changed, with the year and where it is from."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="metrics")
    indicator = models.CharField(_("what was measured"), max_length=200)
    value = models.DecimalField(_("figure"), max_digits=18, decimal_places=4)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    evidence_url = models.URLField(_("address of the source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("results in figures")
        constraints = [
            models.CheckConstraint(
                name="solutions_metric_year", condition=Q(year__isnull=True) | Q(year__range=(1900, 2100))
            )
        ]

    def __str__(self) -> str:
        return self.indicator

    @property
    def has_source(self) -> bool:
        return bool(self.source or self.evidence_url)


@track_rows()
class ExternalId(models.Model):
    """How another system calls the same practice."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="external_ids")
    system = models.CharField(_("system"), max_length=80)
    identifier = models.CharField(_("number there"), max_length=120)
    url = models.URLField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("number in another system")
        verbose_name_plural = _("numbers in other systems")

    def __str__(self) -> str:
        return f"{self.system} {self.identifier}"


@track_rows()
class Resource(models.Model):
    """Where more can be read: a page or document elsewhere, or a file that is kept here."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="resources")
    label = models.CharField(_("name"), max_length=160)
    url = models.URLField(_("address"), max_length=500, blank=True)
    attachment = models.ForeignKey(
        Attachment, models.RESTRICT, null=True, blank=True, related_name="resources", verbose_name=_("file")
    )
    type = models.CharField(_("type"), max_length=20, choices=ResourceType, default=ResourceType.WEB_PAGE)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        constraints = [
            models.CheckConstraint(
                name="solutions_resource_leads_somewhere", condition=~Q(url="") | Q(attachment__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.label
