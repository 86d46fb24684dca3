"""Keeps programs running: starts them in order, starts again what dies, stops all in the opposite order."""

import json
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.runtime.errors import CannotStart
from app.runtime.program import Program, end_leftover, stop

LOOK_SECONDS = 0.1
FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 10.0
STEADY_SECONDS = 30  # a program that ran this long has recovered


@dataclass
class Watched:
    """A program and its child. wait_seconds: before the next start; start_at: when that is, while it is down."""

    program: Program
    child: "subprocess.Popen[bytes]"
    started_at: float
    wait_seconds: float = FIRST_WAIT_SECONDS
    start_at: float | None = None


class Supervisor:
    """Watches programs until `stopping` is set.

    folder: where the numbers of children are written, for a successor. say: told what dies and comes back.
    """

    def __init__(self, folder: Path, *, say: Callable[[str], None], stopping: threading.Event) -> None:
        self._folder = folder
        self._say = say
        self._stopping = stopping
        self._watched: list[Watched] = []

    @property
    def is_stopping(self) -> bool:
        """Whether everything is to end."""
        return self._stopping.is_set()

    def start(self, program: Program) -> None:
        """Start a program; `wait_until_ready` says when it works."""
        self._watched.append(Watched(program, self._spawn(program), time.monotonic()))

    def wait_until_ready(self, program: Program) -> None:
        """Wait for a program that was started. Raises CannotStart when it ends or takes too long."""
        watched = next(one for one in self._watched if one.program is program)
        give_up = time.monotonic() + program.start_seconds
        while not self._stopping.is_set() and not program.is_ready():
            if watched.child.poll() is not None:
                raise CannotStart(f"{program.name} ended at once. {last_words(program.log)}")
            if time.monotonic() > give_up:
                raise CannotStart(
                    f"{program.name} did not answer in {program.start_seconds:.0f} s. {last_words(program.log)}"
                )
            self._stopping.wait(LOOK_SECONDS)

    def run_to_end(self, program: Program) -> int | None:
        """The exit code of a program that ends by itself; None when it was stopped with everything else."""
        child = program.start()
        while child.poll() is None:
            if self._stopping.wait(LOOK_SECONDS):
                stop(child, how=program.stop_signal, within_seconds=program.stop_seconds)
                return None
        return child.returncode

    def watch(self) -> None:
        """Start again what dies, until told to stop."""
        while not self._stopping.wait(LOOK_SECONDS):
            for watched in self._watched:
                self._look_after(watched, time.monotonic())

    def stop_all(self) -> None:
        """Stop every program, the last started first."""
        while self._watched:
            watched = self._watched.pop()
            stop(watched.child, how=watched.program.stop_signal, within_seconds=watched.program.stop_seconds)
            self._record_of(watched.program).unlink(missing_ok=True)

    def end_leftovers(self) -> None:
        """End the children of a supervisor that was killed."""
        for record in self._folder.glob("*.child"):
            with suppress(OSError, ValueError, psutil.Error):
                number, created = json.loads(record.read_text("utf-8"))
                process = psutil.Process(number)
                if process.create_time() == created:
                    end_leftover(process, how=signal.SIGTERM, within_seconds=10)
            record.unlink(missing_ok=True)

    def _look_after(self, watched: Watched, now: float) -> None:
        if watched.start_at is not None:
            if now >= watched.start_at:
                watched.child, watched.started_at, watched.start_at = self._spawn(watched.program), now, None
            return
        if watched.child.poll() is None:
            return
        if now - watched.started_at > STEADY_SECONDS:
            watched.wait_seconds = FIRST_WAIT_SECONDS
        self._say(f"{watched.program.name} ended ({_how(watched.child)}); it starts again.")
        watched.start_at = now + watched.wait_seconds
        watched.wait_seconds = min(watched.wait_seconds * 2, LONGEST_WAIT_SECONDS)

    def _spawn(self, program: Program) -> "subprocess.Popen[bytes]":
        child = program.start()
        with suppress(psutil.NoSuchProcess):
            created = psutil.Process(child.pid).create_time()
            self._record_of(program).write_text(json.dumps([child.pid, created]), "utf-8")
        return child

    def _record_of(self, program: Program) -> Path:
        return self._folder / f"{program.name}.child"


def last_words(log: Path | None) -> str:
    """The last line a program wrote, and where the rest is."""
    if log is None:
        return ""
    with suppress(OSError):
        lines = log.read_text("utf-8", errors="replace").split("\n")
        written = [line for line in lines if line.strip()]
        return f"Its last words: {written[-1].strip()[:500]} ({log})" if written else f"See {log}."
    return f"See {log}."


def _how(child: "subprocess.Popen[bytes]") -> str:
    return f"signal {-child.returncode}" if child.returncode < 0 else f"exit code {child.returncode}"
