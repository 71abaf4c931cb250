"""What everybody may see: the page of a published solution, and its picture."""

import uuid
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import require_GET, require_safe

from galaxy.core.downloads import kept_file
from galaxy.core.pages import shared
from galaxy.moderation.models import Status
from galaxy.moderation.services import may_review
from solutions.models import Attachment, Solution, SolutionQuerySet
from solutions.page import page_of
from solutions.views.export import exports_of

PICTURE_POLICY = "default-src 'none'; sandbox"
WEEK = 7 * 24 * 60 * 60


@shared
@require_safe
def detail(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """Public ones only; an older slug leads to the present one, a withdrawn one says so, the rest looks missing."""
    solution = Solution.objects.for_detail().filter(revision_of=None).by_public_id(public_id).first()
    if solution is None or not solution.is_published:
        return not_public(request, solution)
    if (public_id, slug) != (solution.public_id.lower(), solution.slug):
        return redirect(solution, permanent=True)
    response = render(request, "solutions/solution_detail.html", _context(request, solution))
    response["Last-Modified"] = http_date(solution.updated_at.timestamp())
    return response


@require_GET
def attachment(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """A file of a public solution, or of one that this person may see; to be saved, never opened within the site."""
    file = get_object_or_404(Attachment, key=key)
    rows = Solution.objects.filter(resources__attachment=file)
    is_public = rows.published().exists()
    if not (is_public or may_see(request, rows) or _may_attach(request, file)):
        raise Http404
    response: FileResponse = kept_file(file.file, file.name, file.kind)
    patch_cache_control(response, **({"no_cache": True} if is_public else {"private": True, "no_store": True}))
    return response


@require_GET
def cover(request: HttpRequest, name: str) -> FileResponse:
    """A picture of a public solution, or of one that this person may see; nothing else is ever served from here."""
    path = f"covers/{name}.jpg"
    rows = Solution.objects.filter(cover_image=path)
    is_public = rows.published().exists()
    if not (is_public or may_see(request, rows)):
        raise Http404
    response = FileResponse(_opened(path), content_type="image/jpeg")
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    if is_public:
        patch_cache_control(response, public=True, max_age=WEEK)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def may_see(request: HttpRequest, rows: SolutionQuerySet) -> bool:
    user = request.user
    if not user.is_authenticated:
        return False
    return rows.exists() if may_review(user) else rows.visible_to(user).exists()


def _may_attach(request: HttpRequest, file: Attachment) -> bool:
    """Whether this person writes the solution: also where no line names the file yet."""
    user = request.user
    return user.is_authenticated and Solution.objects.editable_by(user).filter(pk=file.solution_id).exists()


def _opened(path: str) -> object:
    storage: Any = Solution._meta.get_field("cover_image").storage
    try:
        return storage.open(path)
    except FileNotFoundError:
        raise Http404 from None


def _context(request: HttpRequest, solution: Solution) -> dict[str, object]:
    user = request.user
    may_edit = user.is_authenticated and Solution.objects.editable_by(user).filter(pk=solution.pk).exists()
    return {**page_of(solution), "may_edit": may_edit, "exports": exports_of(solution)}


def not_public(request: HttpRequest, solution: Solution | None) -> HttpResponse:
    """What stands at the address of a solution, or of something within it, that is not public (any more)."""
    if solution is None:
        raise Http404
    if solution.duplicate_of is not None:
        return redirect(solution.duplicate_of, permanent=True)
    if solution.status == Status.WITHDRAWN and solution.published_at:
        return render(request, "410.html", {"public_id": solution.public_id}, status=410)
    if request.user.is_authenticated and Solution.objects.editable_by(request.user).filter(pk=solution.pk).exists():
        return redirect(solution.get_status_url())
    raise Http404
