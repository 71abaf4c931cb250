"""Good practices and other solutions, on the common documentation template."""

import uuid
from typing import Any, Self
from urllib.parse import urlsplit

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Coalesce, JSONObject, Lower, NullIf
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from funding.models import Channel
from galaxy.core.fields import PartialDateField
from galaxy.freshness.links import dead_on
from galaxy.freshness.models import CLOCK_FIELDS, Verified, VerifiedQuerySet
from galaxy.moderation.alike import Alike
from galaxy.moderation.models import Listing, Moderated, ModeratedQuerySet, Status
from galaxy.search import neighbours
from galaxy.taxonomy.models import Country, Goal, Language, Target, Theme
from partners.models import Organization
from solutions import likeness, quality, suggestions
from solutions.models.choices import BeneficiaryGroup, CostBand, Modality, ProjectStatus, Scope, SolutionKind
from solutions.models.family import family, is_adapted, no_cycle
from solutions.reviews import ratings

ALIKE = 0.6  # of titles: one in a hundred projects has one so like its own in its country, one in thirteen at 0.4


# Rows that the page of a solution reads with it: the relation, and what is told of each of its rows under which name.
DETAIL_ROWS: dict[str, tuple[str, dict[str, Any]]] = {
    "country_rows": ("country_links", {"country": "country_id", "role": "role", "place": "place"}),
    "organization_rows": (
        "organization_links",
        {
            "id": "organization_id",
            "name": "organization__name",
            "status": "organization__status",
            "text": "name",
            "role": "role",
        },
    ),
    "metric_rows": (
        "metrics",
        {
            "indicator": "indicator",
            "value": Cast("value", models.CharField()),
            "unit": "unit",
            "year": "year",
            "source": "source",
            "url": "evidence_url",
        },
    ),
    "block_rows": (
        "building_blocks",
        {
            "id": "pk",
            "title": "title",
            "type": "type",
            "description": "description",
            "enabling_factors": "enabling_factors",
            "lessons": "lessons",
            "source": Case(When(source__solution__status=Status.PUBLISHED, then="source_id")),
            "source_title": "source__title",
            "source_of": "source__solution__title",
        },
    ),
    "external_rows": ("external_ids", {"system": "system", "identifier": "identifier", "url": "url"}),
}


# Beside these a resource tells since when its address has not answered.
RESOURCE_FIELDS = {
    "label": "label",
    "url": "url",
    "type": "type",
    "language": "language",
    "licence": "licence",
    "key": "attachment__key",
    "file": "attachment__kind",
    "size": "attachment__size",
}


class SolutionQuerySet(VerifiedQuerySet, ModeratedQuerySet):
    def visible_to(self, user: Any) -> Self:
        """Public ones, and those that this person may edit."""
        if not user.is_authenticated:
            return self.published()
        return self.filter(Q(pk__in=self.published().values("pk")) | Q(pk__in=self.editable_by(user).values("pk")))

    def editable_by(self, user: User) -> Self:
        """One's own, and those of the organizations in whose name one may write."""
        organizations = Organization.objects.editable_by(user).values("pk")
        return self.filter(Q(author=user) | Q(organization__in=organizations))

    def resembling(self, solution: "Solution") -> Self:
        """With the same address, or a title alike and a country in common; likeliest first, each with `likeness`."""
        titles: list[Any] = [Lower(Unaccent("title")), Lower(Unaccent(Value(solution.title)))]
        nearness = TrigramSimilarity(*titles)
        same_address = Q(practice_url=solution.original_page) if solution.original_page else Q(pk=None)
        same_country = Q(country_links__country__in=solution.country_links.values("country"))
        found = self.exclude(pk=solution.revision_of_id or solution.pk).annotate(likeness=nearness)
        return (
            found.filter(same_address | (Q(likeness__gte=ALIKE) & same_country)).distinct().order_by("-likeness", "pk")
        )

    def ahead_of(self, solution: "Solution") -> Self:
        """What waits longer than this one."""
        return self.waiting().filter(submitted_at__lt=solution.submitted_at)

    def with_badges(self) -> Self:
        """Each with what its badges are read from, in the same query; `rating`: the points that count, or None."""
        resources: Any = Solution._meta.get_field("resources").related_model
        return self.annotate(
            rating=ratings.standing(),
            has_resources=Exists(resources.objects.filter(solution=OuterRef("pk"))),
            is_adapted=is_adapted(self.model),
        )

    def for_detail(self) -> Self:
        """With all that the page of a solution reads, in one query: codes of the vocabularies, rows as dictionaries."""

        return (
            self.with_badges()
            .select_related("organization", "organization__country", "primary_goal")
            .annotate(
                **{name: self._rows(relation, fields) for name, (relation, fields) in DETAIL_ROWS.items()},
                resource_rows=self._rows("resources", {**RESOURCE_FIELDS, "dead_on": dead_on("url")}),
                original_dead_on=dead_on("practice_url"),
                goal_numbers=_codes(Solution.goals.through, "goal_id"),
                target_codes=_codes(Solution.targets.through, "target_id"),
                theme_codes=_codes(Solution.themes.through, "theme_id"),
                channel_rows=ArraySubquery(
                    Channel.objects.published()
                    .filter(solutions=OuterRef("pk"))
                    .order_by("name")
                    .values(row=JSONObject(id="pk", name="name"))
                ),
                origin_title=F("adapted_from__title"),
                origin_status=F("adapted_from__status"),
                family_rows=family(),
                question_rows=self._questions(),
                near_rows=neighbours.rows_of(self.model),
            )
        )

    def for_search(self) -> Self:
        """With all that the index says of a solution; one statement."""

        def rows(relation: str, **fields: Any) -> ArraySubquery:
            model: Any = self.model._meta.get_field(relation).related_model
            return ArraySubquery(
                model.objects.filter(solution=OuterRef("pk")).order_by("pk").values(row=JSONObject(**fields))
            )

        metrics: Any = self.model._meta.get_field("metrics").related_model
        named = Coalesce(NullIf("name", Value("")), "organization__name")
        return self.select_related("organization").annotate(
            country_rows=rows("country_links", code="country_id", role="role"),
            organization_rows=rows("organization_links", id="organization_id", name=named),
            goal_numbers=_codes(Solution.goals.through, "goal_id"),
            target_codes=_codes(Solution.targets.through, "target_id"),
            theme_codes=_codes(Solution.themes.through, "theme_id"),
            channel_keys=_codes(Solution.channels.through, "channel_id"),
            metric_names=ArraySubquery(
                metrics.objects.filter(solution=OuterRef("pk")).order_by("pk").values("indicator")
            ),
        )

    def _questions(self) -> ArraySubquery:
        """Public questions with their answers, the newest first; names only of who shows theirs."""
        model: Any = self.model._meta.get_field("questions").related_model
        return ArraySubquery(model.objects.published().filter(solution=OuterRef("pk")).as_rows())

    def _rows(self, relation: str, fields: dict[str, Any]) -> ArraySubquery:
        model: Any = self.model._meta.get_field(relation).related_model
        own = model.objects.filter(solution=OuterRef("pk")).order_by(*(model._meta.ordering or ["pk"]))
        return ArraySubquery(own.values(row=JSONObject(**fields)))


def _codes(through: type[models.Model], column: str) -> ArraySubquery:
    return ArraySubquery(through._default_manager.filter(solution_id=OuterRef("pk")).order_by(column).values(column))


def cover_path(solution: "Solution", filename: str) -> str:
    """A made-up name; nothing of what the person called the file."""
    return f"covers/{uuid.uuid4().hex}.jpg"


@pghistory.track()
class Solution(Verified, Moderated):
    """A good practice, or another solution, that an organization shares."""

    public_prefix = "S"
    listing = Listing(title="title", type="kind", owner="organization__name", country="country_links__country")
    together = "admin:solutions_solution_together"
    children = ("country_links", "organization_links", "metrics", "building_blocks", "external_ids", "resources")
    addresses = ("practice_url", "resources__url")
    stays = ("last_verified_on", *CLOCK_FIELDS)

    title = models.CharField(_("title"), max_length=160)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=30, choices=SolutionKind, default=SolutionKind.GOOD_PRACTICE)
    summary = models.TextField(_("summary"), blank=True)
    challenge = models.TextField(_("challenge"), blank=True)
    approach = models.TextField(_("towards a solution"), blank=True)
    results = models.TextField(_("results"), blank=True)
    innovation = models.TextField(_("what is new"), blank=True)
    sustainability = models.TextField(_("sustainability"), blank=True)
    replicability_conditions = models.TextField(_("what it needs elsewhere"), blank=True)
    lessons_learned = models.TextField(_("lessons learned"), blank=True)
    what_did_not_work = models.TextField(_("what did not work"), blank=True)
    enabling_factors = models.TextField(_("what helped"), blank=True)
    modality = models.CharField(_("modality"), max_length=30, choices=Modality, blank=True)
    scope = models.CharField(_("scope"), max_length=20, choices=Scope, blank=True)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="solutions", verbose_name=_("organization that shares it")
    )
    goals = models.ManyToManyField(Goal, blank=True, related_name="solutions", verbose_name=_("Goals"))
    primary_goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("main Goal")
    )
    targets = models.ManyToManyField(Target, blank=True, related_name="solutions", verbose_name=_("targets"))
    themes = models.ManyToManyField(Theme, blank=True, related_name="solutions", verbose_name=_("themes"))
    beneficiary_groups = ArrayField(
        models.CharField(max_length=30, choices=BeneficiaryGroup),
        verbose_name=_("who benefits"),
        default=list,
        blank=True,
    )
    project_status = models.CharField(_("status"), max_length=20, choices=ProjectStatus, blank=True)
    start_date = PartialDateField(_("start"))
    end_date = PartialDateField(_("end"))
    budget_amount = models.DecimalField(_("budget"), max_digits=14, decimal_places=2, null=True, blank=True)
    budget_currency = models.CharField(_("currency"), max_length=3, default="USD", blank=True)
    cost_band = models.CharField(_("order of the cost"), max_length=20, choices=CostBand, blank=True)
    inputs_in_kind = models.TextField(_("inputs in kind"), blank=True)
    channels = models.ManyToManyField(Channel, blank=True, related_name="solutions", verbose_name=_("funded through"))
    languages = ArrayField(
        models.CharField(max_length=5, choices=Language),
        verbose_name=_("languages of the material"),
        default=list,
        blank=True,
    )
    tags = ArrayField(models.CharField(max_length=40), verbose_name=_("tags"), default=list, blank=True)
    practice_url = models.URLField(_("address of the original"), max_length=500, blank=True)
    cover_image = models.ImageField(_("picture"), upload_to=cover_path, blank=True)
    image_alt = models.CharField(_("what the picture shows"), max_length=250, blank=True)
    image_credit = models.CharField(_("credit of the picture"), max_length=120, blank=True)
    consent_confirmed = models.BooleanField(_("people in the picture agree"), default=False)
    adapted_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="adaptations", verbose_name=_("adapted from")
    )
    adaptation_note = models.TextField(_("what was changed"), blank=True)
    adaptation_reason = models.TextField(_("why it was changed"), blank=True)
    adaptation_cost = models.CharField(_("what the adaptation cost"), max_length=200, blank=True)
    adaptation_time = models.CharField(_("how long the adaptation took"), max_length=200, blank=True)
    last_verified_on = models.DateField(_("last checked by the owner"), null=True, blank=True, editable=False)

    objects = SolutionQuerySet.as_manager()

    class Meta(Moderated.Meta):
        verbose_name = _("solution")
        verbose_name_plural = _("solutions")
        constraints = [
            *Moderated.Meta.constraints,
            models.CheckConstraint(
                name="solutions_solution_image_has_alt",
                condition=Q(cover_image="") | ~Q(image_alt="") | ~Q(status="published"),
            ),
        ]
        triggers = [*Moderated.Meta.triggers, no_cycle()]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("solutions:detail", args=[self.public_id.lower(), self.slug])

    def get_status_url(self) -> str:
        return reverse("solutions:status", args=[self.public_id.lower()])

    def get_edit_url(self, field: str = "") -> str:
        return reverse("solutions:resume", args=[self.public_id.lower()]) + (f"?field={field}" if field else "")

    @property
    def original_page(self) -> str:
        """The address of the original; empty where it is a home page, which many practices share."""
        parts = urlsplit(self.practice_url)
        return self.practice_url if parts.path.strip("/") or parts.query else ""

    @property
    def start_year(self) -> int | None:
        return int(self.start_date[:4]) if self.start_date else None

    @property
    def period(self) -> str:
        """Years from and to, as read by people; an open end for what still runs."""
        start, end = self.start_date[:4], self.end_date[:4]
        if start == end or (start and not end and self.project_status == ProjectStatus.COMPLETED):
            return start
        return f"{start}–{end}" if start or end else ""

    def missing(self) -> dict[str, str]:
        return quality.missing(self)

    def unready(self) -> str:
        return ratings.unready(self)

    def look_alikes(self) -> list[Alike]:
        return likeness.look_alikes(self)

    def suggested(self) -> list[Any]:
        return suggestions.offers(self, suggestions.chosen(self))

    def contributors(self) -> list[User]:
        people = self.organization.contributors()
        return people if self.author in people else [self.author, *people]

    def has_conflict(self, user: User) -> bool:
        return self.author_id == user.pk or self.organization.has_conflict(user)

    def owner_is_verified(self) -> bool:
        return self.organization.is_verified

    def region_codes(self) -> set[str]:
        return set(Country.objects.filter(solution_links__solution=self).values_list("regions__code", flat=True)) - {
            None
        }
