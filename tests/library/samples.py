"""What the access table needs of the library: publications of its organization, and a think tank with a call."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from galaxy.library.models import ResearchCall
from tests import factories
from tests.partners.samples import with_people_of


def samples(world: Any) -> dict[str, list[Any]]:
    own = {"organization": world.organization, "author": world.owner}
    public, hidden = factories.make_publication(published=True, **own), factories.make_publication(**own)
    call = think_tank_call(world)
    key, tank = public.public_id.lower(), call.organization.public_id.lower()
    return {
        "publication": [key],
        "publication-page": [key, public.slug],
        "hidden-publication-page": [hidden.public_id.lower(), hidden.slug],
        "citation": [key, "ris"],
        "hidden-citation": [hidden.public_id.lower(), "ris"],
        "think-tank": [tank],
        "call": [tank, call.pk],
    }


def think_tank_call(world: Any) -> ResearchCall:
    """Of a think tank with the same people as the organization."""
    tank = with_people_of(world, name="Institute of Rain", type="think_tank")
    day = timezone.localdate() + timedelta(days=9)
    return ResearchCall.objects.create(
        organization=tank, title="Who pays for rain?", url="https://rain.example/", closes_on=day, by=world.owner
    )
