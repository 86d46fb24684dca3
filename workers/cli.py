"""The whole `pratica` command: that of the application, and the processes beside the web."""

import signal
import threading

import click

from app.cli import main
from app.factory import application
from workers.actors import run_worker
from workers.clock import run_clock

__all__ = ["main"]


@main.command()
@click.option("--threads", default=4, show_default=True, help="Jobs done at the same time.")
def worker(threads: int) -> None:
    """Do the jobs: documents, mail and the like."""
    run_worker(application(), _until_told_to_stop(), threads=threads)


@main.command()
def clock() -> None:
    """Send messages to the workers and fire what is due."""
    run_clock(application(), _until_told_to_stop())


def _until_told_to_stop() -> threading.Event:
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
