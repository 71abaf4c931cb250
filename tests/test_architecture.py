"""Imports point down: the rule of docs/architecture.md, held for every module, imports inside functions included."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent

# From the top. A module may import from lower rows and from itself, nothing else of ours.
LAYERS = [
    ["galaxy.portal"],
    ["solutions"],
    ["funding", "galaxy.library"],
    ["partners"],
    ["galaxy.flags"],
    ["galaxy.moderation"],
    ["galaxy.freshness"],
    ["galaxy.search"],
    ["galaxy.notifications"],
    ["accounts"],
    ["galaxy.taxonomy"],
    ["galaxy.ml"],
    ["galaxy.core"],
]
RANK = {app: len(LAYERS) - row for row, apps in enumerate(LAYERS) for app in apps}
# Composition knows all; the starter of processes knows no app.
COMPOSITION = {"galaxy", "galaxy.settings", "galaxy.urls", "galaxy.celery", "galaxy.wsgi", "galaxy.env"}
# Composition that apps may read: typed readers of the environment are below everything.
BELOW_ALL = {"galaxy.env"}
FOLDERS = ["galaxy", "accounts", "partners", "funding", "solutions"]


def modules() -> list[str]:
    files = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in files
        if "migrations" not in path.parts
    )


def app_of(module: str) -> str | None:
    """The app that a module of ours belongs to; None for what is not ours."""
    known = [app for app in (*RANK, "galaxy.embedded") if module == app or module.startswith(f"{app}.")]
    if known:
        return known[0]
    return module if module.split(".", maxsplit=1)[0] in FOLDERS else None


def imports_of(module: str) -> set[str]:
    path = ROOT.joinpath(*module.split("."))
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 or module == "galaxy", f"{module}: imports are absolute"
            if node.level == 0:
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def is_allowed(module: str, target: str) -> bool:
    """Whether this module of ours may import this target of ours."""
    source, goal = app_of(module), app_of(target)
    if source == goal or any(target == name or target.startswith(f"{name}.") for name in BELOW_ALL):
        return True
    if source == "galaxy.embedded":
        return False
    if goal == "galaxy.embedded":
        return ".management.commands." in module
    if source in RANK and goal in RANK:
        return RANK[goal] < RANK[source]
    return source not in RANK


def test_every_import_points_down():
    upward = [
        f"{module} imports {target}"
        for module in modules()
        if app_of(module) not in COMPOSITION
        for target in sorted(imports_of(module))
        if app_of(target) is not None and not is_allowed(module, target)
    ]

    assert upward == []


@pytest.mark.parametrize(
    ("module", "target", "allowed"),
    [
        ("solutions.search", "galaxy.search.adapters.Entry", True),
        ("galaxy.search.services", "solutions.models.Solution", False),
        ("partners.services", "funding.models.Channel", False),
        ("galaxy.core.outbox", "galaxy.settings", False),
        ("galaxy.portal.views", "galaxy.embedded.launcher", False),
        ("galaxy.core.management.commands.compile_catalogues", "galaxy.embedded.catalogues", True),
        ("galaxy.embedded.launcher", "galaxy.core.models", False),
    ],
)
def test_the_rule_itself_tells_up_from_down(module, target, allowed):
    assert is_allowed(module, target) is allowed


def test_every_app_has_a_layer():
    ours = {config.name for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT / "galaxy")}

    assert ours <= set(RANK)


# Modules that open connections; whoever asks other servers goes through galaxy.core.outgoing, which checks the address.
CONNECTING = {"socket", "ssl", "http.client", "urllib.request", "requests", "httpx", "urllib3", "aiohttp", "ftplib"}
# The starter of processes asks only those that it started.
MAY_CONNECT = ("galaxy.core.outgoing", "galaxy.embedded.")


def test_only_one_module_opens_connections_to_others():
    found = [
        f"{module} imports {target}"
        for module in modules()
        if not module.startswith(MAY_CONNECT)
        for target in sorted(imports_of(module))
        if any(target == name or target.startswith(f"{name}.") for name in CONNECTING)
    ]

    assert found == []
    assert imports_of("galaxy.core.outgoing") >= {"socket", "ssl", "http.client"}
