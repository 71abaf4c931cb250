"""What the form of registration sends."""

import uuid
from typing import Any


def answers(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Ministry of Water of Kenya",
        "acronym": "MoW",
        "type": "government_ministry",
        "country": "KEN",
        "website": "https://water.example.org/",
        "description": "Brings water to towns and villages.",
        "language": "en",
        "role_in_sstc": ["provider"],
        "countries_of_operation": ["KEN", "UGA"],
        "themes": ["health"],
        "goals": ["6", "3"],
        "position": "Head of cooperation",
        "statement": "on",
        "creation_key": str(uuid.uuid4()),
        **fields,
    }
