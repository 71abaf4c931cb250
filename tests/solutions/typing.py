"""What a person types into the documentation form, step by step."""

from typing import Any

from django.test import Client
from django.urls import reverse

from solutions.models import Solution

WORDS = "Health workers in the villages reach more people, and the counties pay for it. " * 4

STEPS: dict[str, dict[str, Any]] = {
    "story": {"summary": WORDS, "challenge": "Many newborns could not hear.", "approach": "Two nurses were trained."},
    "results": {
        "results": "1,240 nurses now screen newborns.",
        "lessons_learned": "Train two people from the start.",
        "replicability_conditions": "Clinics with electricity.",
        "what_did_not_work": "One nurse was not enough.",
    },
    "partners": {
        "countries-TOTAL_FORMS": "2",
        "countries-INITIAL_FORMS": "0",
        "countries-0-country": "KEN",
        "countries-0-role": "provider",
        "countries-0-place": "Turkana",
        "countries-1-country": "UGA",
        "countries-1-role": "beneficiary",
        "organizations-TOTAL_FORMS": "1",
        "organizations-INITIAL_FORMS": "0",
        "organizations-0-name": "Village Health Fund",
        "organizations-0-role": "funder",
    },
    "goals": {"targets": ["3.8", "3.2"], "primary_goal": "3", "themes": ["health"]},
    "time": {"project_status": "ongoing", "start_date": "2019-05", "budget_currency": "USD"},
    "links": {
        "practice_url": "https://health.example.org/newborns",
        "resources-TOTAL_FORMS": "1",
        "resources-INITIAL_FORMS": "0",
        "resources-0-url": "https://health.example.org/report.pdf",
        "resources-0-label": "Yearly report",
        "resources-0-type": "report",
        "resources-0-language": "en",
    },
}


def basics(organization: Any, **fields: Any) -> dict[str, Any]:
    return {
        "title": "Nurses screen newborns",
        "organization": str(organization.pk),
        "kind": "good_practice",
        "modality": "south_south",
        "language": "en",
        **fields,
    }


def edit_url(solution: Solution, step: str) -> str:
    return reverse("solutions:edit", args=[solution.public_id.lower(), step])


def url(name: str, solution: Solution) -> str:
    return reverse(f"solutions:{name}", args=[solution.public_id.lower()])


def seen(client: Client, address: str) -> str:
    """The digests that the page of this address carries."""
    return str(client.get(address).context["page"].seen)


def save(client: Client, solution: Solution, step: str, **changes: Any) -> Any:
    """Open the step, type, and press the button."""
    address = edit_url(solution, step)
    return client.post(address, {**STEPS.get(step, {}), "seen": seen(client, address), **changes})


def start(client: Client, organization: Any, **fields: Any) -> Solution:
    """A draft with the first step filled in."""
    address = reverse("solutions:create")
    page = client.get(address)
    client.post(
        address,
        {
            **basics(organization, **fields),
            "seen": page.context["page"].seen,
            "creation_key": page.context["creation_key"],
        },
    )
    return Solution.objects.latest("pk")


def fill(client: Client, solution: Solution) -> Solution:
    for step in STEPS:
        save(client, solution, step)
    return Solution.objects.get(pk=solution.pk)
