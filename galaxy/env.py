"""Typed readers of environment variables. VARIABLES is the table that docs/configuration.md is tested against."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One environment variable: what it is read as, and what holds when it is not set."""

    name: str
    default: str


VARIABLES: dict[str, Variable] = {}


def text(name: str, default: str = "") -> str:
    VARIABLES[name] = Variable(name, default)
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Yes for 1, true, yes, on in any case; no for everything else that is set."""
    return text(name, "1" if default else "0").strip().lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise ValueError(f"{name} must be a whole number, not {value!r}") from None


def words(name: str, default: str = "") -> list[str]:
    """Parts of a comma-separated value, blanks dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]
