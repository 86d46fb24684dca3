"""`pratica demo`."""

import click

from app.core.clock import now
from app.demo.loading import load_demo


@click.command()
def demo() -> None:
    """Load the demo company: people, customers, products, cases; what is there stays as it is."""
    load_demo(now())
    click.echo("The demo company is there.")
