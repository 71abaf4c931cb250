"""How well languages are told apart."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from galaxy.ml import figures, texts
from galaxy.ml.languages import LANGUAGES, detect

OWN = ("targets.csv", "indicators.csv", "goals.csv", "themes.csv")
SHORT = 4  # words, or this many times three characters of Chinese


class Command(BaseCommand):
    help = (
        "Measure the detection of languages on CSV files whose columns end in a language, such as name_fr; without"
        " FILE on the vocabularies of the portal. Prints one JSON object with the share that is right."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="*", type=Path)

    def handle(self, *args: str, **options: Any) -> None:
        outcomes: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
        wrong: list[dict[str, str | None]] = []
        for path in options["file"] or [texts.VOCABULARIES / name for name in OWN]:
            for language, text in self.samples(path):
                found = detect(text)
                outcomes["short" if self.is_short(text) else "long"][language].append(found == language)
                if found != language:
                    wrong.append({"text": text[:80], "is": language, "taken_for": found})
        self.stdout.write(json.dumps({**self.shares(outcomes), "wrong": wrong[:20]}, ensure_ascii=False))

    def samples(self, path: Path) -> list[tuple[str, str]]:
        """(language, text) of every filled cell, each once."""
        try:
            rows = list(texts.rows(path))
        except texts.Unreadable as problem:
            raise CommandError(str(problem)) from None
        columns = {name: language for name in (rows[0] if rows else {}) if (language := self.language_of(name))}
        if not columns:
            raise CommandError(f"{path} has no column that ends in a language: {', '.join(LANGUAGES)}.")
        cells = ((language, row.get(name, "").strip()) for row in rows for name, language in columns.items())
        return list(dict.fromkeys(cell for cell in cells if cell[1]))

    def language_of(self, column: str) -> str:
        code = column.removesuffix("_hans").removesuffix("-hans").replace("-", "_").rpartition("_")
        return code[2] if code[1] and code[2] in LANGUAGES else ""

    def is_short(self, text: str) -> bool:
        return len(text.split()) <= SHORT and len(text) <= 60

    def shares(self, outcomes: dict[str, dict[str, list[bool]]]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for length, by_language in outcomes.items():
            everything = [right for rights in by_language.values() for right in rights]
            told[length] = {
                "n": len(everything),
                "accuracy": figures.rounded(sum(everything) / len(everything)),
                "by_language": {
                    language: figures.rounded(sum(rights) / len(rights)) for language, rights in by_language.items()
                },
            }
        return told
