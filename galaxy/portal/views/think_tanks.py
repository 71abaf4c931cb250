"""Think tanks: their organizations and publications as one list, under their calls for research."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from galaxy.library.models import ResearchCall
from galaxy.portal.views.search import render_results
from partners.models import THINK_TANKS

PRESET = {"organization_type": [str(kind) for kind in THINK_TANKS]}
MOST_CALLS = 12


def think_tanks(request: HttpRequest) -> HttpResponse:
    """One statement more than any list."""
    extra = {
        "title": _("Think tanks"),
        "kind": _("Research"),
        "calls": ResearchCall.objects.open()[:MOST_CALLS],
        "crumbs": [(reverse("portal:home"), _("Home")), (reverse("portal:organizations"), _("Organizations"))],
    }
    return render_results(request, "portal/think_tanks.html", PRESET, extra)
