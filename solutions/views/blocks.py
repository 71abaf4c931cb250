"""Building blocks on their own: the page of each, and taking one over into a solution of one's own."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from galaxy.moderation.services import StepRefused
from solutions import outline, services
from solutions.forms import UseBlockForm, organizations_of
from solutions.models import BuildingBlock, Solution
from solutions.models.blocks import number_of
from solutions.page import page_of
from solutions.views.public import not_public


@require_safe
def detail(request: HttpRequest, public_id: str, slug: str) -> HttpResponse:
    """As long as what it belongs to is public; a block that was taken out leads there."""
    block = BuildingBlock.objects.canonical().by_public_id(public_id).first()
    if block is None:
        return redirect(_former_home(public_id), permanent=True)
    solution = Solution.objects.for_detail().get(pk=block.solution_id)
    if not solution.is_published:
        return not_public(request, solution)
    if (public_id, slug) != (block.public_id.lower(), block.slug):
        return redirect(block, permanent=True)
    response = render(request, "solutions/block.html", _context(block, solution))
    patch_cache_control(response, no_cache=True)
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def use(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Choose the solution of one's own that takes the block over; it gets a line that refers to it."""
    block = get_object_or_404(BuildingBlock.objects.published().with_solution().by_public_id(public_id))
    form = UseBlockForm(request.POST or None, user=request.user, block=block)
    if request.method == "POST" and form.is_valid():
        try:
            solution = services.use_block(block, form.chosen(), by=request.user)
        except StepRefused as refused:
            form.add_error("solution", str(refused))
        else:
            messages.success(request, _("The block is in the list below. Say in your own words how you use it."))
            return redirect(outline.step_url(solution, "blocks"))
    may_write = bool(organizations_of(request.user))
    return render(request, "solutions/use_block.html", {"item": block, "form": form, "may_write": may_write})


def _former_home(public_id: str) -> Solution:
    """The public solution that once had this block."""
    events: Any = BuildingBlock._meta.get_field("events").related_model
    last = events.objects.filter(pgh_obj=number_of(public_id), pgh_label="delete").order_by("-pgh_id").first()
    solution = Solution.objects.published().filter(pk=last.solution_id).first() if last else None
    if solution is None:
        raise Http404
    return solution


def _context(block: BuildingBlock, solution: Solution) -> dict[str, Any]:
    page = page_of(solution, with_related=False)
    row = next(row for row in page["blocks"] if row["id"] == block.pk)
    address = f"{settings.BASE_URL}{block.get_absolute_url()}"
    facts = [pair for pair in page["facts"] if pair[1]]
    return {
        "item": block,
        "row": row,
        "solution": solution,
        "page": page,
        "language": page["language"],
        "crumbs": [*page["crumbs"], (solution.get_absolute_url(), solution.title)],
        "facts": facts,
        "uses": BuildingBlock.objects.published()
        .with_solution()
        .filter(source=block)
        .order_by("-solution__published_at"),
        "address": address,
        "cite": _cite(block, solution, address),
    }


def _cite(block: BuildingBlock, solution: Solution, address: str) -> str:
    """As its solution is cited, which it names."""
    year = solution.published_at.year if solution.published_at else ""
    place = f"{solution.title}. {settings.SITE_NAME}, {block.public_id}"
    return f"{solution.organization.name} ({year}). {block.title}. {place}. {address}"
