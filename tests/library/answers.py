"""What somebody types into the form of a publication."""

from typing import Any


def answers(organization: Any, /, **fields: Any) -> dict[str, Any]:
    given = {
        "organization": organization.pk,
        "title": "What nurses learned",
        "type": "report",
        "abstract": "Nurses of two countries visited each other, and what came of it.",
        "authors": "Okafor, Ngozi\n王小明",
        "year": "2024",
        "language": "en",
        "isbn": "",
        "doi": "",
        "url": "https://reports.example.org/nurses/",
        "licence": "cc_by",
        "goals": ["3"],
        "themes": ["health"],
        "regions": ["africa"],
        "countries": ["KEN", "UGA"],
    }
    return {**given, **fields}
