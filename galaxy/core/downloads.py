"""Files that people take away: those that the portal makes, and those that others have attached."""

from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header

TYPES = {
    "bib": "application/x-bibtex; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "jpg": "image/jpeg",
    "json": "application/vnd.citationstyles.csl+json",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "ris": "application/x-research-info-systems; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def attachment(content: bytes, name: str) -> HttpResponse:
    """To be saved under this name, never opened within the site."""
    return _harmless(HttpResponse(content, content_type=TYPES[name.rpartition(".")[2]]), name)


def kept_file(file: FieldFile, name: str, kind: str) -> Any:
    """A file of the storage, in the same way; a missing one looks like any other that is not there."""
    try:
        opened = file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    return _harmless(FileResponse(opened, content_type=TYPES[kind]), name)


def _harmless(response: Any, name: str) -> Any:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
