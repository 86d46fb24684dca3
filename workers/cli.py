"""The whole `pratica` command: that of the application, and the processes beside the web."""

import signal
import threading

from app.cli import main

__all__ = ["main"]


@main.command()
def worker() -> None:
    """Do the jobs: documents, mail and the like."""
    _until_told_to_stop().wait()


@main.command()
def clock() -> None:
    """Send messages to the workers and fire what is due."""
    _until_told_to_stop().wait()


def _until_told_to_stop() -> threading.Event:
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping
