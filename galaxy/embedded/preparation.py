"""What must be done before the portal can serve, and what can be left out because nothing changed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from galaxy.embedded.layout import ROOT, digest

OWN_FOLDERS = ("galaxy", "accounts", "partners", "solutions", "funding")


@dataclass(frozen=True)
class Step:
    """A management command, and the files that it depends on."""

    command: str
    sources: tuple[str, ...]

    def fingerprint(self) -> str:
        """Of names and contents: a fresh checkout of the same files has nothing to do."""
        files = [ROOT / "requirements.txt", *sorted(found(self.sources))]
        return digest("\n".join(f"{path.relative_to(ROOT)} {digest(path.read_bytes())}" for path in files))


MIGRATE = Step("migrate", tuple(f"{folder}/**/migrations/*.py" for folder in OWN_FOLDERS))
TAXONOMY = Step(
    "load_taxonomy", ("galaxy/taxonomy/data/**/*", "galaxy/search/data/**/*", "galaxy/taxonomy/services.py")
)
DEMO = Step("seed_demo", ("galaxy/portal/management/commands/seed_demo.py", "galaxy/portal/demo/**/*"))
STATIC = Step(
    "collectstatic", ("static/**/*", "galaxy/settings.py", *(f"{name}/**/static/**/*" for name in OWN_FOLDERS))
)


def found(patterns: Iterable[str]) -> set[Path]:
    """Without what Python and editors leave beside the sources."""
    paths = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    return {path for path in paths if "__pycache__" not in path.parts and not path.name.startswith(".")}


class Record:
    """Remembers, in a file beside what was made, from which sources it was made."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def outdated(self, steps: Iterable[Step]) -> list[Step]:
        known = self.read()
        return [step for step in steps if known.get(step.command) != step.fingerprint()]

    def note(self, steps: Iterable[Step]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = {step.command: step.fingerprint() for step in steps}
        self.path.write_text(json.dumps({**self.read(), **fresh}))

    def read(self) -> dict[str, str]:
        try:
            return json.loads(self.path.read_text())
        except (OSError, ValueError):
            return {}
