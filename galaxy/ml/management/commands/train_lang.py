"""Counts the words that tell languages in Latin letters apart where a text is too short for the general model."""

import json
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from galaxy.ml import texts
from galaxy.ml.languages import DATA, LATIN, LETTERS


class Command(BaseCommand):
    help = (
        "Count the words of CSV files whose columns end in a language, such as text_fr, for the detection of languages."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="+", type=Path)
        parser.add_argument("--out", type=Path, default=DATA / "words.json")

    def handle(self, *args: str, **options: Any) -> None:
        counts: dict[str, Counter[str]] = {language: Counter() for language in LATIN}
        try:
            for path in options["file"]:
                for language, text in texts.by_language(path, LATIN):
                    counts[language].update(LETTERS.findall(text.lower()))
        except texts.Unreadable as problem:
            raise CommandError(str(problem)) from None
        if empty := [language for language, words in counts.items() if not words]:
            raise CommandError(f"There is no text in {', '.join(empty)}; each of {', '.join(LATIN)} is needed.")
        stored = {language: dict(sorted(words.items())) for language, words in counts.items()}
        options["out"].write_text(json.dumps(stored, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        self.stdout.write(", ".join(f"{language}: {len(words)} words" for language, words in counts.items()))
