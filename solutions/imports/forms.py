"""What people fill in around imports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from solutions.exchange.columns import Column
from solutions.fields import Line
from solutions.forms import NOT_YET, organizations_of


class UploadForm(forms.Form):
    """The organization is asked for only where there is a choice."""

    use_required_attribute = False

    file = forms.FileField(
        label=_("File"),
        help_text=_("Word (.docx), Excel (.xlsx), CSV or JSON, up to 10 MB and 500 rows."),
        allow_empty_file=True,
        max_length=1_000,
        widget=forms.FileInput(attrs={"accept": ".docx,.xlsx,.csv,.json"}),
        error_messages={"required": _("Choose the file first.")},
    )
    organization = forms.ChoiceField(
        label=_("Organization"),
        required=False,
        help_text=_("For rows that name none."),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(organization.pk), organization.name) for organization in organizations_of(user)]
        self.user = user
        self.only = own[0][0] if len(own) == 1 else ""
        if len(own) < 2:
            del self.fields["organization"]
        else:
            self.fields["organization"].choices = [NOT_YET, *own]  # type: ignore[attr-defined]

    def usual(self) -> dict[str, str]:
        """What rows get that leave it empty."""
        organization = self.cleaned_data.get("organization") or self.only
        language = self.user.language.partition("-")[0]
        return {"language": language, **({"organization": organization} if organization else {})}


class AssignForm(forms.Form):
    use_required_attribute = False

    email = forms.EmailField(
        label=_("E-mail address of a colleague"),
        help_text=_("Who is no member yet gets an invitation; the drafts wait on their page."),
        error_messages={"required": _("Write the e-mail address of the colleague.")},
    )


class PlaceForm(forms.Form):
    """A draft from a Word file: title, organization, and the place of each part under an unknown heading."""

    use_required_attribute = False

    title = Line(label=_("Title"), required=True, max_length=160, widget=forms.TextInput(attrs={"dir": "auto"}))
    organization = forms.ChoiceField(label=_("Organization that shares it"))

    def __init__(self, *args: Any, user: User, rest: list[str], columns: list[Column], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [(str(organization.pk), organization.name) for organization in organizations_of(user)]
        self.fields["organization"].choices = own if len(own) == 1 else [NOT_YET, *own]  # type: ignore[attr-defined]
        places = [(column.key, column.label) for column in columns if column.is_long]
        for number, text in enumerate(rest):
            self.fields[f"rest_{number}"] = forms.ChoiceField(
                label=_("Goes to"), required=False, choices=[("", _("Leave it out")), *places]
            )
            self.fields[f"rest_{number}"].text = text  # type: ignore[attr-defined]

    def placed(self) -> dict[int, str]:
        return {
            int(name.removeprefix("rest_")): key
            for name, key in self.cleaned_data.items()
            if name.startswith("rest_") and key
        }

    def parts(self) -> list[tuple[str, forms.BoundField]]:
        """Each text that looks for its place, with the field that asks for it."""
        return [
            (self.fields[name].text, self[name])  # type: ignore[attr-defined]
            for name in self.fields
            if name.startswith("rest_")
        ]
