"""Files as people send them."""

import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from accounts.models import User
from solutions.exchange.columns import columns
from solutions.exchange.workbook import Line, write_workbook

TEXT = ("Health workers in the villages reach more people, and the counties pay for it. " * 4).strip()


def practice(number: int, **cells: str) -> dict[str, str]:
    """All that is needed to send it, as a person writes it into the template."""
    return {
        "title": f"Midwives in the villages of district {number}",
        "kind": "Good practice",
        "modality": "South-South",
        "summary": TEXT,
        "challenge": "Too few midwives.",
        "approach": "Midwives were trained.",
        "results": "More births at the clinic.",
        "lessons_learned": "Pay them on time.",
        "what_did_not_work": "A year of late pay.",
        "replicability_conditions": "A clinic within a day's walk.",
        "countries.1.country": "Kenya",
        "countries.1.role": "Gives",
        "countries.2.country": "Uganda",
        "countries.2.role": "Receives",
        "targets.1": "3.1",
        "primary_goal": "Goal 3",
        "themes.1": "health",
        "project_status": "Ongoing",
        "start_date": "2019",
        "practice_url": f"https://midwives.example.org/{number}",
        **cells,
    }


def workbook(rows: Iterable[Mapping[str, str]], user: User) -> bytes:
    """The template with these rows filled in."""
    return write_workbook(columns(user), [Line(row) for row in rows])


def upload(content: bytes, name: str = "practices.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def as_json(rows: Any) -> bytes:
    return json.dumps(rows).encode()


def stream(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)


def own_document() -> bytes:
    """Written freely in Word, with a heading that the template does not know."""
    document = Document()
    document.add_heading("Midwives in the villages", 0)
    document.add_heading("Challenges", 1)
    document.add_paragraph("Too few midwives.")
    document.add_heading("Voices from the field", 1)
    document.add_paragraph("It works, says the nurse.")
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
