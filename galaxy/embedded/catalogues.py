"""Compiles translations without the gettext programs."""

from pathlib import Path


def compile_catalogues(root: Path) -> list[Path]:
    """Each .po that is newer than its .mo. Returns what was written."""
    return [compile_catalogue(source) for source in sorted(root.glob("locale/*/LC_MESSAGES/*.po")) if is_stale(source)]


def is_stale(source: Path) -> bool:
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime


def compile_catalogue(source: Path) -> Path:
    """Written beside its place and renamed: a process that starts meanwhile reads the old one or the new."""
    import polib  # noqa: PLC0415 - most starts have nothing to compile

    compiled = source.with_suffix(".mo")
    part = source.with_suffix(".mo.part")
    polib.pofile(str(source)).save_as_mofile(str(part))
    part.replace(compiled)
    return compiled
