"""Taking reports in and answering them."""

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from galaxy.flags.models import OF_CONTENT, Flag, Outcome, Reason, State
from galaxy.moderation.log import record
from galaxy.moderation.models import Moderated, Step
from galaxy.moderation.services import StepRefused, may_review, refusal
from galaxy.moderation.waiting import working_day_after
from galaxy.notifications.services import notify, render_message, send_mail

SAME_WITHIN = datetime.timedelta(days=1)
OPEN_STATES = (State.OPEN, State.HELD)


@transaction.atomic
def report(item: Moderated, *, reason: str, text: str, email: str = "", held: bool = False) -> Flag:
    """Take it in; said twice within a day it is one. The record's people hear of content at once."""
    content_type = ContentType.objects.get_for_model(item)
    known = Flag.objects.filter(
        content_type=content_type, object_id=item.pk, reason=reason, text=text, email=email, state__in=OPEN_STATES
    ).filter(created_at__gte=timezone.now() - SAME_WITHIN)
    if same := known.first():
        return same
    flag = Flag.objects.create(
        content_type=content_type,
        object_id=item.pk,
        number=item.public_id,
        reason=reason,
        text=text,
        email=email,
        language=translation.get_language() or "en",
        state=State.HELD if held else State.OPEN,
        due_on=working_day_after(timezone.now().date(), settings.FLAG_ANSWER_DAYS),
    )
    if not held:
        _tell_owner(flag)
    return flag


@transaction.atomic
def answer(flag: Flag, *, by: User, outcome: str, text: str) -> Flag:
    """Close it with an answer, which goes to who reported it and into the log; their address is forgotten then."""
    flag = _locked(flag, by)
    if flag.state != State.OPEN:
        raise StepRefused(_over(flag))
    if not text.strip():
        raise StepRefused(_("Write the answer; who reported the problem will read it."))
    flag.outcome, flag.answer = outcome, text.strip()
    if flag.email:
        _mail_answer(flag)
    record(flag, Step.ANSWER, by=by, from_status=flag.state, to_status=State.ANSWERED, note=flag.answer)
    flag.state, flag.answered_at, flag.answered_by, flag.email = State.ANSWERED, timezone.now(), by, ""
    flag.save()
    return flag


@transaction.atomic
def release(flag: Flag, *, by: User) -> Flag:
    """It was no spam: it waits for an answer from now on."""
    flag = _locked(flag, by)
    if flag.state != State.HELD:
        raise StepRefused(_("This report is not held back."))
    flag.state = State.OPEN
    flag.due_on = working_day_after(timezone.now().date(), settings.FLAG_ANSWER_DAYS)
    flag.save()
    _tell_owner(flag)
    return flag


@transaction.atomic
def drop(flag: Flag, *, by: User) -> Flag:
    """It is spam: nobody is answered, and it is deleted after a month."""
    flag = _locked(flag, by)
    if flag.state not in OPEN_STATES:
        raise StepRefused(_over(flag))
    record(flag, Step.ANSWER, by=by, from_status=flag.state, to_status=State.DROPPED, note="")
    flag.state, flag.email = State.DROPPED, ""
    flag.save()
    return flag


def forget_held() -> int:
    """Delete what was held back or dropped a month ago; how many."""
    return Flag.objects.long_held().delete()[0]


def refusal_of(flag: Flag, by: User) -> str:
    """Why this person may not answer it; empty where they may."""
    if flag.item is not None:
        return refusal(flag.item, by)
    return "" if may_review(by) else _("Only moderators decide.")


def _locked(flag: Flag, by: User) -> Flag:
    locked = Flag.objects.select_for_update(of=("self",)).get(pk=flag.pk)
    if reason := refusal_of(locked, by):
        raise StepRefused(reason)
    return locked


def _over(flag: Flag) -> str:
    return _("This report is not open any more: it is “%(state)s”.") % {"state": flag.get_state_display()}


def _tell_owner(flag: Flag) -> None:
    if Reason(flag.reason) in OF_CONTENT:
        notify("flags.reported", item=flag.item, flag=flag)


def _mail_answer(flag: Flag) -> None:
    with translation.override(flag.language):
        context = {"flag": flag, "item": flag.item, "outcome": Outcome(flag.outcome).label}
        subject, body = render_message("emails/flags/answered.txt", context)
        send_mail(flag.email, subject, body, language=flag.language, url=flag.item.get_absolute_url())
