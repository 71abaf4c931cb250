"""A solution as it is cited: its organization is the author, and the portal keeps it."""

from django.conf import settings
from django.urls import reverse

from galaxy.core.citations import ANY_TITLE, Work
from solutions.models import Solution


def work_of(solution: Solution) -> Work:
    path = reverse("solutions:detail", args=[solution.public_id.lower(), ANY_TITLE])
    return Work(
        key=solution.public_id,
        kind="other",
        title=solution.title,
        authors=[],
        publisher=solution.organization.name,
        year=solution.published_at.year if solution.published_at else None,
        url=f"{settings.BASE_URL.rstrip('/')}{path}",
        language=solution.language,
        abstract=solution.summary,
        note=f"{settings.SITE_NAME}, {solution.public_id}",
    )
