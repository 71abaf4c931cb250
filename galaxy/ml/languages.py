"""In which of the portal's languages a text is written."""

import json
import re
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from galaxy.core.mapped import give_back, shared

LATIN = ("en", "fr", "es", "pt")
LANGUAGES = ("ar", "zh", "ru", *LATIN)
LONGEST = 2_000
DATA = Path(__file__).parent / "data"
# A word or two say little: in doubt it is the language that most content has.
PRIOR = np.array([4, 1, 1, -4], dtype=np.float32)
# Scripts that tell the language by themselves. Kana between Chinese characters is Japanese, which is none of ours.
SCRIPTS = {
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "zh": re.compile(r"[\u3400-\u9fff\uf900-\ufaff]"),
    "ru": re.compile(r"[\u0400-\u052f]"),
    "latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
}
LETTERS = re.compile(r"[^\W\d_]+")
LETTER = re.compile(r"[^\W\d_]")
# A Chinese character says as much as several letters of an alphabet.
WEIGHTS = {"zh": 3}


def detect(text: str) -> str | None:
    """The code of the likeliest of seven languages; None where most letters are of none of their scripts.

    A language that is not among the seven but shares a script with one of them is taken for that one.
    The first text in Latin letters takes half a second, for the model is loaded then.
    """
    text = text[:LONGEST]
    weights = {name: WEIGHTS.get(name, 1) * len(script.findall(text)) for name, script in SCRIPTS.items()}
    script = max(weights, key=lambda name: weights[name])
    if not weights[script] or 2 * weights[script] < len(LETTER.findall(text)):
        return None
    return _of_latin(text) if script == "latin" else script


def _of_latin(text: str) -> str:
    # In small letters, which the model knows best; titles are often written in capitals.
    lowered = text.lower()
    identifier = _identifier()
    raw = dict(zip(identifier.nb_classes, identifier._raw_score(lowered.encode("utf-8", "replace")), strict=True))
    scores = np.array([raw[language] for language in LATIN]) + PRIOR
    for word in LETTERS.findall(lowered):
        scores += _words().get(word, 0)
    return LATIN[int(scores.argmax())]


@lru_cache(1)
def _words() -> dict[str, np.ndarray]:
    """How much each word of the field speaks for each language in Latin letters."""
    counts: dict[str, dict[str, int]] = json.loads((DATA / "words.json").read_text(encoding="utf-8"))
    known = sorted(set().union(*counts.values()))
    table = np.array([[counts[language].get(word, 0) for word in known] for language in LATIN], dtype=np.float32)
    logs = np.log(20_000 * table / table.sum(axis=1, keepdims=True) + 0.3)
    return dict(zip(known, 2.5 * (logs - logs.mean(axis=0)).T, strict=True))


@lru_cache(1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(LATIN)
    identifier._full_model = None  # of all its languages: 30 MB that stay unused
    # Another 39 MB, the same in every process. A view gives plain numbers, as the array did.
    steps = np.frombuffer(identifier.tk_nextmove, np.uint32)
    identifier.tk_nextmove = shared(steps, settings.DATA_DIR / "cache" / "languages.npy").data
    give_back()
    return identifier
