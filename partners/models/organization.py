"""Organizations: who contributes, and whom people are connected to."""

import re
from typing import Any, Self
from urllib.parse import urlsplit

import pghistory
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import TrigramSimilarity
from django.db import models
from django.db.models import F, OuterRef, Q, Value
from django.db.models.functions import JSONObject, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.freshness.links import dead_on
from galaxy.moderation.alike import Alike, named_alike
from galaxy.moderation.models import MOST_ALIKE, OPEN, Listing, Moderated, ModeratedQuerySet, Status
from galaxy.taxonomy.models import Country, Goal, Theme
from partners.models.roles import EDITING_ROLES, MembershipState


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


# Without one country of seat.
INTERNATIONAL = frozenset(
    {
        OrganizationType.UN_ENTITY,
        OrganizationType.INTERGOVERNMENTAL,
        OrganizationType.REGIONAL_ORGANIZATION,
        OrganizationType.IFI,
        OrganizationType.THINK_TANK_NETWORK,
    }
)
THINK_TANKS = (OrganizationType.THINK_TANK, OrganizationType.THINK_TANK_NETWORK)
# A name of the same country is held alike sooner than one of another country.
ALIKE, ALIKE_IN_COUNTRY = 0.72, 0.55
# Second parts of addresses that are pages of an organization and not its name.
PAGES = frozenset({"status", "edit", "members", "join", "offices", "successor"})


class OrganizationQuerySet(ModeratedQuerySet):
    def canonical(self) -> Self:
        """Without pending changes, which are rows of their own."""
        return self.filter(revision_of=None)

    def naming(self, headquarters: "Organization") -> Self:
        """Those that say they are an office of it, which it has not confirmed."""
        alive = self.canonical().filter(status__in=[*OPEN, Status.PUBLISHED])
        return alive.filter(parent=headquarters).exclude(confirmed_parent=F("parent")).order_by("name", "pk")

    def offices_of(self, headquarters: "Organization") -> Self:
        """Its confirmed offices, and those that it claims and which have not answered."""
        confirmed = Q(parent=headquarters, confirmed_parent=F("parent"))
        return self.canonical().filter(confirmed | Q(claimed_by_parent=headquarters)).order_by("name", "pk")

    def for_detail(self) -> Self:
        """With all that the public page reads, in one query: codes of vocabularies, offices as dictionaries."""
        offices = (
            Organization.objects.published()
            .filter(parent=OuterRef("pk"), confirmed_parent=F("parent"))
            .order_by("name")
            .values(row=JSONObject(pk="pk", name="name", country="country_id"))
        )
        return (
            self.canonical()
            .select_related("parent", "duplicate_of")
            .annotate(
                dead_on=dead_on("website"),
                country_codes=_codes(Organization.countries_of_operation.through, "country_id"),
                theme_codes=_codes(Organization.themes.through, "theme_id"),
                goal_numbers=_codes(Organization.goals.through, "goal_id"),
                office_rows=ArraySubquery(offices),
            )
        )

    def resembling(self, *, name: str, acronym: str, domain: str, country: str | None) -> Self:
        """Public ones that may be the same, the closest first: alike in name, equal in acronym or web domain."""
        folded_name, folded_acronym = Lower(Unaccent("name")), Lower(Unaccent("acronym"))
        asked: Any = Lower(Unaccent(Value(name)))
        words = [word.lower() for word in (name, acronym) if word]  # accents go on both sides, case does not
        same = Q(folded_acronym__in=words) & ~Q(acronym="") | Q(folded_name__in=words)
        if domain:
            same |= Q(website__iregex=rf"^https?://(www\.)?{re.escape(domain)}(:\d+)?([/?#]|$)")
        return (
            self.published()
            .alias(folded_name=folded_name, folded_acronym=folded_acronym)
            .annotate(likeness=TrigramSimilarity(Lower(Unaccent("name")), asked))
            .filter(same | Q(likeness__gte=ALIKE) | Q(likeness__gte=ALIKE_IN_COUNTRY, country=country))
            .order_by("-likeness", "pk")
        )

    def editable_by(self, user: User) -> Self:
        """Organizations in whose name this person may write."""
        return self.filter(
            memberships__user=user,
            memberships__state=MembershipState.ACTIVE,
            memberships__role__in=EDITING_ROLES,
        )

    def writable_by(self, user: User) -> Self:
        """The same of those that are public or wait to be, by name: whose name can stand over something new."""
        alive = self.canonical().filter(status__in=[*OPEN, Status.PUBLISHED])
        return alive.filter(pk__in=self.model.objects.editable_by(user).values("pk")).order_by("name", "pk")

    def visible_to(self, user: Any) -> Self:
        """Public ones, and those of this person."""
        if not user.is_authenticated:
            return self.published()
        own = self.editable_by(user).values("pk")
        return self.filter(Q(pk__in=self.published().values("pk")) | Q(pk__in=own) | Q(author=user))


def _codes(through: type[models.Model], column: str) -> ArraySubquery:
    rows = through._default_manager.filter(organization_id=OuterRef("pk"))
    return ArraySubquery(rows.order_by(column).values(column))


def domain_of(address: str) -> str:
    """Host of an address without www, in lower case; empty where there is none."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


@pghistory.track()
class Organization(Moderated):
    """An institution that shares, seeks or funds cooperation."""

    public_prefix = "O"
    stays = ("verification", "email_domains", "confirmed_parent", "claimed_by_parent", "dormant_since")
    listing = Listing(title="name", type="type", country="country")
    addresses = ("website",)

    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    type = models.CharField(_("type"), max_length=30, choices=OrganizationType)
    parent = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="offices", verbose_name=_("headquarters")
    )
    confirmed_parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("headquarters that confirmed"),
    )
    claimed_by_parent = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="claimed_offices",
        verbose_name=_("headquarters that claims it"),
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

    dormant_since = models.DateField(_("nobody answers since"), null=True, blank=True, editable=False)

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
    def slug(self) -> str:
        """Never the name of a page of ours, whose address would be hidden."""
        slug = super().slug
        return f"{slug}-o" if slug in PAGES else slug

    @property
    def is_think_tank(self) -> bool:
        """Whether its calls for research are shown."""
        return self.type in THINK_TANKS

    @property
    def domain(self) -> str:
        return domain_of(self.website)

    @property
    def is_verified(self) -> bool:
        """Whether the mark is shown; a proof by mail holds for the domain that it was given for."""
        if self.verification == Verification.EMAIL_VERIFIED:
            return self.domain in self.email_domains
        return self.verification in {Verification.ENDORSED, Verification.VERIFIED}

    @property
    def is_parent_confirmed(self) -> bool:
        """Whether the headquarters that it names has said yes."""
        return self.parent_id is not None and self.parent_id == self.confirmed_parent_id

    def missing(self) -> dict[str, str]:
        required = {
            "name": _("Write the name of the organization."),
            "type": _("Choose the type of the organization."),
            "website": _("Write the address of the website."),
            "description": _("Say in a few sentences what the organization does."),
        }
        if self.type not in INTERNATIONAL:
            required["country_id"] = _("Choose the country of the seat.")
        missing = {name: str(text) for name, text in required.items() if not getattr(self, name)}
        return {name.removesuffix("_id"): text for name, text in missing.items()}

    def contributors(self) -> list[User]:
        """Its active members who may write; its author until there are any."""
        active = Q(
            memberships__organization=self.revision_of_id or self.pk,
            memberships__state=MembershipState.ACTIVE,
            memberships__role__in=EDITING_ROLES,
        )
        members = list(User.objects.filter(active).order_by("pk"))
        return members or [self.author]

    def look_alikes(self) -> list[Alike]:
        """Public ones that may be the same, as at registration: alike in name, equal in acronym or web domain."""
        found = Organization.objects.resembling(
            name=self.name, acronym=self.acronym, domain=self.domain, country=self.country_id
        )
        return named_alike(found.exclude(pk=self.revision_of_id or self.pk)[:MOST_ALIKE])

    def has_conflict(self, user: User) -> bool:
        return (
            self.author_id == user.pk
            or User.objects.filter(
                pk=user.pk,
                memberships__organization=self.revision_of_id or self.pk,
                memberships__state=MembershipState.ACTIVE,
            ).exists()
        )

    def region_codes(self) -> set[str]:
        if self.country is None:
            return set()
        return set(self.country.regions.values_list("code", flat=True))
