"""We adapted this: from a public page to a draft of one's own."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from galaxy.moderation.services import StepRefused
from solutions import outline
from solutions.adaptations import services
from solutions.adaptations.forms import AdaptForm
from solutions.forms import organizations_of
from solutions.models import Solution


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def adapt(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Organization and title, then the ordinary form, at the question what was changed."""
    parent = Solution.objects.published().by_public_id(public_id).select_related("organization").first()
    if parent is None:
        raise Http404
    if not organizations_of(request.user):
        return render(request, "solutions/no_organization.html")
    posted = request.POST if request.method == "POST" else None
    form = AdaptForm(posted, parent=parent, user=request.user, initial={"creation_key": uuid.uuid4()})
    if posted is not None and form.is_valid():
        said = form.cleaned_data
        try:
            draft = services.adapt(
                parent,
                title=said["title"],
                organization=said["organization"],
                by=request.user,
                key=said["creation_key"],
            )
        except StepRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your draft is made. Goals and themes were taken over; change what differs."))
            return redirect(outline.field_url(draft, "adaptation_note"))
    return render(request, "adaptations/adapt.html", {"parent": parent, "form": form})
