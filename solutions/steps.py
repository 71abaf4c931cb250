"""The steps of the documentation form, as data: which fields and rows stand on which page."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from solutions import forms
from solutions.models import MOST_BLOCKS
from solutions.rows import BlockRow, CountryRow, ExternalIdRow, MetricRow, OrganizationRow, ResourceRow, RowForm


@dataclass(frozen=True)
class Rows:
    """A list of lines within a step."""

    name: str
    label: Any
    form: type[RowForm]
    most: int
    add: Any
    least: int = 2  # empty lines that a page shows at first


@dataclass(frozen=True)
class Step:
    slug: str
    title: Any
    form: type[forms.StepForm]
    rows: tuple[Rows, ...] = ()
    template: str = "solutions/step.html"

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of content on the form itself."""
        apart = getattr(self.form, "not_content", ())
        return tuple(name for name in self.form.base_fields if name not in apart)

    @property
    def names(self) -> tuple[str, ...]:
        """All names of content of the step."""
        return (*self.fields, *(rows.name for rows in self.rows))


STEPS = (
    Step("basics", _("The basics"), forms.BasicsForm),
    Step("story", _("Problem and approach"), forms.StoryForm),
    Step(
        "results",
        _("Results and lessons"),
        forms.ResultsForm,
        (Rows("metrics", _("Results in figures"), MetricRow, 20, _("Add another figure")),),
        template="solutions/step_results.html",
    ),
    Step(
        "blocks",
        _("Building blocks"),
        forms.BlocksForm,
        (Rows("building_blocks", _("Building blocks"), BlockRow, MOST_BLOCKS, _("Add another block"), 1),),
    ),
    Step(
        "partners",
        _("Countries and organizations"),
        forms.PartnersForm,
        (
            Rows("countries", _("Countries"), CountryRow, 60, _("Add another country")),
            Rows("organizations", _("Organizations"), OrganizationRow, 40, _("Add another organization")),
        ),
        template="solutions/step_partners.html",
    ),
    Step("goals", _("Goals and themes"), forms.GoalsForm, template="solutions/step_goals.html"),
    Step("time", _("Time and money"), forms.TimeForm),
    Step(
        "links",
        _("Links, files and picture"),
        forms.LinksForm,
        (
            Rows("resources", _("Where to read more"), ResourceRow, 20, _("Add another link or file")),
            Rows("external_ids", _("Numbers in other systems"), ExternalIdRow, 10, _("Add another number"), 1),
        ),
        template="solutions/step_links.html",
    ),
)
CHECK = "check"
BY_SLUG = {step.slug: step for step in STEPS}
ALSO_ON = {"cover_image": "links"}
STEP_OF = {name: step.slug for step in STEPS for name in step.names} | ALSO_ON


# What moderators' remarks call by the name of its rows.
ROWS_OF = {"country_links": "countries", "organization_links": "organizations"}


def content_name(field: str) -> str:
    """The name of a part on its page, whatever a remark calls it."""
    return ROWS_OF.get(field, field)


def step_of(field: str) -> str:
    """The step where a field stands; the check for what is on no step."""
    return STEP_OF.get(content_name(field), CHECK)


def anchor(field: str) -> str:
    """The fragment that leads to a field on its page."""
    return f"field-{content_name(field)}"


def label_of(field: str) -> str:
    """How a field is called on its page."""
    field = content_name(field)
    for step in STEPS:
        for rows in step.rows:
            if rows.name == field:
                return str(rows.label)
        if field in step.form.base_fields:
            return str(step.form.base_fields[field].label)
    return ""
