"""A publication as it is cited."""

from django.conf import settings
from django.urls import reverse

from galaxy.core.citations import ANY_TITLE, Work
from galaxy.library.models import Publication, PublicationType

KINDS = {
    PublicationType.VIDEO: "video",
    PublicationType.DATASET: "dataset",
    PublicationType.COURSE: "other",
}


def work_of(publication: Publication) -> Work:
    """In the language that is active, as far as there are words of ours in it."""
    kind = PublicationType(publication.type)
    path = reverse("library:detail", args=[publication.public_id.lower(), ANY_TITLE])
    address = f"{settings.BASE_URL.rstrip('/')}{path}"
    return Work(
        key=publication.public_id,
        kind=KINDS.get(kind, "report"),
        title=publication.title,
        authors=publication.authors,
        publisher=publication.organization.name,
        year=publication.year,
        url=publication.url or address,
        language=publication.language,
        abstract=publication.abstract,
        doi=publication.doi,
        isbn=publication.isbn,
        medium=str(kind.label),
        note=f"{settings.SITE_NAME}, {publication.public_id}, {address}",
    )
