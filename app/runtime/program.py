"""A program that is started, watched and stopped; and what an earlier run left behind."""

import signal
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil


def _nothing() -> None:
    return None


def _always() -> bool:
    return True


@dataclass(frozen=True)
class Program:
    """How to start one program, how to see that it works, how to stop it.

    before_start: mends what a killed predecessor left. log: file for its output; None shares ours.
    start_seconds: how long it may take until it works.
    """

    name: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    start_seconds: float = 60
    stop_seconds: float = 10
    before_start: Callable[[], None] = _nothing
    is_ready: Callable[[], bool] = _always

    def start(self) -> "subprocess.Popen[bytes]":
        """The running child, in a process group of its own so that Ctrl-C reaches only the supervisor."""
        self.before_start()
        output = None if self.log is None else self.log.open("ab")
        try:
            return subprocess.Popen(
                self.arguments,
                env=dict(self.environment) or None,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        finally:
            if output is not None:
                output.close()


def stop(child: "subprocess.Popen[bytes]", *, how: signal.Signals, within_seconds: float) -> None:
    """End a child; the hard way when it does not listen."""
    if child.poll() is None:
        child.send_signal(how)
    try:
        child.wait(within_seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def recorded_process(pid_file: Path, *, mark: str) -> psutil.Process | None:
    """The live process that a pid file names, if `mark` stands in its command line; else None."""
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int(pid_file.read_text("utf-8").split()[0]))
        if any(mark in argument for argument in process.cmdline()):
            return process
    return None


def end_leftover(process: psutil.Process, *, how: signal.Signals, within_seconds: float) -> None:
    """End a process that an earlier run left behind."""
    with suppress(psutil.NoSuchProcess):
        process.send_signal(how)
        try:
            process.wait(within_seconds)
        except psutil.TimeoutExpired:
            process.kill()
            process.wait(within_seconds)
