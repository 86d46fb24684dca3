"""`pratica check`: look at files before they are deployed."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click

from app.engine.checks.checking import check_files
from app.engine.checks.finding import Finding

ENDINGS = (".bpmn", ".dmn", ".form")


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Check diagrams, decisions and forms; exit 1 when one cannot be deployed.

    A folder stands for all such files in it. Files given together may name one another.
    """
    files = {path.as_posix(): path.read_bytes() for path in _files(paths)}
    findings = check_files(files)
    for finding in findings:
        click.echo(_lines(finding))
    errors = sum(finding.severity == "error" for finding in findings)
    click.echo(f"{len(files)} files: {errors} errors, {len(findings) - errors} warnings.")
    sys.exit(1 if errors else 0)


def _files(paths: Iterable[Path]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        inside = sorted(inner for inner in path.rglob("*") if inner.suffix in ENDINGS) if path.is_dir() else [path]
        found.update(dict.fromkeys(inside))
    return list(found)


def _lines(finding: Finding) -> str:
    place = finding.resource if finding.line is None else f"{finding.resource}:{finding.line}"
    element = f" {finding.element_id}" if finding.element_id else ""
    return f"{place}: {finding.severity}{element}\n    {finding.message}\n    {finding.remedy}"
