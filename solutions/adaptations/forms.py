"""What is asked before the draft of an adaptation is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from partners.models import Organization
from solutions.adaptations.services import LONGEST_TITLE, title_hint
from solutions.fields import Line
from solutions.forms import NOT_YET, organizations_of
from solutions.models import Solution


class AdaptForm(forms.Form):
    use_required_attribute = False

    organization = forms.ChoiceField(
        label=_("Organization that adapted it"),
        error_messages={"required": _("Choose the organization that adapted it.")},
    )
    title = Line(
        label=_("Title"),
        help_text=_("A first idea. It can be changed later."),
        required=True,
        max_length=LONGEST_TITLE,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        error_messages={"required": _("Write a title. It can be changed later.")},
    )
    creation_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, parent: Solution, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organizations = {str(one.pk): one for one in organizations_of(user)}
        own = [(pk, one.name) for pk, one in self.organizations.items()]
        self.fields["organization"].choices = own if len(own) == 1 else [NOT_YET, *own]  # type: ignore[attr-defined]
        if self.organizations:
            self.fields["title"].initial = title_hint(parent, next(iter(self.organizations.values())))

    def clean_organization(self) -> Organization:
        return self.organizations[self.cleaned_data["organization"]]
