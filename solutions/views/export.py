"""A published solution to take along: Word, PDF, poster, citation."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from galaxy.core.citations import FORMAT_NAMES, FORMATS
from galaxy.core.downloads import attachment
from solutions.cite import work_of
from solutions.exchange import paper
from solutions.exchange.outgoing import file_name, solution_document
from solutions.models import Solution

PAPER = {"pdf": "solutions/paper.html", "poster": "solutions/poster.html"}
NAMES = {
    "docx": gettext_lazy("Word document"),
    "pdf": gettext_lazy("PDF"),
    "poster": gettext_lazy("Poster, A3, with QR code"),
    **FORMAT_NAMES,
}


def exports_of(solution: Solution) -> list[tuple[str, str]]:
    """Address and name of each file that this installation can make."""
    kinds = [kind for kind in NAMES if kind not in PAPER or paper.is_available()]
    return [(reverse("solutions:export", args=[solution.public_id.lower(), kind]), str(NAMES[kind])) for kind in kinds]


@require_safe
def export(request: HttpRequest, public_id: str, kind: str) -> HttpResponse:
    """Public ones only, in the language of the address."""
    solution = Solution.objects.for_detail().published().filter(revision_of=None).by_public_id(public_id).first()
    if solution is None or (kind in PAPER and not paper.is_available()):
        raise Http404
    if kind in FORMATS:
        return attachment(FORMATS[kind](work_of(solution)).encode(), f"{solution.public_id}.{kind}")
    content = paper.render(PAPER[kind], solution) if kind in PAPER else solution_document(solution)
    return attachment(content, file_name(solution, kind))
