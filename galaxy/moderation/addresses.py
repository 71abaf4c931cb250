"""What the lasting address of a record answers when it is not simply its page."""

from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers

from galaxy.moderation.models import Moderated, Status


def other_answer(request: HttpRequest, item: Moderated, *, may_see: bool) -> HttpResponse | None:
    """None where the page is shown: to all when it is public, else to those who may see it.

    Another slug and a duplicate lead on (301), what was public once is gone (410), all else looks missing (404)."""
    if item.duplicate_of is not None and (item.published_at or may_see):
        return redirect(item.duplicate_of, permanent=True)
    if item.status == Status.WITHDRAWN and item.published_at and not may_see:
        return TemplateResponse(request, "410.html", {"public_id": item.public_id}, status=410)
    if not item.is_published and not may_see:
        raise Http404
    if request.path != unquote(item.get_absolute_url()):
        answer = redirect(item, permanent=item.is_published)
        if not item.is_published:
            add_never_cache_headers(answer)
        return answer
    return None
