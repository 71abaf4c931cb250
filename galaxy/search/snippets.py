"""What is shown of a document that words have found: the place where they stand, with marks."""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString

from galaxy.search.models import CONFIGURATIONS, SIMPLE
from galaxy.search.text import HAN

STEMMED = {language: name for language, name in CONFIGURATIONS.items() if name != SIMPLE}
# Private characters, which no document holds (see text.visible), become <mark> after everything is escaped.
BEGIN, END = "\ue000", "\ue001"
UNMARKED = {ord(BEGIN): "", ord(END): ""}
TITLE = (
    "ts_headline('{0}', title, websearch_to_tsquery('{0}', %(marked)s),"
    f" 'StartSel={BEGIN},StopSel={END},HighlightAll=true')"
)
SNIPPET = (
    "ts_headline('{0}', summary || ' ' || left(body, 2000), websearch_to_tsquery('{0}', %(marked)s),"
    f" 'StartSel={BEGIN},StopSel={END},MinWords=25,MaxWords=40')"
)
AROUND = 60
WORD = re.compile(r"\w+")
MINUS = re.compile(r'(?<!\S)-(?:"[^"]*"?|\S+)')


def spoken(template: str) -> str:
    """SQL of TITLE or SNIPPET in the forms of each document's own language: text with private marks, for marked()."""
    cases = [f"WHEN '{language}' THEN {template.format(name)}" for language, name in STEMMED.items()]
    return f"CASE language {' '.join(cases)} ELSE {template.format(SIMPLE)} END"


def to_mark(words: str) -> str:
    """The query whose words are marked: any of them."""
    return " or ".join(WORD.findall(MINUS.sub(" ", words)))


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
