"""An invented think tank with publications and calls for research, marked as such: we make up no real ones."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from galaxy.library.models import Publication, ResearchCall
from galaxy.portal.demo.records import DATA, Item, Loader
from galaxy.taxonomy.models import Region
from partners.models import Organization


def load(report: Callable[[str], None]) -> int:
    """Bring in what is not there yet; how many records were made. Needs the vocabularies."""
    loader = InventedLoader()
    made = 0
    for name, model, make in (
        ("organizations", Organization, loader.organization),
        ("publications", Publication, loader.publication),
    ):
        count = loader.bring_in(loader.items[name], model, make)
        report(f"{count} invented {name}")
        made += count
    loader.announce()
    return made


class InventedLoader(Loader):
    source = "invented"

    def __init__(self) -> None:
        super().__init__()
        self.items: dict[str, Any] = json.loads((DATA / "invented.json").read_text(encoding="utf-8"))

    def organization(self, item: Item) -> Organization:
        organization = super().organization(item)
        self._classify(organization, self.items["publications"][0])
        return organization

    def publication(self, item: Item) -> Publication:
        fields = ("title", "type", "abstract", "year", "authors", "url", "licence")
        publication = Publication.objects.create(
            **{**self._common({**item, "source_url": ""}), "language": item["language"]},
            **{name: item[name] for name in fields},
            organization=self._institute(),
        )
        self._classify(publication, item)
        publication.countries.set(item["countries"])
        publication.regions.set(Region.objects.filter(pk__in=item["regions"]))
        return publication

    def announce(self) -> None:
        """Calls that are open for some weeks from now, unless there are any."""
        institute = self._institute()
        if institute.research_calls.exists():
            return
        today = timezone.localdate()
        ResearchCall.objects.bulk_create(
            ResearchCall(
                organization=institute,
                title=item["title"],
                url=item["url"],
                closes_on=today + timedelta(days=item["days"]),
                by=self.author,
            )
            for item in self.items["calls"]
        )

    def _institute(self) -> Organization:
        return self.organizations[self.items["organizations"][0]["slug"]]
