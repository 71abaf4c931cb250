"""How well languages are told apart."""

import json
from argparse import ArgumentParser
from collections import defaultdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from galaxy.ml import figures, texts
from galaxy.ml.languages import LANGUAGES, detect

SHORT = 4  # words


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
        for language, text in self.samples(options["file"] or texts.own_languages()):
            found = detect(text)
            outcomes["short" if self.is_short(text) else "long"][language].append(found == language)
            if found != language:
                wrong.append({"text": text[:80], "is": language, "taken_for": found})
        self.stdout.write(json.dumps({**self.shares(outcomes), "wrong": wrong[:20]}, ensure_ascii=False))

    def samples(self, paths: list[Path]) -> list[tuple[str, str]]:
        try:
            return [sample for path in paths for sample in texts.by_language(path, LANGUAGES)]
        except texts.Unreadable as problem:
            raise CommandError(str(problem)) from None

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
