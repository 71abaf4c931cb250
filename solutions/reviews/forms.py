"""Points by the criteria, and whom to ask for them."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from solutions.models import QualityReview
from solutions.reviews.criteria import CRITERIA, Criterion
from solutions.reviews.services import Marks

LONGEST = 1000


class MarksForm(forms.Form):
    """A level and words for each criterion; `last`: what the same person said before."""

    def __init__(self, *args: Any, last: QualityReview | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in CRITERIA:
            self.fields[criterion.code] = self.score_field(criterion)
            self.fields[f"remark_{criterion.code}"] = forms.CharField(
                label=gettext_lazy("Remark"), required=False, max_length=LONGEST, widget=forms.Textarea({"rows": 2})
            )
        if last:
            self.initial.update(last.scores, is_promising=last.is_promising)
            self.initial.update({f"remark_{code}": text for code, text in last.remarks.items()})

    def score_field(self, criterion: Criterion) -> forms.Field:
        return forms.TypedChoiceField(
            label=_("%(name)s (key)") % {"name": criterion.name} if criterion.is_key else str(criterion.name),
            help_text=str(criterion.question),
            coerce=int,
            choices=[(level, f"{level}: {text}") for level, text in criterion.numbered],
            widget=forms.RadioSelect,
            error_messages={"required": gettext_lazy("Choose a level.")},
        )

    def lines(self) -> Iterator[dict[str, Any]]:
        """Each criterion with its two fields."""
        for criterion in CRITERIA:
            remark = self[f"remark_{criterion.code}"]
            yield {
                "criterion": criterion,
                "score": self[criterion.code],
                "remark": remark,
                "open": bool(remark.value()),
            }

    @property
    def marks(self) -> Marks:
        given = self.cleaned_data
        return Marks(
            scores={criterion.code: given[criterion.code] for criterion in CRITERIA},
            remarks={criterion.code: given[f"remark_{criterion.code}"] for criterion in CRITERIA},
            is_promising=given.get("is_promising", False),
        )


class RatingForm(MarksForm):
    """For moderators, who also say whether it may stand among the promising ones."""

    is_promising = forms.BooleanField(
        label=gettext_lazy("If it does not reach the mark: publish it among the promising ones"),
        help_text=gettext_lazy("For what is honest and not proven yet. It is marked, and listed apart."),
        required=False,
    )


class ShortRatingForm(RatingForm):
    """The same in one line for each criterion, for several records on one page."""

    def score_field(self, criterion: Criterion) -> forms.Field:
        short = [("", "–"), *((level, f"{level}: {text}") for level, text in criterion.numbered)]
        field = super().score_field(criterion)
        field.help_text = ""
        field.widget = forms.Select(choices=short)
        return field

    @property
    def is_blank(self) -> bool:
        """Whether nobody has chosen anything: this record is left alone."""
        return not any(self[criterion.code].value() for criterion in CRITERIA)


class PeerForm(MarksForm):
    """For an invited reviewer, who has no part in the practice."""

    is_free = forms.BooleanField(
        label=gettext_lazy("I took no part in this practice, and I do not work for any organization named in it."),
        error_messages={"required": gettext_lazy("Confirm it, or decline below.")},
    )


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why not?"),
        help_text=gettext_lazy("For example: I know the people who did it; I have no time. The moderator reads it."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 2}),
    )


class InviteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=gettext_lazy("Language of the message"), choices=settings.LANGUAGES)
