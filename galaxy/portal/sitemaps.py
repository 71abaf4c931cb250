"""The site map: every public record and every page of a vocabulary, in the six languages."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from galaxy.search.models import Document
from galaxy.taxonomy.labels import Term, vocabulary

PAGES = ["portal:home", "portal:search", "portal:goals", "portal:themes", "portal:regions", "portal:groups"]


class Multilingual(Sitemap):
    i18n = True
    alternates = True
    x_default = True
    limit = 5_000


class PageSitemap(Multilingual):
    def items(self) -> list[str]:
        others = ("countries", "publications", "think_tanks", "about")
        return [*PAGES, *(f"portal:{name}" for name in others), "solutions:criteria"]

    def location(self, item: Any) -> str:
        return reverse(item)


class TermSitemap(Multilingual):
    """Goals, themes, regions, groups and countries."""

    def items(self) -> list[Term]:
        words = vocabulary("en")
        tables: list[Iterable[Term]] = [
            words.goals.values(),
            words.theme_list,
            words.regions.values(),
            words.groups.values(),
            words.country_list,
        ]
        return [term for table in tables for term in table]

    def location(self, item: Any) -> str:
        return item.url


class DocumentSitemap(Multilingual):
    def items(self) -> Any:
        return Document.objects.order_by("pk").only("card", "published_at")

    def location(self, item: Any) -> str:
        name, *arguments = item.card["path"]
        return reverse(name, args=arguments)

    def lastmod(self, item: Document) -> datetime:
        return item.published_at


SITEMAPS = {"pages": PageSitemap, "terms": TermSitemap, "records": DocumentSitemap}
