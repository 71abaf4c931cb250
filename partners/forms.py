"""Forms of organizations and of their people."""

import uuid
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
from galaxy.moderation.editing import GroupedForm, edit_mark
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


class OrganizationForm(GroupedForm):
    """What an organization tells of itself; the names of the vocabularies come from memory."""

    heading_groups = GROUPS

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
        self.initial["edit_mark"] = edit_mark(self.instance)


def _content_language() -> str:
    code = (get_language() or "en").partition("-")[0]
    return code if code in Language else Language.EN


class OfficeForm(forms.Form):
    """Which public organization is an office, by its number or exact name."""

    office = LineField(
        label=_("Office"),
        max_length=300,
        help_text=_("Its number, such as SSG-O-000123, or its name as it stands on its page."),
    )

    def clean_office(self) -> Organization:
        text = self.cleaned_data["office"]
        public = Organization.objects.published()
        found = list(public.by_public_id(text) or public.titled(text)[:6])
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{one} ({one.public_id})" for one in found[:5])
            raise ValidationError(_("Several fit; write the number of one: %(several)s.") % {"several": several})
        raise ValidationError(_("No public organization has this number or name. An office registers itself first."))


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


class SuccessorForm(forms.Form):
    """Who is to be the focal point; a moderator may also take the role away without naming anybody."""

    fields: dict[str, Any]

    to = forms.ModelChoiceField(
        label=_("New focal point"),
        queryset=Membership.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose who is to be the focal point.")},
    )

    def __init__(self, *args: Any, heirs: QuerySet[Membership], may_vacate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = heirs.select_related("user").order_by("user__name", "pk")
        if may_vacate:
            self.fields["to"].required = False
            self.fields["to"].empty_label = _("None of these: take the role away, so that somebody else can be invited")
