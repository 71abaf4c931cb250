"""The lines of the lists in the documentation form."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from galaxy.core import uploads
from galaxy.core.documents import BadFile
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Language
from solutions.fields import Figure, Line, LongSelect, OneOf, Paragraphs, WebAddress, Year
from solutions.forms import NOT_YET
from solutions.models import Attachment, BlockType, BuildingBlock, CountryRole, Licence, OrganizationRole, ResourceType


class RowForm(forms.Form):
    """One line of a list. A line in which nothing is told is left out."""

    use_required_attribute = False
    telling: ClassVar[tuple[str, ...]]
    needed: ClassVar[tuple[str, ...]]
    not_content: ClassVar[tuple[str, ...]] = ("DELETE", "upload")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.needed:
            self.fields[name].needed = True  # type: ignore[attr-defined]

    def row(self) -> dict[str, str] | None:
        """The values; None for a line that is empty or taken out."""
        values = {name: str(self.cleaned_data.get(name, "")) for name in self.fields if name not in self.not_content}
        if self.cleaned_data.get("DELETE") or not any(values[name] for name in self.telling):
            return None
        return values

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("DELETE"):
            self.check()
        return self.cleaned_data

    def check(self) -> None:
        """What a line lacks."""


class CountryRow(RowForm):
    country = OneOf(label=_("Country or area"), widget=LongSelect)
    role = OneOf(label=_("Role"), choices=[NOT_YET, *CountryRole.choices])
    place = Line(label=_("Place within it"), max_length=120)
    telling = ("country", "role", "place")
    needed = ("country", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = [(country.code, country.name) for country in vocabulary().country_list]
        self.fields["country"].choices = [NOT_YET, *countries]  # type: ignore[attr-defined]

    def check(self) -> None:
        said = self.cleaned_data
        if said.get("country") == "" and (said.get("role") or said.get("place")):
            self.add_error("country", _("Choose the country of this line, or remove the line."))
        if said.get("country") and said.get("role") == "":
            self.add_error("role", _("Choose what this country did."))


class OrganizationRow(RowForm):
    name = Line(
        label=_("Organization"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "organization-names", "dir": "auto"}),
    )
    role = OneOf(label=_("Role"), choices=[NOT_YET, *OrganizationRole.choices])
    telling = ("name", "role")
    needed = ("name", "role")

    def check(self) -> None:
        said = self.cleaned_data
        if said.get("name") == "" and said.get("role"):
            self.add_error("name", _("Write the name of the organization, or remove the line."))
        if said.get("name") and said.get("role") == "":
            self.add_error("role", _("Choose what this organization did."))


class MetricRow(RowForm):
    indicator = Line(label=_("What was measured"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    value = Figure(label=_("Figure"))
    unit = Line(label=_("Unit"), max_length=60, widget=forms.TextInput(attrs={"dir": "auto"}))
    year = Year(label=_("Year"))
    source = Line(label=_("Source"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"}))
    evidence_url = WebAddress(label=_("Address of the source"))
    telling = ("indicator", "value", "unit", "year", "source", "evidence_url")
    needed = ("indicator", "value")

    def check(self) -> None:
        said = self.cleaned_data
        if said.get("indicator") == "" and any(said.get(name) for name in self.telling):
            self.add_error("indicator", _("Say what this figure counts, or remove the line."))
        if said.get("indicator") and said.get("value") == "":
            self.add_error("value", _("Write the figure, or remove the line."))


class BlockRow(RowForm):
    key = Line(max_length=36, widget=forms.HiddenInput)
    title = Line(label=_("Name of the block"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    type = OneOf(label=_("Type"), choices=[NOT_YET, *BlockType.choices])
    description = Paragraphs(label=_("What it is and how it works"), max_words=300, rows=5)
    enabling_factors = Paragraphs(label=_("What it needs"), max_words=150, rows=3)
    lessons = Paragraphs(label=_("What you learned about it"), max_words=150, rows=3)
    source = Line(label=_("From block number"), max_length=20)
    telling = ("title", "type", "description", "enabling_factors", "lessons", "source")
    needed = ("title", "description")

    def clean_source(self) -> str:
        """In its usual form."""
        text = str(self.cleaned_data["source"])
        if not text:
            return ""
        block = BuildingBlock.objects.published().by_public_id(text).first()
        if block is None:
            raise forms.ValidationError(_("No public building block has this number. Correct it, or leave it empty."))
        return str(block.public_id)

    def check(self) -> None:
        said = self.cleaned_data
        if said.get("title") == "" and any(said.get(name) for name in self.telling):
            self.add_error("title", _("Write a name for this block, or remove the line."))
        if said.get("title") and said.get("description") == "":
            self.add_error("description", _("Say what this block is and how it works."))


class ExternalIdRow(RowForm):
    system = Line(label=_("System"), max_length=80)
    identifier = Line(label=_("Number there"), max_length=120)
    url = WebAddress(label=_("Address there"))
    telling = ("system", "identifier", "url")
    needed = ("system", "identifier")

    def check(self) -> None:
        for name in self.needed:
            if self.cleaned_data.get(name) == "" and any(self.cleaned_data.get(other) for other in self.telling):
                self.add_error(name, _("Write the system and the number, or remove the line."))


class FileOf(forms.FileField):
    """A file to be attached, looked at before anything else is done with it."""

    def clean(self, data: Any, initial: Any = None) -> uploads.Upload | None:
        if not data:
            return None
        try:
            return uploads.examine(data, data.size or 0, data.name or "")
        except BadFile as bad:
            raise forms.ValidationError(str(bad)) from None


class ResourceRow(RowForm):
    """A link, a file, or both. `attachment` names the file that is kept already."""

    url = WebAddress(label=_("Address"))
    upload = FileOf(label=_("Or a file"), required=False, widget=forms.FileInput(attrs={"accept": uploads.ACCEPTED}))
    attachment = Line(max_length=36, widget=forms.HiddenInput)
    label = Line(label=_("Name"), max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    type = OneOf(label=_("Type"), choices=ResourceType.choices, initial=ResourceType.WEB_PAGE)
    language = OneOf(label=_("Language"), choices=Language.choices, initial=Language.EN)
    licence = OneOf(label=_("Licence"), choices=[("", _("Not known")), *Licence.choices])
    telling = ("url", "label", "attachment")
    needed = ("type", "language")
    kept: Attachment | None = None

    def check(self) -> None:
        said = self.cleaned_data
        leads = [said.get(name, "?") for name in ("url", "upload", "attachment")]
        if said.get("label") and not any(leads):
            self.add_error("url", _("Write the address of this link or choose a file, or remove the line."))

    def keep(self, attachment: Attachment) -> None:
        """The file of this line is kept: the line names it from now on, also where it is shown again."""
        self.cleaned_data["attachment"] = str(attachment.key)
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_prefix("attachment")] = str(attachment.key)  # type: ignore[index]
