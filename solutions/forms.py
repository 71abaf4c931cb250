"""The steps of the documentation form; the lines within them are in rows.py."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from funding.models import Channel
from galaxy.core import images
from galaxy.moderation.models import EDITABLE, OPEN, Status
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Language
from partners.models import Organization
from solutions.fields import Amount, Line, OneOf, Paragraphs, PartialDate, SomeOf, Tags, WebAddress
from solutions.hints import HINTS
from solutions.models import (
    BeneficiaryGroup,
    BuildingBlock,
    CostBand,
    Modality,
    ProjectStatus,
    Scope,
    Solution,
    SolutionKind,
)
from solutions.origin import OriginFields
from solutions.quality import REQUIRED

MOST_OFFERED = 50
NOT_YET = ("", _("Choose one"))


def organizations_of(user: User) -> "list[Organization]":
    """Those in whose name this person may write: public ones, and those that wait to be; none for a visitor."""
    if user.pk is None:
        return []
    writable = Organization.objects.editable_by(user).filter(status__in=[*OPEN, Status.PUBLISHED], revision_of=None)
    return list(writable.order_by("name").distinct())


class StepForm(forms.Form):
    """Nothing is required to be saved; `needed` marks what is required to be sent."""

    use_required_attribute = False

    def __init__(self, *args: Any, user: User, solution: Solution | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.solution = solution
        for name, field in self.fields.items():
            field.needed = name in REQUIRED or field.required  # type: ignore[attr-defined]
            if name in HINTS and not field.help_text:
                field.help_text = HINTS[name].text
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the person or the vocabularies."""

    def choose(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class BasicsForm(StepForm):
    title = Line(
        label=_("Title"),
        required=True,
        max_length=160,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write a title. It can be changed later.")},
    )
    tagline = Line(label=_("In one sentence"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    organization = forms.ChoiceField(
        label=_("Organization that shares it"),
        error_messages={"required": _("Choose the organization that shares it.")},
    )
    kind = OneOf(label=_("What it is"), choices=SolutionKind.choices)
    modality = OneOf(label=_("Kind of cooperation"), choices=Modality.choices, widget=forms.RadioSelect)
    scope = OneOf(label=_("Reach"), choices=[NOT_YET, *Scope.choices])
    language = OneOf(label=_("Language of your text"), choices=Language.choices)

    def prepare(self) -> None:
        own = [(str(organization.pk), organization.name) for organization in organizations_of(self.user)]
        if self.solution and str(self.solution.organization_id) not in dict(own):
            own.append((str(self.solution.organization_id), self.solution.organization.name))
        self.choose("organization", own if len(own) == 1 else [NOT_YET, *own])


class StoryTexts(StepForm):
    summary = Paragraphs(label=_("Summary"), min_words=40, max_words=150, rows=6)
    challenge = Paragraphs(label=_("Which problem does it answer?"), max_words=1500)
    approach = Paragraphs(label=_("What was done?"), max_words=1500, rows=12)


class StoryForm(OriginFields, StoryTexts):
    """The story, and at its end where it comes from."""

    def prepare(self) -> None:
        self.shorten()


class ResultsForm(StepForm):
    results = Paragraphs(label=_("What changed?"), max_words=1500)
    lessons_learned = Paragraphs(label=_("What did you learn?"), max_words=1000)
    what_did_not_work = Paragraphs(label=_("What did not work?"), max_words=1000, rows=6)
    replicability_conditions = Paragraphs(label=_("What does it need elsewhere?"), max_words=1000)
    sustainability = Paragraphs(label=_("What makes it last?"), max_words=600, rows=5)
    innovation = Paragraphs(label=_("What is new about it?"), max_words=600, rows=5)
    enabling_factors = Paragraphs(label=_("What helped?"), max_words=600, rows=5)


class BlocksForm(StepForm):
    """Only rows: see steps.py."""


class PartnersForm(StepForm):
    """Only rows: see steps.py."""

    def organization_names(self) -> "QuerySet[Organization, str]":
        """Offered as one types."""
        return Organization.objects.published().order_by("name").values_list("name", flat=True)


class GoalsForm(StepForm):
    targets = SomeOf(label=_("Targets"))
    goals = SomeOf(label=_("Goals and targets"))
    primary_goal = OneOf(label=_("Main Goal"))
    themes = SomeOf(label=_("Themes"))
    beneficiary_groups = SomeOf(label=_("Who benefits"), choices=BeneficiaryGroup.choices)
    tags = Tags(label=_("Tags"), max_length=450, widget=forms.TextInput(attrs={"dir": "auto"}))

    def prepare(self) -> None:
        words = vocabulary()
        goals = [(goal.code, f"{goal.number}. {goal.name}") for goal in words.goals.values()]
        self.choose("targets", ((target.code, target.name) for target in words.targets.values()))
        self.choose("goals", goals)
        self.choose("primary_goal", [NOT_YET, *goals])
        self.choose("themes", ((theme.code, theme.name) for theme in words.theme_list))

    def goal_groups(self) -> list[dict[str, Any]]:
        """Each Goal with its targets, open where something is ticked."""
        words = vocabulary()
        chosen = set(self["targets"].value() or [])
        whole = set(self["goals"].value() or [])
        groups = []
        for goal in words.goals.values():
            targets = [(term, term.code in chosen) for term in words.targets_of(goal.number)]
            count = sum(ticked for _term, ticked in targets)
            groups.append({"goal": goal, "targets": targets, "whole": goal.code in whole, "count": count})
        return groups


class TimeForm(StepForm):
    project_status = OneOf(label=_("How does it stand?"), choices=ProjectStatus.choices, widget=forms.RadioSelect)
    start_date = PartialDate(label=_("Began"))
    end_date = PartialDate(label=_("Ended"))
    budget_amount = Amount(label=_("Budget"))
    budget_currency = Line(
        label=_("Currency"),
        max_length=3,
        validators=[RegexValidator(r"^[A-Z]{3}$", _("Write the three letters of the currency, such as USD."))],
    )
    cost_band = OneOf(label=_("Or about how much"), choices=[NOT_YET, *CostBand.choices])
    inputs_in_kind = Paragraphs(label=_("Given other than money"), max_words=300, rows=4)
    channels = SomeOf(label=_("Funded through"))

    def prepare(self) -> None:
        public = Channel.objects.published().order_by("name").values_list("pk", "name")
        self.choose("channels", ((str(pk), name) for pk, name in public))

    def clean_budget_currency(self) -> str:
        return str(self.cleaned_data["budget_currency"]).upper()

    def clean(self) -> dict[str, Any]:
        start, end = self.cleaned_data.get("start_date", ""), self.cleaned_data.get("end_date", "")
        if start and end and end[: len(start)] < start[: len(end)]:
            self.add_error("end_date", _("The end comes after the beginning. Look at both dates again."))
        return self.cleaned_data


class LinksForm(StepForm):
    practice_url = WebAddress(label=_("Address of the original"))
    languages = SomeOf(label=_("Languages of the material"), choices=Language.choices)
    cover_image = forms.FileField(
        label=_("Picture"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    remove_image = forms.BooleanField(label=_("Remove the picture"), required=False)
    image_alt = Line(label=_("What the picture shows"), max_length=250)
    image_credit = Line(label=_("Credit"), max_length=120)
    consent_confirmed = forms.BooleanField(
        label=_("The people in the picture agree to be shown, and we may publish it."), required=False
    )

    not_content = ("cover_image", "remove_image")

    def prepare(self) -> None:
        if not (self.solution and self.solution.cover_image):
            del self.fields["remove_image"]

    def clean_cover_image(self) -> bytes | None:
        """The picture written anew; the file itself goes no further than here."""
        file: UploadedFile | None = self.cleaned_data["cover_image"]
        if not file:
            return None
        try:
            return images.rewrite(file, file.size or 0)
        except images.BadPicture as bad:
            raise forms.ValidationError(str(bad)) from None


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept in the record of decisions; moderators see it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason in a few words.")},
    )


class UseBlockForm(forms.Form):
    """One's own drafts and public solutions, the latest first, of which one takes the block over."""

    use_required_attribute = False

    solution = forms.ChoiceField(
        label=_("Into which of your solutions?"),
        help_text=_("What is public gets a pending change, which a moderator reads before it shows."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of your solutions.")},
    )

    def __init__(self, *args: Any, user: User, block: BuildingBlock, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Solution.objects.editable_by(user).filter(status__in=[*EDITABLE, Status.PUBLISHED], revision_of=None)
        rows = own.exclude(pk=block.solution_id).distinct().order_by("-updated_at")[:MOST_OFFERED]
        self.solutions = {str(row.pk): row for row in rows}
        self.fields["solution"].choices = [  # type: ignore[attr-defined]
            (key, f"{row.title} ({row.get_status_display()})") for key, row in self.solutions.items()
        ]

    def chosen(self) -> Solution:
        return self.solutions[self.cleaned_data["solution"]]
