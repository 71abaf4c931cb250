"""Whose a publication is. To everybody else its pages look missing."""

from django.http import Http404

from accounts.models import User
from galaxy.library.models import Publication


def owned(public_id: str, user: User) -> Publication:
    """The publication of this id, where this person may write for its organization."""
    rows = Publication.objects.canonical().editable_by(user).by_public_id(public_id)
    publication = rows.select_related("organization").first()
    if publication is None:
        raise Http404
    return publication
