"""What can be told. Apps add kinds in <app>/notifications.py, which is found by itself."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from accounts.models import User


class Kind(ABC):
    """One thing that people are told of. The text is templates/emails/<name, dots as slashes>.txt, subject first."""

    name: ClassVar[str]
    by_mail: ClassVar[bool] = True
    # Whether somebody waits for an answer: who leaves such a message unread for long has fallen silent.
    asks: ClassVar[bool] = False

    @abstractmethod
    def recipients(self, item: Any, **context: Any) -> Iterable[User]:
        """Who is told; whoever did it is left out by notify()."""

    def url(self, item: Any, **context: Any) -> str:
        """The path that the message leads to, in the language that is active."""
        return item.get_absolute_url()

    @property
    def template(self) -> str:
        return f"emails/{self.name.replace('.', '/')}.txt"


_kinds: dict[str, Kind] = {}


def register(kind: type[Kind]) -> type[Kind]:
    _kinds[kind.name] = kind()
    return kind


def get_kind(name: str) -> Kind:
    return _kinds[name]


def asking() -> list[str]:
    """The names of the kinds that ask for an answer."""
    return sorted(name for name, kind in _kinds.items() if kind.asks)


def all_kinds() -> list[Kind]:
    return list(_kinds.values())
