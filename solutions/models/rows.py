"""What a solution has several of: countries, organizations, resources."""

from typing import Any

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from galaxy.taxonomy.models import Country, Language
from partners.models import Organization
from solutions.models.choices import CountryRole, OrganizationRole, ResourceType
from solutions.models.solution import Solution


def track_rows() -> Any:
    """Rows that belong to a solution are replaced by a save of the form: what went is told as well."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())


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
class Resource(models.Model):
    """A document or page where more can be read."""

    solution = models.ForeignKey(Solution, models.CASCADE, related_name="resources")
    label = models.CharField(_("name"), max_length=160)
    url = models.URLField(_("address"), max_length=500)
    type = models.CharField(_("type"), max_length=20, choices=ResourceType, default=ResourceType.WEB_PAGE)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.EN)

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")

    def __str__(self) -> str:
        return self.label
