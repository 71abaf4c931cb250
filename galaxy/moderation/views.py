"""The queue and the page of one item, inside Django's admin. The site lets staff in; services say who decides."""

from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from galaxy.freshness import clock
from galaxy.moderation import dashboard as figures
from galaxy.moderation import queue as waiting
from galaxy.moderation import services, steps
from galaxy.moderation.forms import QueueForm, RemarkForm
from galaxy.moderation.models import Moderated, ReviewNote, Step, moderated_models
from galaxy.moderation.review import Review
from galaxy.moderation.services import StepRefused

PER_PAGE = 50
FILTERS = "moderation_queue"  # in the session: what "next" and "back" lead to


@require_GET
def queue(request):
    if request.session.get(FILTERS) != request.GET.urlencode():
        request.session[FILTERS] = request.GET.urlencode()
    form = _filters(request)
    page = Paginator(waiting.waiting(form.selection, request.user), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = waiting.rows(page.object_list)
    return render_desk(
        request,
        "moderation/queue.html",
        title=_("Review queue"),
        form=form,
        page=page,
        totals=waiting.totals(request.user),
        others=[line for own in admin.site._registry.values() if hasattr(own, "tally") for line in own.tally()],
        is_filtered=any(request.GET.get(name) for name in form.fields),
    )


@require_GET
def dashboard(request):
    return render_desk(
        request,
        "moderation/dashboard.html",
        title=_("How the review stands"),
        kinds=figures.kinds(),
        ages=figures.AGES,
        target=figures.TARGET,
        lately=figures.decided_lately(),
        clock=clock.figures(),
        due=figures.to_verify(),
    )


@require_GET
def review(request, kind, pk):
    return review_page(request, item_of(kind, pk))


@require_POST
def decide(request, kind, pk, step):
    """Take a step and go on with the next item; grave ones are asked for again first."""
    item, option = item_of(kind, pk), steps.BY_STEP.get(step)
    if option is None:
        raise Http404
    form = steps.form_of(option, item, request.POST)
    if not form.is_valid():
        return review_page(request, item, {step: form}, status=422)
    if option.warning and "confirmed" not in request.POST:
        return render_desk(
            request,
            "moderation/confirm.html",
            title=option.label,
            item=item,
            kind=kind,
            option=option,
            data=_data(request.POST),
        )
    try:
        option.service(item, by=request.user, **form.arguments())
    except StepRefused as refused:
        messages.error(request, str(refused))
        return redirect(review_address(item))
    return _go_on(request, item, option)


@require_POST
def remark(request, kind, pk):
    item, form = item_of(kind, pk), RemarkForm(request.POST)
    if form.is_valid():
        try:
            services.add_remark(item, by=request.user, **form.cleaned_data)
            messages.success(request, _("The remark is kept. The author sees it when you ask for changes."))
        except StepRefused as refused:
            messages.error(request, str(refused))
    else:
        messages.error(request, _("Write the remark; 2,000 characters at most."))
    return redirect(f"{review_address(item)}#part-{form.cleaned_data.get('field', '')}")


@require_POST
def remove_remark(request, kind, pk, remark_pk):
    item, note = item_of(kind, pk), get_object_or_404(ReviewNote, pk=remark_pk)
    try:
        services.remove_remark(note, item=item, by=request.user)
        messages.success(request, _("The remark is removed."))
    except StepRefused as refused:
        messages.error(request, str(refused))
    return redirect(review_address(item))


@require_POST
def publish_selected(request):
    items = [item_of(kind, pk) for kind, pk in _ticked(request)]
    tell_outcome(request, services.publish_many(items, by=request.user))
    return redirect(queue_address(request))


@require_POST
def together(request):
    """Lead to the page where those of the first kind that is ticked are decided on at once."""
    ticked = [(kind, pk) for kind, pk in _ticked(request) if kind in moderated_models()]
    kind = next((kind for kind, _pk in ticked if moderated_models()[kind].together), "")
    if not kind:
        messages.warning(request, _("Nothing was chosen that can be decided together. Tick solutions."))
        return redirect(queue_address(request))
    chosen = QueryDict(mutable=True)
    chosen.setlist("pk", [str(pk) for name, pk in ticked if name == kind])
    return redirect(f"{reverse(moderated_models()[kind].together)}?{chosen.urlencode()}")


def tell_outcome(request: HttpRequest, outcome: services.Outcome) -> None:
    """How many were published, and each that was not, by name."""
    if outcome.done:
        text = ngettext("%(count)s published.", "%(count)s published.", len(outcome.done))
        messages.success(request, text % {"count": len(outcome.done)})
    for item, reason in outcome.refused:
        messages.error(
            request,
            _("Not published: “%(title)s” (%(number)s). %(reason)s")
            % {"title": item, "number": item.public_id, "reason": reason},
        )
    if not (outcome.done or outcome.refused):
        messages.warning(request, _("Nothing was chosen. Tick the items to publish."))


def _ticked(request: HttpRequest) -> list[tuple[str, int]]:
    """Kind and key of each item that was ticked in the queue."""
    keys = [key.rpartition("-") for key in request.POST.getlist("item")]
    return [(kind, int(pk)) for kind, _dash, pk in keys if pk.isascii() and pk.isdecimal()]


def _filters(request: HttpRequest, data: Any = None) -> QueueForm:
    scope = frozenset(request.user.regions.values_list("code", flat=True))  # type: ignore[union-attr]
    return QueueForm(request.GET if data is None else data, scope=scope)


def item_of(kind: str, pk: int) -> Any:
    model = moderated_models().get(kind)
    if model is None:
        raise Http404
    return get_object_or_404(model.objects.select_related("author", "claimed_by", "revision_of", "duplicate_of"), pk=pk)


def review_page(request: HttpRequest, item: Moderated, bound: Any = None, status: int = 200) -> HttpResponse:
    """The page of one item; `bound`: forms that came back with errors, by step or by the name of a panel."""
    page = Review(item, request.user, bound or {})  # type: ignore[arg-type]
    return render_desk(request, "moderation/review.html", status, title=str(item), review=page, item=item)


def _go_on(request, item, option):
    done = str(option.done) % {"title": item}
    if option.step in {Step.CLAIM, Step.REOPEN}:
        messages.success(request, done)
        return redirect(review_address(item))
    following = waiting.next_for(request.user, _filters(request, QueryDict(request.session.get(FILTERS, ""))).selection)
    if following is None:
        rest, address = _("Nothing else waits for you here."), queue_address(request)
    else:
        rest, address = _("Next: “%(title)s”.") % {"title": following}, review_address(following)
    messages.success(request, f"{done} {rest}")
    return redirect(address)


def review_address(item: Moderated) -> str:
    return reverse("admin:review", args=[item._meta.model_name, item.pk])


def queue_address(request: HttpRequest) -> str:
    filters = request.session.get(FILTERS, "")
    return reverse("admin:queue") + (f"?{filters}" if filters else "")


def _data(posted: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in posted.items() if name != "csrfmiddlewaretoken"]


def render_desk(request: HttpRequest, template: str, status: int = 200, **context: Any) -> HttpResponse:
    context = {**admin.site.each_context(request), "queue_url": queue_address(request), **context}
    return TemplateResponse(request, template, context, status=status)
