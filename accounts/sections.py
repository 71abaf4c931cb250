"""Parts of "My page". Apps add theirs in <app>/sections.py, which is found by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User

Context = Callable[[User], dict[str, Any] | None]


@dataclass(frozen=True, order=True)
class Section:
    """One part: where it stands, its template, and what the template reads; a context of None shows nothing."""

    order: int
    template: str
    context: Context


_sections: list[Section] = []


def register_section(order: int, template: str, context: Context) -> None:
    _sections.append(Section(order, template, context))


def all_sections() -> list[Section]:
    return sorted(_sections, key=lambda section: (section.order, section.template))
