"""What a moderator fills in: the filters of the queue, remarks and decisions."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from galaxy.moderation.models import Moderated, Status, moderated_models
from galaxy.moderation.queue import Selection
from galaxy.taxonomy.labels import vocabulary

ALL = "all"


class QueueForm(forms.Form):
    """Filters of the queue, by GET; a regional moderator begins with the regions served."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    whose = forms.ChoiceField(
        label=_("Claimed"),
        required=False,
        choices=[("", _("By anybody or nobody")), ("mine", _("By me")), ("free", _("By nobody"))],
    )

    def __init__(self, *args: Any, scope: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        self.scope = scope
        models = moderated_models()
        words = vocabulary()
        any_region = [("", _("My regions")), (ALL, _("All regions"))] if scope else [("", _("All regions"))]
        self._choose("kind", [("", _("All kinds")), *((name, _name(model)) for name, model in models.items())])
        self._choose("type", [("", _("All types")), *(_types(model) for model in models.values())])
        self._choose("status", [("", _("All that wait")), *((s, s.label) for s in _WAITING)])
        self._choose("region", [*any_region, *((term.code, term.name) for term in words.regions.values())])
        self._choose("country", [("", _("All countries")), *((term.code, term.name) for term in words.country_list)])

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def is_scoped(self) -> bool:
        """Whether a regional moderator sees only the own regions."""
        return bool(self.selection.scope)

    @property
    def scope_names(self) -> list[str]:
        return [vocabulary().label("region", code) for code in sorted(self.scope)]

    @property
    def selection(self) -> Selection:
        """What is chosen; a value that does not exist counts as not chosen."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name, "") for name in self.fields}
        region = chosen.pop("region")
        scope = frozenset() if region else self.scope
        return Selection(**chosen, region="" if region == ALL else region, scope=scope)


_WAITING = (Status.SUBMITTED, Status.IN_REVIEW, Status.APPROVED)


def _name(model: type[Moderated]) -> str:
    return str(model._meta.verbose_name_plural).capitalize()


def _types(model: type[Moderated]) -> tuple[str, list[Any]]:
    field: Any = model._meta.get_field(model.listing.type)
    return (_name(model), [choice for choice in field.flatchoices if choice[0]])


class RemarkForm(forms.Form):
    field = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    text = forms.CharField(label=_("Remark"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    internal = forms.BooleanField(label=_("Only for moderators"), required=False)


class StepForm(forms.Form):
    """What a step needs besides the click; `arguments` are those of the service."""

    def __init__(self, *args: Any, item: Moderated, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item

    def arguments(self) -> dict[str, Any]:
        return {}


class NoteForm(StepForm):
    note = forms.CharField(
        label=_("Note to the author"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def arguments(self) -> dict[str, Any]:
        return {"note": self.cleaned_data["note"]}


class ReasonForm(StepForm):
    note = forms.CharField(
        label=_("Reason"),
        help_text=_("The author reads it."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def arguments(self) -> dict[str, Any]:
        return {"note": self.cleaned_data["note"]}


REASONS = {
    "not_cooperation": _("It does not show what one country or organization shared with another."),
    "no_results": _("It describes a plan or an event; results that others could learn from are missing."),
    "promotion": _("It promotes a product or a service more than it shares what was learned."),
    "outside": _("It is outside what this portal collects."),
    "rights": _("It uses texts or pictures without the right to share them."),
    "not_owner": _("It was not sent by the organization that owns the work."),
    "unclear": _("It cannot be understood well enough to be judged."),
}


class RejectForm(StepForm):
    reason = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[("", _("Another reason, written below")), *REASONS.items()]
    )
    note = forms.CharField(
        label=_("In your words"),
        help_text=_("The author reads it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.get(name) for name in ("reason", "note")):
            self.add_error("note", _("Choose a reason or write one."))
        return self.cleaned_data

    def arguments(self) -> dict[str, Any]:
        """The reason from the list in the language of the author, then the moderator's own words."""
        with translation.override(self.item.author.language):
            reason = str(REASONS.get(self.cleaned_data["reason"], ""))
        return {"note": "\n\n".join(filter(None, [reason, self.cleaned_data["note"]]))}


class ApproveForm(NoteForm):
    publish_at = forms.DateTimeField(
        label=_("Publish by itself on"),
        help_text=_("Time of UTC. Empty: when somebody publishes it."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_publish_at(self) -> datetime.datetime | None:
        when: datetime.datetime | None = self.cleaned_data["publish_at"]
        if when and when <= timezone.now():
            raise forms.ValidationError(_("Choose a time that has not passed, or leave it empty."))
        return when

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "publish_at": self.cleaned_data["publish_at"]}


class DuplicateForm(ReasonForm):
    of = forms.CharField(
        label=_("The record that stays"), help_text=_("Its number, such as SSG-S-000123, or its title."), max_length=300
    )
    field_order = ["of", "note"]

    def clean_of(self) -> Any:
        text = self.cleaned_data["of"].strip()
        public = type(self.item).objects.published().exclude(pk=self.item.pk)
        found = list(public.by_public_id(text) or public.titled(text)[:6])
        if len(found) == 1:
            return found[0]
        if found:
            several = ", ".join(f"{item} ({item.public_id})" for item in found[:5])
            raise forms.ValidationError(_("Several fit; write the number of one: %(several)s.") % {"several": several})
        raise forms.ValidationError(_("No public record has this number or title."))

    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "of": self.cleaned_data["of"]}
