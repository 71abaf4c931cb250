"""Text that people typed, as HTML that is safe on every page."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from linkify_it import LinkifyIt
from markdown_it import MarkdownIt

TAGS = {"a", "blockquote", "br", "li", "ol", "p", "ul"}
RULES = ["blockquote", "fragments_join", "linkify", "list"]

_markdown = MarkdownIt("zero", {"html": False, "breaks": True, "linkify": True}).enable([*RULES, "newline"])
_markdown.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})


@lru_cache(maxsize=512)
def render(text: str) -> SafeString:
    """Paragraphs, lists, quotations and bare addresses; all else, even a star or a bracket, stays as it was typed."""
    cleaned = nh3.clean(
        _markdown.render(text),
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel="ugc nofollow noopener",
    )
    return mark_safe(cleaned)  # noqa: S308, cleaned on the line before
