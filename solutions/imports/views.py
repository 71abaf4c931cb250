"""Working offline: templates to take away, files to bring back, and what becomes of them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from galaxy.core.documents import BadFile
from galaxy.core.downloads import attachment
from galaxy.moderation.services import StepRefused
from solutions.exchange.columns import columns
from solutions.exchange.word import write_document
from solutions.exchange.workbook import Line, write_workbook
from solutions.forms import organizations_of
from solutions.imports import services
from solutions.imports.forms import AssignForm, PlaceForm, UploadForm
from solutions.imports.models import Import, ImportRow
from solutions.imports.pages import document_page, table_page

RENEWED_SECONDS = 3


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Templates for everybody; the upload for who may write for an organization."""
    user = request.user
    if not user.is_authenticated:
        return redirect_to_login(request.path) if request.method == "POST" else _start_page(request, None)
    form = UploadForm(request.POST or None, request.FILES or None, user=user)
    if request.method == "POST" and form.is_valid() and organizations_of(user):
        file = form.cleaned_data["file"]
        try:
            batch = services.receive(file, name=file.name, size=file.size, usual=form.usual(), by=user)
        except BadFile as bad:
            form.add_error("file", str(bad))
        else:
            return redirect(batch)
    return _start_page(request, form)


def _start_page(request: HttpRequest, form: UploadForm | None) -> HttpResponse:
    user: Any = request.user
    batches = Import.objects.of(user)[:10] if user.is_authenticated else []
    may_upload = user.is_authenticated and bool(organizations_of(user))
    return render(request, "imports/start.html", {"form": form, "batches": batches, "may_upload": may_upload})


@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty documentation template in the language of the page; with one's own organizations where signed in."""
    user = request.user if isinstance(request.user, User) else User()
    all_columns = columns(user)
    content = write_workbook(all_columns) if kind == "xlsx" else write_document(all_columns)
    return attachment(content, f"Galaxy_template_{get_language()}.{kind}")


@login_required
@require_safe
def detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Progress, what to correct, what is here already, and the drafts that were made."""
    batch = _own(request, pk)
    if batch.is_document:
        return render(request, "imports/document.html", document_page(batch, request.user))
    response = render(request, "imports/table.html", table_page(batch, request.GET.get("page", "1")))
    if batch.is_at_work:
        response["Refresh"] = str(RENEWED_SECONDS)  # without a script
    return response


@login_required
@require_GET
def corrections(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rows that were not taken, as a workbook: to be corrected and uploaded again."""
    batch = _own(request, pk)
    lines = [
        Line(row.cells, {problem["key"]: problem["text"] for problem in row.problems})
        for row in services.rows_wrong(batch)
    ]
    return attachment(write_workbook(columns(request.user), lines), f"Galaxy_to_correct_{batch.pk}.xlsx")


@login_required
@require_POST
def make(request: SignedInRequest, pk: int) -> HttpResponse:
    return redirect(services.start(_own(request, pk)))


@login_required
@require_POST
def place(request: SignedInRequest, pk: int) -> HttpResponse:
    """Make the draft of a Word file, with its stray parts where the person put them."""
    batch = _own(request, pk, is_document=True)
    row = batch.rows.get()
    form = PlaceForm(request.POST, user=request.user, rest=row.rest, columns=columns(request.user))
    if row.solution is None:
        if not form.is_valid():
            return render(request, "imports/document.html", document_page(batch, request.user, form))
        said = form.cleaned_data
        try:
            row = services.make_from_document(
                batch, form.placed(), organization=said["organization"], title=said["title"]
            )
        except StepRefused as refused:
            form.add_error(None, str(refused))
            return render(request, "imports/document.html", document_page(batch, request.user, form))
    return redirect(batch)


@login_required
@require_POST
def assign(request: SignedInRequest, pk: int) -> HttpResponse:
    batch = _own(request, pk)
    rows = _chosen(request, batch)
    form = AssignForm(request.POST)
    if not rows:
        messages.warning(request, _("Tick the drafts first. Nothing was changed."))
    elif not form.is_valid():
        messages.error(request, str(form.errors["email"][0]))
    else:
        try:
            name = services.assign(rows, email=form.cleaned_data["email"], by=request.user)
        except StepRefused as refused:
            messages.error(request, str(refused))
        else:
            told = ngettext(
                "%(count)s draft waits for %(name)s now.", "%(count)s drafts wait for %(name)s now.", len(rows)
            )
            messages.success(request, told % {"count": len(rows), "name": name})
    return _back(request, batch)


@login_required
@require_POST
def send(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand in the ticked drafts; those that cannot be sent are named with the reason."""
    batch = _own(request, pk)
    rows = _chosen(request, batch)
    if not rows:
        messages.warning(request, _("Tick the drafts first. Nothing was sent."))
        return _back(request, batch)
    sent = services.send(rows, by=request.user, different="different" in request.POST)
    if sent.done:
        told = ngettext(
            "%(count)s draft was sent for review.", "%(count)s drafts were sent for review.", len(sent.done)
        )
        messages.success(request, told % {"count": len(sent.done)})
    for solution, reason in sent.refused:
        messages.warning(request, _("“%(title)s” was not sent: %(reason)s") % {"title": solution, "reason": reason})
    return _back(request, batch)


@login_required
@require_POST
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    services.discard(_own(request, pk))
    messages.success(request, _("The file and its rows are deleted here. Drafts that were made of it stay."))
    return redirect("imports:start")


def _own(request: SignedInRequest, pk: int, **more: bool) -> Import:
    return get_object_or_404(Import.objects.of(request.user).select_related("by"), pk=pk, **more)


def _chosen(request: HttpRequest, batch: Import) -> list[ImportRow]:
    """The ticked drafts that the person may still edit."""
    ticked = [int(value) for value in request.POST.getlist("row") if value.isdecimal() and len(value) < 12]
    return services.chosen(batch, ticked)


def _back(request: HttpRequest, batch: Import) -> HttpResponse:
    page = request.POST.get("page", "")
    return redirect(f"{batch.get_absolute_url()}?page={page}" if page.isdecimal() else batch.get_absolute_url())
