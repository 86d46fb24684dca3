"""The diagrams, forms and decisions that Pratica brings along, and others from the command line."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from app.core.actor import Actor
from app.engine.operations import DeploymentResult, deploy

ROOT = Path(__file__).parents[1]
SHIPPED = (ROOT / "bpmn", ROOT / "forms")
ENDINGS = frozenset({".bpmn", ".dmn", ".form"})


def deploy_shipped(*, by: Actor, at: datetime) -> DeploymentResult:
    """Deploy what lies in `bpmn/` and `forms/`; unchanged files make no new version."""
    return deploy(contents(SHIPPED), by=by, at=at, reason="Shipped with Pratica")


def contents(paths: Iterable[Path]) -> dict[str, bytes]:
    """Name to content of the files; a folder stands for all such files in it."""
    return {_name(path): path.read_bytes() for path in _files(paths)}


def _files(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(inner for inner in path.rglob("*") if inner.suffix in ENDINGS) if path.is_dir() else [path]
        found.update(dict.fromkeys(inside))
    return list(found)


def _name(path: Path) -> str:
    """The same from wherever the command is given: the place in the project, else the file's own name."""
    resolved = path.resolve()
    return resolved.relative_to(ROOT).as_posix() if resolved.is_relative_to(ROOT) else path.name
