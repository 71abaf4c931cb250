"""What somebody may be about to type: a part of a page for the search box, and a page of its own without scripts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from galaxy.core.http import client_address
from galaxy.core.pace import Pace
from galaxy.search import text
from galaxy.search.typeahead import propose

# An office behind one address types too; a script that copies the index letter by letter is slowed down.
pace = Pace(limit=300, seconds=60)


def suggest(request: HttpRequest) -> HttpResponse:
    """At most one statement."""
    if not pace.allows(client_address(request)):
        return render(request, "429.html", status=429)
    words = text.query(request.GET.get("q", ""))
    groups = propose(words)
    context = {"groups": groups, "words": words, "tally": _tally(sum(len(group.proposals) for group in groups))}
    template = "portal/suggest_list.html" if request.headers.get("HX-Request") else "portal/suggest.html"
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _tally(count: int) -> str:
    if not count:
        return _("No suggestions.")
    text = ngettext("%(count)s suggestion.", "%(count)s suggestions.", count)
    return text % {"count": count}
