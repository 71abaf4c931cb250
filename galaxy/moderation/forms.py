"""What a moderator fills in: the filters of the queue, remarks and decisions."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from galaxy.moderation.models import Moderated, Reason, Status, moderated_models
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
    """What a step needs besides the click; `arguments` are those of the service, `ready` the reasons to choose from."""

    def __init__(self, *args: Any, item: Moderated, ready: Sequence[Reason] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = item
        self.ready = ready

    def arguments(self) -> dict[str, Any]:
        return {}


class NoteForm(StepForm):
    """Words to the author: some that are ready, in the author's language, and the moderator's own. Both may be left."""

    reason = forms.ChoiceField(label=_("Ready words"), required=False)
    note = forms.CharField(
        label=_("In your words"),
        help_text=_("The author reads it."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("None of these")), *((reason.code, str(reason)) for reason in self.ready)]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]
        if not self.ready:
            del self.fields["reason"]

    def arguments(self) -> dict[str, Any]:
        chosen = [reason for reason in self.ready if reason.code == self.cleaned_data.get("reason")]
        ready = [reason.text_in(self.item.author.language) for reason in chosen]
        return {"note": "\n\n".join(filter(None, [*ready, self.cleaned_data["note"]]))}


class ReasonForm(NoteForm):
    """The same where there must be words."""

    reason = forms.ChoiceField(
        label=_("Reason"), help_text=_("Choose one, or write below what you mean; or both."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.needed = True  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        if not any(self.cleaned_data.get(name) for name in ("reason", "note")):
            self.add_error("note", _("Choose a reason or write one."))
        return self.cleaned_data


class WhenForm(forms.Form):
    """A time to come, at which something becomes public by itself."""

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


class ApproveForm(NoteForm, WhenForm):
    def arguments(self) -> dict[str, Any]:
        return {**super().arguments(), "publish_at": self.cleaned_data["publish_at"]}


class DuplicateForm(ReasonForm):
    of = forms.CharField(
        label=_("The record that stays"), help_text=_("Its number, such as SSG-S-000123, or its title."), max_length=300
    )
    field_order = ["of", "reason", "note"]

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
