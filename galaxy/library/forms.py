"""Forms of publications and of calls for research."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.core.fields import validate_outside_address
from galaxy.core.forms import WordsField
from galaxy.core.references import clean_doi, clean_isbn
from galaxy.core.text import tidy, tidy_line
from galaxy.library.models import Licence, Publication, PublicationType, ResearchCall
from galaxy.moderation.editing import GroupedForm, edit_mark
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Country, Goal, Language, Region, Theme
from partners.forms import LineField
from partners.models import Organization

NOTHING = [("", _("Choose"))]
MOST_AUTHORS, LONGEST_NAME = 60, 200
GROUPS = [
    (_("The publication"), ["organization", "title", "type", "abstract"]),
    (_("For those who cite it"), ["authors", "year", "language", "isbn", "doi"]),
    (_("Where to read it"), ["url", "licence"]),
    (_("What and where it is about"), ["goals", "themes", "regions", "countries"]),
]
MISSING = {
    "organization": _("Choose the organization that publishes it."),
    "title": _("Write the title."),
    "type": _("Choose the type."),
    "abstract": _("Say in a few sentences what is in it."),
    "year": _("Write the year of publication."),
    "url": _("Write the address where it can be read."),
    "closes_on": _("Write the last day on which people can answer."),
}


def check_address(address: str) -> None:
    if not address.lower().startswith(("http://", "https://")):
        raise ValidationError(_("Write an address that begins with https:// or http://."))
    validate_outside_address(address)


class AuthorsField(forms.CharField):
    """One name a line; kept as a list."""

    widget = forms.Textarea(attrs={"rows": 4, "dir": "auto"})

    def to_python(self, value: Any) -> Any:
        names = [name for line in tidy(super().to_python(value) or "").split("\n") if (name := tidy_line(line))]
        if len(names) > MOST_AUTHORS:
            raise ValidationError(_("Write at most %(most)s names.") % {"most": MOST_AUTHORS})
        long = next((name for name in names if len(name) > LONGEST_NAME), None)
        if long:
            raise ValidationError(
                _("Write each name on a line of its own: “%(name)s” is too long.") % {"name": long[:40]}
            )
        return names

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class PublicationForm(GroupedForm):
    """All in one page; the names of the vocabularies come from memory."""

    heading_groups = GROUPS

    creation_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    edit_mark = forms.CharField(max_length=60, widget=forms.HiddenInput, required=False)
    title = LineField(label=_("Title"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"}))
    abstract = WordsField(
        label=_("Abstract"),
        max_words=400,
        max_length=8_000,
        help_text=_("What a reader finds in it. It is shown in lists and searched."),
    )
    authors = AuthorsField(
        label=_("Authors"),
        required=False,
        help_text=_(
            "One on each line: family name, comma, given names. "
            "Organizations and names without a comma are kept as they are."
        ),
    )
    year = forms.IntegerField(label=_("Year of publication"), min_value=1800, max_value=2100)
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Of the page or file itself, so that a reader is there with one click."),
        validators=[check_address],
    )
    isbn = LineField(label="ISBN", max_length=40, required=False, help_text=_("With or without hyphens."))
    doi = LineField(
        label="DOI", max_length=300, required=False, help_text=_("The number or its address, such as 10.1000/182.")
    )

    class Meta:
        model = Publication
        fields = [
            "organization",
            "title",
            "type",
            "abstract",
            "authors",
            "year",
            "language",
            "isbn",
            "doi",
            "url",
            "licence",
            "goals",
            "themes",
            "regions",
            "countries",
        ]
        labels = {
            "organization": _("Organization that publishes it"),
            "type": _("Type"),
            "language": _("Language of the publication"),
            "licence": _("Licence"),
            "goals": _("Sustainable Development Goals"),
            "themes": _("Themes"),
            "regions": _("Regions"),
            "countries": _("Countries"),
        }
        help_texts = {
            "language": _("Write title and abstract in this language."),
            "licence": _("What others may do with it, as the publication says."),
        }
        widgets = dict.fromkeys(("goals", "themes", "regions", "countries"), forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._offer_words()
        self._offer_organizations()
        self.initial.setdefault("language", _content_language())
        self.initial.setdefault("creation_key", uuid.uuid4())
        if self.instance.pk:
            self.initial["edit_mark"] = edit_mark(self.instance)
        for name in MISSING.keys() & self.fields.keys():
            self.fields[name].error_messages["required"] = MISSING[name]

    @property
    def key(self) -> uuid.UUID:
        """Of this form as it was opened; a new one where what was sent has none."""
        return self.cleaned_data.get("creation_key") or uuid.uuid4()

    def form_of(self, current: Any) -> "PublicationForm":
        return PublicationForm(instance=current, user=self.user)

    def _offer_words(self) -> None:
        words = vocabulary()
        self.fields["type"].choices = [*NOTHING, *PublicationType.choices]
        self.fields["licence"].choices = Licence.choices
        goals = [(goal.number, f"{goal.number}. {goal.name}") for goal in words.goals.values()]
        self._offer("goals", Goal.objects.all(), goals)
        themes = [(term.code, term.name) for term in words.theme_list]
        self._offer("themes", Theme.objects.filter(is_active=True), themes)
        self._offer("regions", Region.objects.all(), [(term.code, term.name) for term in words.regions.values()])
        countries = [(term.code, term.name) for term in words.country_list]
        self._offer("countries", Country.objects.filter(listed=True), countries)

    def _offer_organizations(self) -> None:
        """Those that this person may write for; one alone is chosen already."""
        own = Organization.objects.writable_by(self.user)
        rows = list(own.values_list("pk", "name"))
        self._offer("organization", own, rows if len(rows) == 1 else [*NOTHING, *rows])

    def _offer(self, name: str, rows: Any, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].queryset = rows
        self.fields[name].choices = choices

    def clean_abstract(self) -> str:
        return tidy(self.cleaned_data["abstract"])

    def clean_year(self) -> int:
        year: int = self.cleaned_data["year"]
        if year > timezone.localdate().year + 1:
            raise ValidationError(_("This year is still to come. Write the year that the publication names."))
        return year

    def clean_isbn(self) -> str:
        typed = self.cleaned_data["isbn"]
        number = clean_isbn(typed) if typed else ""
        if number is None:
            raise ValidationError(_("This is not a whole ISBN. Copy all 10 or 13 digits from the publication."))
        return number

    def clean_doi(self) -> str:
        typed = self.cleaned_data["doi"]
        number = clean_doi(typed) if typed else ""
        if number is None:
            raise ValidationError(_("This is not a DOI. It begins with 10., such as 10.1000/182."))
        other = number and Publication.objects.published().exclude(pk=self._own()).filter(doi=number).first()
        if other:
            raise ValidationError(
                _("“%(title)s” (%(number)s) has this DOI and is here already.")
                % {"title": other.title, "number": other.public_id}
            )
        return number

    def _own(self) -> int | None:
        return self.instance.revision_of_id or self.instance.pk


def _content_language() -> str:
    code = (get_language() or "en").partition("-")[0]
    return code if code in Language else Language.EN


class CallForm(forms.ModelForm):
    """A call for research. What has ended already is no call."""

    title = LineField(label=_("Title"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Where the terms are, and how to answer."),
        validators=[check_address],
    )
    closes_on = forms.DateField(
        label=_("Last day"),
        help_text=_("The call leaves the list by itself after this day."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    class Meta:
        model = ResearchCall
        fields = ["title", "url", "closes_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in MISSING.keys() & self.fields.keys():
            self.fields[name].error_messages["required"] = MISSING[name]

    def clean_closes_on(self) -> Any:
        day = self.cleaned_data["closes_on"]
        if day < timezone.localdate():
            raise ValidationError(_("This day has passed. Write today or a later day."))
        return day


class WithdrawForm(forms.Form):
    note = forms.CharField(
        label=_("Reason"),
        help_text=_("It is kept in the record of decisions; moderators see it."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the reason in a few words.")},
    )
