"""What is shown of a document that words have found: the place where they stand, with marks."""

import re
from collections.abc import Collection

from django.db.models import Case, QuerySet, TextField, Value, When
from django.db.models.expressions import RawSQL
from django.utils.html import escape
from django.utils.safestring import SafeString

from galaxy.search.models import CONFIGURATIONS, SIMPLE, Document
from galaxy.search.text import HAN

STEMMED = {language: name for language, name in CONFIGURATIONS.items() if name != SIMPLE}
# Private characters, which no document holds (see text.visible), become <mark> after everything is escaped.
BEGIN, END = "\ue000", "\ue001"
UNMARKED = {ord(BEGIN): "", ord(END): ""}
TITLE = (
    "ts_headline('{0}', title, websearch_to_tsquery('{0}', %s),"
    f" 'StartSel={BEGIN},StopSel={END},HighlightAll=true')"
)
SNIPPET = (
    "ts_headline('{0}', summary || ' ' || left(body, 2000), websearch_to_tsquery('{0}', %s),"
    f" 'StartSel={BEGIN},StopSel={END},MinWords=25,MaxWords=40')"
)
AROUND = 60
WORD = re.compile(r"\w+")
MINUS = re.compile(r'(?<!\S)-(?:"[^"]*"?|\S+)')


def with_snippets(documents: "QuerySet[Document]", words: str, keys: Collection[int]) -> "QuerySet[Document]":
    """Adds `snippet` and `marked_title` to those with these keys: text with private marks, for marked(). Costly."""
    return documents.annotate(snippet=_spoken(SNIPPET, words, keys), marked_title=_spoken(TITLE, words, keys))


def marked(text: str) -> SafeString:
    """Escaped, with the found words in <mark>."""
    return SafeString(escape(text).replace(BEGIN, "<mark>").replace(END, "</mark>"))


def chinese_snippet(text: str, words: str) -> str:
    """The part of a Chinese text around what was looked for, with private marks."""
    runs = HAN.findall(words)
    if not runs:
        return text
    found = re.search("|".join(map(re.escape, runs)), text)
    start = max(0, found.start() - AROUND) if found else 0
    part = text[start : start + 3 * AROUND]
    return re.sub("|".join(map(re.escape, runs)), lambda run: f"{BEGIN}{run[0]}{END}", part)


def _spoken(template: str, words: str, keys: Collection[int]) -> Case:
    """In the configuration of each document's own language, where any of the words is one to mark."""
    cases = [f"WHEN '{language}' THEN {template.format(name)}" for language, name in STEMMED.items()]
    sql = f"CASE language {' '.join(cases)} ELSE {template.format(SIMPLE)} END"
    wanted = " or ".join(WORD.findall(MINUS.sub(" ", words)))
    found = RawSQL(sql, [wanted] * (len(cases) + 1))  # noqa: S611 - only constants in it
    return Case(When(pk__in=keys, then=found), default=Value(""), output_field=TextField())
