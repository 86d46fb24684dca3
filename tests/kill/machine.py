"""A whole Pratica in real processes, of which each can be killed and started again by itself."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import psutil
from flask import Flask
from redis import Redis
from sqlalchemy.exc import OperationalError

from app.core.db import db
from app.factory import create_app
from app.migrations import MIGRATIONS, migrate_database
from app.runtime import postgres, redis
from app.runtime.probe import is_ready
from app.runtime.program import Program
from app.runtime.up import COMMAND, WEB_SERVER
from app.settings import settings_from_environment
from app.tables import all_tables
from tests.fixtures.system import OURS

PATIENCE_SECONDS = 60
SERVERS = ("postgres", "redis")
OWN = ("web", "worker", "clock")
EVERYTHING = (*SERVERS, *OWN)

Found = TypeVar("Found")


class Machine:
    """The processes of one system, by name, on a clock that the test sets."""

    def __init__(self, folder: Path, *, web_processes: int = 1) -> None:
        self.folder = folder
        cluster, store = postgres.prepare(folder / "postgres"), redis.prepare(folder / "redis")
        self.port = free_port()
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in OURS},
            "DATABASE_URL": cluster.url("pratica"),
            "REDIS_URL": store.url,
            "SECRET_KEY": "only-for-tests-0123456789-0123456789",
            "DATA_DIR": str(folder / "data"),
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "CLOCK_CONTROL": "1",
            "WRITE_PDF": "0",
            "WEB_PROCESSES": str(web_processes),
            "PYTHONUNBUFFERED": "1",
            "PROMETHEUS_MULTIPROC_DIR": str(folder / "timings"),
        }
        (folder / "data").mkdir()
        self._programs = {
            "postgres": postgres.server(cluster, log=folder / "postgres.log"),
            "redis": redis.server(store, log=folder / "redis.log"),
            "web": self._program("web", WEB_SERVER, lambda: is_ready("127.0.0.1", self.port)),
            **{name: self._program(name, (*COMMAND, name), lambda: True) for name in ("worker", "clock")},
        }
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        try:
            self.start("postgres")
            self.start("redis")
            postgres.ensure_database(cluster, "pratica")
            self.app = self._application()
        except BaseException:
            self._kill_all(list(self._children.values()))
            raise

    def start(self, name: str, *, crash_at: str | None = None) -> None:
        """Start a process and wait until it works. crash_at: where it will kill itself, see `core.crash`."""
        program = self._programs[name]
        if crash_at is not None:
            program = replace(program, environment={**self.environment, "CRASH_AT": crash_at})
        self._children[name] = program.start()
        eventually(program.is_ready, f"{name} did not start; see {program.log}")

    def kill(self, name: str) -> None:
        """Kill -9, with everything below it. It must have been alive."""
        assert name in self.running(), f"{name} was dead already"
        self._kill_all([self._children.pop(name)])
        self._forget_connections(name)

    def kill_everything(self) -> None:
        """Kill -9 of all processes in the same moment, as when the power fails."""
        self._kill_all([self._children.pop(name) for name in self.running()])
        self._forget_connections("postgres")

    def restart(self, name: str, *, crash_at: str | None = None) -> None:
        """Kill -9 and start again."""
        self.kill(name)
        self.start(name, crash_at=crash_at)

    def wait_for_crash(self, name: str) -> None:
        """Wait until a process has killed itself at its place; assert that it was so. The web server's master lives."""
        if name == "web":
            eventually(lambda: "was sent SIGKILL" in self.log("web"), "no web process killed itself")
            (self.folder / "web.log").write_text("", "utf-8")
            self.kill("web")
            return
        child = self._children[name]
        eventually(lambda: child.poll() is not None, f"{name} did not come to its place")
        assert child.returncode == -signal.SIGKILL, self.log(name)
        del self._children[name]

    def running(self) -> list[str]:
        """Names of the processes that live."""
        return [name for name in EVERYTHING if name in self._children and self._children[name].poll() is None]

    def stop(self) -> None:
        """Stop everything, the hard way: nothing is needed any more."""
        for name in reversed(self.running()):
            self.kill(name)
        with self.app.app_context():
            db.engine.dispose()

    def log(self, name: str) -> str:
        """What a process has written so far."""
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def set_clock(self, moment: datetime) -> None:
        """The time of all processes."""
        file = self.folder / "data" / "clock"
        written = file.with_suffix(".next")
        written.write_text(moment.isoformat(), "utf-8")
        written.replace(file)

    def time(self) -> datetime:
        """The time of all processes."""
        return datetime.fromisoformat((self.folder / "data" / "clock").read_text("utf-8"))

    def pass_time(self, **duration: float) -> None:
        """Let the clock of all processes go on."""
        self.set_clock(self.time() + timedelta(**duration))

    def wait_until_sent(self, queue: str) -> None:
        """Wait until a message lies in Redis for the workers of a queue."""
        with Redis.from_url(self.environment["REDIS_URL"]) as store:
            eventually(lambda: store.llen(f"pratica:{queue}"), "no message was sent")

    def forget_redis(self) -> None:
        """Remove what Redis, which is down, has kept on the disk."""
        shutil.rmtree(self.folder / "redis" / "appendonlydir")

    def run(self, *arguments: str) -> str:
        """What a command of `pratica` says; it must succeed."""
        done = subprocess.run((*COMMAND, *arguments), env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _kill_all(self, children: "list[subprocess.Popen[bytes]]") -> None:
        heads = [psutil.Process(child.pid) for child in children]
        for head in heads:
            head.suspend()  # so that it makes no more children: a fork that has begun ends first
            eventually(lambda head=head: head.status() == psutil.STATUS_STOPPED, "a process did not stop")
        doomed = [process for head in heads for process in (head, *head.children(recursive=True))]
        for process in doomed:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        for child in children:
            child.wait()
        psutil.wait_procs(doomed)

    def _forget_connections(self, name: str) -> None:
        if name == "postgres":
            with self.app.app_context():
                db.engine.dispose()

    def _program(self, name: str, arguments: tuple[str, ...], ready: Callable[[], bool]) -> Program:
        log = self.folder / f"{name}.log"
        return Program(name=name, arguments=arguments, environment=self.environment, log=log, is_ready=ready)

    def _application(self) -> Flask:
        """The application in this process, to prepare and to look inside; the tables are made."""
        application = create_app(settings_from_environment(self.environment))
        with application.app_context():
            if any((MIGRATIONS / "versions").glob("*.py")):
                migrate_database(application)
            else:
                all_tables().create_all(db.engine)
        return application


def eventually(fact: Callable[[], Found], otherwise: str, *, tell: Callable[[], str] = str) -> Found:
    """Wait until the fact holds; what it gave then. otherwise, tell: what to read when it never does."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not (found := _without_database(fact)):
        assert time.monotonic() < give_up, f"{otherwise} {tell()}"
        time.sleep(0.05)
    return found


def _without_database(fact: Callable[[], Found]) -> Found | None:
    try:
        return fact()
    except OperationalError:  # it may be down just now
        return None


def free_port() -> int:
    """A port that was free just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
