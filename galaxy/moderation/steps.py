"""Which steps a moderator is offered at an item, what each asks, and what it says afterwards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from galaxy.moderation import forms, services
from galaxy.moderation.models import STEPS, Moderated, Reason, Status, Step


@dataclass(frozen=True)
class Option:
    """One button. `warning` is shown for confirmation before it is done."""

    step: Step
    label: str | Promise
    form: type[forms.StepForm]
    service: Callable[..., Any]
    done: str | Promise
    hint: str | Promise = ""
    warning: str | Promise = ""
    is_grave: bool = False
    is_main: bool = False


OPTIONS = [
    Option(Step.CLAIM, _("Claim it"), forms.StepForm, services.claim, _("You have claimed “%(title)s”."), is_main=True),
    Option(
        Step.PUBLISH,
        _("Publish"),
        forms.NoteForm,
        services.publish,
        _("Published: “%(title)s”."),
        _("Public at once, found by search within seconds."),
    ),
    Option(
        Step.REQUEST_CHANGES,
        _("Ask for changes"),
        forms.ReasonForm,
        services.request_changes,
        _("Sent back to the author: “%(title)s”."),
        _("The author gets your reason and the remarks at the fields, and may send it again."),
    ),
    Option(
        Step.APPROVE,
        _("Approve for later"),
        forms.ApproveForm,
        services.approve,
        _("Approved: “%(title)s”."),
        _("Not public yet."),
    ),
    Option(
        Step.MARK_DUPLICATE,
        _("Mark as duplicate"),
        forms.DuplicateForm,
        services.mark_duplicate,
        _("Marked as duplicate: “%(title)s”."),
        _("Its address leads to the other record from then on."),
        _("It is closed. Its address and all that belongs to it go to the other record. It can be undone."),
    ),
    Option(
        Step.SPLIT,
        _("Undo the merge"),
        forms.ReasonForm,
        services.split,
        _("No duplicate any more: “%(title)s”."),
        _("It is again what it was before, and gets back what it gave to the other record."),
    ),
    Option(
        Step.REJECT,
        _("Do not accept"),
        forms.ReasonForm,
        services.reject,
        _("Not accepted: “%(title)s”."),
        _("The author is told why."),
        _("The author is told at once. It can be reopened as a draft later."),
        is_grave=True,
    ),
    Option(
        Step.WITHDRAW,
        _("Withdraw"),
        forms.ReasonForm,
        services.withdraw,
        _("Withdrawn: “%(title)s”."),
        _("The way for what must not be public."),
        _("It disappears from every page and from search at once, and its people are told."),
        is_grave=True,
    ),
    Option(
        Step.RELEASE,
        _("Put back into the queue"),
        forms.StepForm,
        services.release,
        _("Back in the queue: “%(title)s”."),
    ),
    Option(Step.REOPEN, _("Reopen as a draft"), forms.StepForm, services.reopen, _("“%(title)s” is a draft again.")),
]
# Approving says what publishing says.
READY = {Step.APPROVE: Step.PUBLISH}
BY_STEP = {str(option.step): option for option in OPTIONS}


def offered(item: Moderated, user: User) -> list[Option]:
    """The steps that would be accepted from this person now; none where somebody else decides."""
    if services.refusal(item, user):
        return []
    return [option for option in OPTIONS if _is_open(option.step, item, user)]


def form_of(option: Option, item: Moderated, data: Any = None, ready: Iterable[Reason] | None = None) -> forms.StepForm:
    """`ready`: reasons for all steps, where they have been read already; one query without them."""
    wanted = READY.get(option.step, option.step)
    reasons = [reason for reason in (Reason.objects.all() if ready is None else ready) if reason.step == wanted]
    return option.form(data, item=item, ready=reasons, auto_id=f"{option.step}_%s")


def _is_open(step: Step, item: Moderated, user: User) -> bool:
    if item.status not in STEPS[step][0] or step in item.unused_steps:
        return False
    if step == Step.WITHDRAW and item.is_editable:
        return False
    if step == Step.MARK_DUPLICATE and item.revision_of_id:
        return False
    if item.status != Status.IN_REVIEW or item.claimed_by_id == user.pk:
        return True
    return user.is_administrator and step in {Step.RELEASE, Step.WITHDRAW}
