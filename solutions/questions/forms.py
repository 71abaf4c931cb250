"""A question, its answer, and how much of oneself one shows."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.core.text import tidy
from galaxy.taxonomy.models import Language
from partners.models import Organization
from solutions.forms import organizations_of
from solutions.questions.models import LONGEST, LONGEST_ANSWER


class Words(forms.CharField):
    def to_python(self, value: Any) -> str:
        return tidy(str(value or ""))


class QuestionForm(forms.Form):
    use_required_attribute = False

    text = Words(
        label=_("Your question"),
        help_text=_("One question, in up to 600 letters, that others could ask as well. No names, no addresses."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        error_messages={"required": _("Write your question.")},
    )
    language = forms.ChoiceField(label=_("Language of your question"), choices=Language.choices)
    shows_name = forms.BooleanField(label=_("Show my name"), required=False)
    organization = forms.ChoiceField(label=_("Show my organization"), required=False)
    creation_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("creation_key", uuid.uuid4())
        self.organizations = {str(one.pk): one for one in organizations_of(user) if one.is_published}
        own = [(pk, one.name) for pk, one in self.organizations.items()]
        self.fields["organization"].choices = [("", _("No")), *own]  # type: ignore[attr-defined]
        if not own:
            del self.fields["organization"]

    def clean_organization(self) -> Organization | None:
        return self.organizations.get(self.cleaned_data["organization"])


class AnswerForm(forms.Form):
    use_required_attribute = False

    text = Words(
        label=_("Your answer"),
        help_text=_("It is public as soon as you send it, in the name of your organization."),
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        error_messages={"required": _("Write your answer.")},
    )
    shows_name = forms.BooleanField(label=_("Show my name"), required=False)
