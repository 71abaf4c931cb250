"""Forms of organizations and of their people."""

import uuid
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from galaxy.core.fields import validate_outside_address
from galaxy.core.forms import WordsField
from galaxy.core.text import tidy, tidy_line
from galaxy.moderation.models import ReviewNote
from galaxy.taxonomy.labels import vocabulary
from galaxy.taxonomy.models import Country, Goal, Language, Theme
from partners.models import (
    GIVEN_ROLES,
    INTERNATIONAL,
    CooperationRole,
    Membership,
    MembershipRole,
    Organization,
    OrganizationType,
)

NOTHING = [("", _("Choose"))]
GROUPS = [
    (_("The organization"), ["name", "acronym", "type", "country", "parent", "website"]),
    (_("In a few words"), ["description", "language", "role_in_sstc", "year_founded"]),
    (_("Where and on what it works"), ["countries_of_operation", "themes", "goals"]),
    (_("You"), ["position", "statement"]),
]


def role_choices() -> list[tuple[str, Any]]:
    """Roles that are given; that of the focal point is only handed over."""
    return [(role.value, role.label) for role in GIVEN_ROLES]


MISSING = {
    "name": _("Write the name of the organization."),
    "type": _("Choose the type of the organization."),
    "website": _("Write the address of the website."),
    "description": _("Say in a few sentences what the organization does."),
    "position": _("Write what you do in the organization."),
    "statement": _("Confirm that you speak for this organization."),
}


class LineField(forms.CharField):
    """Text on one line, without what a paste may bring along."""

    def to_python(self, value: Any) -> str:
        return tidy_line(super().to_python(value) or "")


class ParentField(forms.ModelChoiceField):
    """Public organizations that are not offices themselves."""

    def label_from_instance(self, obj: Any) -> str:
        country = vocabulary().label("country", obj.country_id) if obj.country_id else ""
        return ", ".join(filter(None, [obj.name, obj.acronym, country]))


class OrganizationForm(forms.ModelForm):
    """What an organization tells of itself; the names of the vocabularies come from memory."""

    name = LineField(
        label=_("Name"), max_length=200, help_text=_("In full, as on your letterhead."), widget=forms.TextInput
    )
    acronym = LineField(label=_("Acronym"), max_length=30, required=False)
    parent = ParentField(
        label=_("Headquarters"),
        queryset=Organization.objects.none(),
        required=False,
        empty_label=_("None, or not on this site"),
        help_text=_(
            "For offices and branches. You need not wait for your headquarters: "
            "the link is shown as not yet confirmed until they agree."
        ),
    )
    description = WordsField(
        label=_("What it does"),
        max_words=300,
        max_length=6_000,
        help_text=_("A few sentences for readers who have never heard of it."),
    )
    website = forms.URLField(
        label=_("Website"), max_length=500, assume_scheme="https", validators=[validate_outside_address]
    )
    role_in_sstc = forms.MultipleChoiceField(
        label=_("Role in cooperation"),
        choices=CooperationRole.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    fields: dict[str, Any]
    data: Any

    class Meta:
        model = Organization
        fields = [
            "name",
            "acronym",
            "type",
            "country",
            "parent",
            "website",
            "description",
            "language",
            "role_in_sstc",
            "countries_of_operation",
            "themes",
            "goals",
        ]
        labels = {
            "type": _("Type"),
            "country": _("Country of seat"),
            "language": _("Language of this text"),
            "countries_of_operation": _("Countries where it works"),
            "themes": _("Themes"),
            "goals": _("Sustainable Development Goals"),
        }
        help_texts = {"country": _("Needed for all but international organizations.")}
        widgets = {
            "countries_of_operation": forms.CheckboxSelectMultiple,
            "themes": forms.CheckboxSelectMultiple,
            "goals": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = vocabulary()
        countries = [(term.code, term.name) for term in words.country_list]
        self.fields["country"].needed = True
        self._offer("country", Country.objects.filter(listed=True), [*NOTHING, *countries])
        self._offer("countries_of_operation", Country.objects.filter(listed=True), countries)
        themes = [(term.code, term.name) for term in words.theme_list]
        self._offer("themes", Theme.objects.filter(is_active=True), themes)
        goals = [(goal.number, f"{goal.number}. {goal.name}") for goal in words.goals.values()]
        self._offer("goals", Goal.objects.all(), goals)
        self.fields["type"].choices = [*NOTHING, *OrganizationType.choices]
        self.fields["parent"].queryset = self._parents()
        self.initial.setdefault("language", _content_language())
        for name in MISSING.keys() & self.fields.keys():
            self.fields[name].error_messages["required"] = MISSING[name]

    def _offer(self, name: str, rows: Any, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].queryset = rows
        self.fields[name].choices = choices

    def _parents(self) -> Any:
        own = self.instance.revision_of_id or self.instance.pk
        return Organization.objects.published().filter(parent=None).exclude(pk=own).order_by("name", "pk")

    def clean_website(self) -> str:
        address = self.cleaned_data["website"]
        if urlsplit(address).scheme not in {"http", "https"}:
            raise ValidationError(_("Write an address that begins with https:// or http://."))
        return address

    def clean_description(self) -> str:
        return tidy(self.cleaned_data["description"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        has_seat = bool(values.get("type")) and values["type"] not in INTERNATIONAL
        if has_seat and not values.get("country") and "country" not in self.errors:
            self.add_error("country", _("Choose the country of the seat."))
        return values

    def groups(self, remarks: Iterable[ReviewNote] = ()) -> list[tuple[Any, list[dict[str, Any]]]]:
        """The fields under their headings, each with the remarks of the moderator."""
        texts: dict[str, list[str]] = {}
        for remark in remarks:
            texts.setdefault(remark.field, []).append(remark.text)
        groups = [(title, [name for name in names if name in self.fields]) for title, names in GROUPS]
        return [
            (str(title), [{"field": self[name], "name": name, "remarks": texts.get(name, [])} for name in names])
            for title, names in groups
            if names
        ]

    def values(self) -> dict[str, Any]:
        """What services write: the fields of the model alone."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def shown(self, name: str, value: Any) -> str:
        """A value of a field in words, for comparing two texts."""
        choices = {str(key): str(label) for key, label in getattr(self.fields[name], "choices", [])}
        values = value if isinstance(value, (list, tuple, QuerySet)) else [value]
        keys = sorted(str(getattr(one, "pk", one)) for one in values if one not in (None, ""))
        return ", ".join(choices.get(key, key) for key in keys)


class RegistrationForm(OrganizationForm):
    """All in one page, with who registers. `seen` names the look-alikes that the person was shown and passed."""

    creation_key = forms.UUIDField(widget=forms.HiddenInput)
    position = LineField(
        label=_("Your role in the organization"),
        max_length=120,
        help_text=_("For example: Head of international cooperation."),
    )
    statement = forms.BooleanField(
        label=_("I speak for this organization and will be its focal point."),
        help_text=_("You answer questions of moderators and can invite colleagues, or hand over, at any time."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("creation_key", uuid.uuid4())


class EditForm(OrganizationForm):
    """The same with what is seldom known at first, and the mark of the text that was opened."""

    edit_mark = forms.CharField(max_length=60, widget=forms.HiddenInput)

    year_founded = forms.IntegerField(label=_("Founded in"), min_value=1000, max_value=2100, required=False)

    class Meta(OrganizationForm.Meta):
        fields = [*OrganizationForm.Meta.fields, "year_founded"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["edit_mark"] = self.instance.edit_mark

    def differences(self, current: Organization) -> list[tuple[str, str, str]]:
        """Label, what stands now and what this person wrote, for each field that differs."""
        other = EditForm(instance=current)
        pairs = [
            (str(self.fields[name].label), self.shown(name, other.initial.get(name)), self.shown(name, value))
            for name, value in self.values().items()
        ]
        return [(label, theirs, yours) for label, theirs, yours in pairs if theirs != yours]

    def opened_again(self, current: Organization) -> None:
        """Let the next sending replace what stands now, which the person has seen."""
        data: Any = self.data.copy()
        data["edit_mark"] = current.edit_mark
        self.data = data


def _content_language() -> str:
    code = (get_language() or "en").partition("-")[0]
    return code if code in Language else Language.EN


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=role_choices, initial=MembershipRole.CONTRIBUTOR)


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(label=_("Role"), choices=role_choices)


class AnswerForm(forms.Form):
    """To a request to join: a role, or a reason for saying no. A moderator names the first focal point."""

    fields: dict[str, Any]

    accept = forms.BooleanField(required=False)
    role = forms.ChoiceField(label=_("Role"), choices=role_choices, initial=MembershipRole.CONTRIBUTOR)
    reason = LineField(label=_("Reason, if you decline"), max_length=500, required=False)

    def __init__(self, *args: Any, names_owner: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if names_owner:
            owner = MembershipRole.OWNER
            self.fields["role"].choices = [(owner.value, owner.label), *role_choices()]


class JoinForm(forms.Form):
    position = LineField(
        label=_("Your role in the organization"),
        max_length=120,
        help_text=_("For example: Head of international cooperation."),
    )


class HandOverForm(forms.Form):
    fields: dict[str, Any]

    to = forms.ModelChoiceField(
        label=_("New focal point"), queryset=Membership.objects.none(), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, owner: Membership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Membership.objects.active().filter(organization=owner.organization).exclude(pk=owner.pk)
        self.fields["to"].queryset = others.by_role()
