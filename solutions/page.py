"""All that the page of a solution shows, from one row of SolutionQuerySet.for_detail(), and what is near to it."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from funding.models import Channel
from galaxy.taxonomy.labels import Term, Vocabulary, vocabulary
from partners.models import Organization
from solutions import page_rows
from solutions.adaptations.tree import family_of, origin_of
from solutions.dialogue import questions_of
from solutions.models import BeneficiaryGroup, CountryRole, OrganizationRole, Solution
from solutions.related import near_by, others, related
from solutions.reviews import criteria
from solutions.reviews.badges import badges_of

# Sections of text in the order of the page, before and after the table of roles.
FIRST_TEXTS = (
    ("challenge", gettext_noop("The problem")),
    ("approach", gettext_noop("What was done")),
    ("results", gettext_noop("Results")),
)
LAST_TEXTS = (
    ("what_did_not_work", gettext_noop("What did not work")),
    ("lessons_learned", gettext_noop("Lessons learned")),
    ("replicability_conditions", gettext_noop("What it needs elsewhere")),
    ("sustainability", gettext_noop("What makes it last")),
    ("enabling_factors", gettext_noop("What helped")),
    ("innovation", gettext_noop("What is new about it")),
)
# Gaps that a reader would ask about; all other empty parts are left out.
ASKED = {"what_did_not_work", "replicability_conditions"}
ROLES = (
    (gettext_noop("Gives"), CountryRole.PROVIDER, (OrganizationRole.PROVIDER,)),
    (gettext_noop("Receives"), CountryRole.BENEFICIARY, (OrganizationRole.BENEFICIARY,)),
    (gettext_noop("Facilitates"), CountryRole.FACILITATOR, (OrganizationRole.FACILITATOR,)),
    (gettext_noop("Leads"), None, (OrganizationRole.LEAD,)),
    (gettext_noop("Implements"), None, (OrganizationRole.IMPLEMENTER,)),
    (gettext_noop("Funds"), None, (OrganizationRole.FUNDER,)),
    (gettext_noop("Takes part"), None, (OrganizationRole.KNOWLEDGE_PARTNER, OrganizationRole.PARTNER)),
)


def page_of(solution: Any, *, with_related: bool = True) -> dict[str, Any]:
    """The context of solution_detail.html; three queries at most: for what shares most where nothing is close in
    meaning, and for who works on the same. None without.
    """
    words = vocabulary()
    near = near_by(solution, _codes(solution)) if with_related else None
    address = f"{settings.BASE_URL}{solution.get_absolute_url()}"
    return {
        "solution": solution,
        "language": "" if solution.language == _here() else solution.language,
        "language_name": words.languages.get(solution.language, ""),
        "owner": solution.organization,
        "badges": [badge.shown for badge in badges_of(solution)],
        "givers": _names(solution, CountryRole.PROVIDER, words),
        "receivers": _names(solution, CountryRole.BENEFICIARY, words),
        "summary": _summary(solution),
        "origin": origin_of(solution),
        "family": family_of(solution, words),
        "questions": questions_of(solution),
        "first": list(_texts(solution, FIRST_TEXTS)),
        "last": list(_texts(solution, LAST_TEXTS)),
        "roles": list(_roles(solution, words)),
        "goals": _goals(solution, words),
        "metrics": page_rows.metrics(solution),
        "blocks": page_rows.blocks(solution),
        "resources": page_rows.resources(solution, words),
        "external_ids": solution.external_rows,
        "related": related(near, words) if near else [],
        "others": others(solution, near, _codes(solution), words) if near else [],
        "facts": _facts(solution, words),
        "fact_goals": _tiles(solution, words),
        "period": readable_period(solution),
        "cite": _cite(solution, address),
        "address": address,
        "mail": f"mailto:?subject={quote(solution.title)}&body={quote(address)}",
        "source": _source(solution),
        "crumbs": _crumbs(solution, words),
    }


def readable_period(solution: Solution) -> str:
    """The years in words, an open end told as such."""
    if solution.period.endswith("–"):
        return _("%(year)s to date") % {"year": solution.start_date[:4]}
    return solution.period


def _here() -> str:
    return (get_language() or "en").partition("-")[0]


def _summary(solution: Solution) -> str:
    """Empty where it only repeats the sections that follow."""
    sections = [getattr(solution, name).strip() for name, _title in FIRST_TEXTS]
    return "" if solution.summary.split() == " ".join(sections).split() else solution.summary


def _texts(solution: Solution, sections: Iterable[tuple[str, Any]]) -> Iterable[dict[str, Any]]:
    for name, title in sections:
        text = getattr(solution, name)
        if text or name in ASKED:
            yield {"name": name, "title": _(title), "text": text}


def _names(solution: Any, role: str, words: Vocabulary) -> list[str]:
    return [words.label("country", row["country"]) for row in solution.country_rows if row["role"] == role]


def _roles(solution: Any, words: Vocabulary) -> Iterable[tuple[str, SafeString, SafeString]]:
    for label, country_role, organization_roles in ROLES:
        countries = [_country(row, words) for row in solution.country_rows if row["role"] == country_role]
        organizations = [_organization(row) for row in solution.organization_rows if row["role"] in organization_roles]
        if countries or organizations:
            yield _(label), _joined(countries), _joined(organizations)


def _country(row: dict[str, str], words: Vocabulary) -> SafeString:
    term = words.countries.get(row["country"])
    named = _link(term.url, term.name) if term else format_html("{}", row["country"])
    return format_html("{} (<bdi>{}</bdi>)", named, row["place"]) if row["place"] else named


def _organization(row: dict[str, Any]) -> SafeString:
    if row["status"] != "published":
        return format_html("<bdi>{}</bdi>", row["text"] or row["name"])
    return _link(Organization(pk=row["id"], name=row["name"]).get_absolute_url(), row["name"])


def _link(url: str, text: object) -> SafeString:
    return format_html('<a href="{}"><bdi>{}</bdi></a>', url, text)


def _joined(pieces: Iterable[Any]) -> SafeString:
    return format_html_join(pgettext("between the names of a list", ", "), "{}", ((piece,) for piece in pieces))


def _terms(terms: Iterable[Term]) -> SafeString:
    return _joined(_link(term.url, term.name) for term in terms)


def _goals(solution: Any, words: Vocabulary) -> list[dict[str, Any]]:
    """The main Goal first, each with its targets."""
    numbers = sorted(solution.goal_numbers, key=lambda number: (number != solution.primary_goal_id, number))
    targets = [words.targets[code] for code in solution.target_codes if code in words.targets]
    order = list(words.targets)
    targets.sort(key=lambda term: order.index(term.code))
    return [
        {
            "goal": words.goals[number],
            "is_main": number == solution.primary_goal_id and len(numbers) > 1,
            "targets": [term for term in targets if term.goal == number],
        }
        for number in numbers
        if number in words.goals
    ]


def _tiles(solution: Any, words: Vocabulary) -> list[dict[str, Any]]:
    """As components/goals.html takes them."""
    goals = (words.goals[number] for number in solution.goal_numbers if number in words.goals)
    return [{"number": goal.number, "name": goal.name, "get_absolute_url": goal.url} for goal in goals]


def _codes(solution: Any) -> dict[str, list[Any]]:
    return {
        "target": solution.target_codes,
        "organization": [solution.organization_id],
        "theme": solution.theme_codes,
        "goal": solution.goal_numbers,
        "country": list(dict.fromkeys(row["country"] for row in solution.country_rows)),
    }


def _facts(solution: Any, words: Vocabulary) -> list[tuple[str, Any]]:
    """Pairs of term and value; those without a value are left out by the component."""
    groups = dict(BeneficiaryGroup.choices)
    channels = (
        _link(Channel(pk=row["id"], name=row["name"]).get_absolute_url(), row["name"]) for row in solution.channel_rows
    )
    checked = solution.last_verified_on
    return [
        (_("Period"), readable_period(solution)),
        (_("Status"), solution.get_project_status_display()),
        (_("Kind of cooperation"), solution.get_modality_display()),
        (_("Reach"), solution.get_scope_display()),
        (_("Themes"), _terms(words.themes[code] for code in solution.theme_codes if code in words.themes)),
        (_("Shared by"), _owner(solution)),
        (_("Who benefits"), _joined(groups.get(code, code) for code in solution.beneficiary_groups)),
        (_("Funding"), _joined(channels)),
        (_("Budget"), _budget(solution)),
        (_("About how much"), solution.get_cost_band_display() if solution.budget_amount is None else ""),
        (_("Given other than money"), solution.inputs_in_kind),
        (_("Languages of the material"), _joined(words.languages.get(code, code) for code in solution.languages)),
        (_("Tags"), _joined(solution.tags)),
        (_("Original language"), words.languages.get(solution.language, "")),
        (_("Last checked by the owner"), date_format(checked) if checked else ""),
        (_("Points by the criteria"), _points(solution)),
        (_("Permanent number"), solution.public_id),
    ]


def _owner(solution: Solution) -> SafeString:
    owner = solution.organization
    return (
        _link(owner.get_absolute_url(), owner.name) if owner.is_published else format_html("<bdi>{}</bdi>", owner.name)
    )


def _points(solution: Any) -> str:
    """How many of all; of a demonstration record they are as invented as its people."""
    if not (solution.rating and solution.is_published):
        return ""
    points = _("%(total)s of %(most)s") % {"total": criteria.total(solution.rating), "most": criteria.MOST}
    return _("%(points)s, given for the demonstration") % {"points": points} if solution.is_imported else points


def _budget(solution: Solution) -> str:
    if solution.budget_amount is None:
        return ""
    amount = solution.budget_amount
    places = 0 if amount == amount.to_integral_value() else 2
    return f"{number_format(amount, decimal_pos=places, force_grouping=True)} {solution.budget_currency}".strip()


def _cite(solution: Solution, address: str) -> str:
    """Owner, year, title, site, number, address: as plain text, in no citation style's own language."""
    year = solution.published_at.year if solution.published_at else _("not published")
    place = f"{settings.SITE_NAME}, {solution.public_id}"
    return f"{solution.organization.name} ({year}). {solution.title}. {place}. {address}"


def _source(solution: Solution) -> str:
    """Where an imported record was taken from; only an address that is one."""
    url = str(solution.provenance.get("source_url", "")) if solution.is_imported else ""
    return url if url.startswith(("https://", "http://")) else ""


def _crumbs(solution: Any, words: Vocabulary) -> list[tuple[str, str]]:
    crumbs = [(reverse("portal:home"), _("Home")), (reverse("portal:solutions"), _("Solutions"))]
    theme = next((words.themes[code] for code in solution.theme_codes if code in words.themes), None)
    return [*crumbs, (theme.url, theme.name)] if theme else crumbs
