"""Commands about documents: `pratica documents sweep`."""

import click

from app.core.clock import now
from app.documents.sweep import sweep_orphan_files


@click.group()
def documents() -> None:
    """Kept files."""


@documents.command()
def sweep() -> None:
    """Remove kept files that no row speaks of, older than a day."""
    click.echo(f"{sweep_orphan_files(at=now())} files removed.")
