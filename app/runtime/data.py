"""The data folder: made, locked for one supervisor, with its secret and the record of what runs in it."""

import errno
import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.runtime.errors import CannotStart

SHARED = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "DATA_DIR")


@dataclass(frozen=True)
class DataFolder:
    """A folder that this process holds the lock of, as long as it lives."""

    path: Path
    lock: IO[str]

    @property
    def run(self) -> Path:
        """What is only true while something runs: numbers of processes, sockets, the lock."""
        return self.path / "run"

    @property
    def logs(self) -> Path:
        """Output of each program."""
        return self.path / "logs"


def open_data_folder(path: Path) -> DataFolder:
    """The folder, made when there is none. Raises CannotStart without the right, or when another Pratica runs in it."""
    try:
        path.mkdir(parents=True, exist_ok=True)
        path.chmod(0o711)  # the database's account passes through; what lies inside is closed by itself
        for name in ("run", "logs", "files"):
            (path / name).mkdir(mode=0o700, exist_ok=True)
        lock = (path / "run" / "lock").open("a+", encoding="utf-8")
    except OSError as refusal:
        raise CannotStart(_no_right(path, refusal)) from refusal
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as refusal:
        lock.seek(0)
        raise CannotStart(
            f"Pratica already runs in {path} (process {lock.read() or 'unknown'}). "
            "Stop it, or choose another folder with DATA_DIR."
        ) from refusal
    lock.truncate(0)
    lock.write(str(os.getpid()))
    lock.flush()
    return DataFolder(path, lock)


def secret_key(path: Path) -> str:
    """The key that signs cookies, made once for this data folder and readable by its owner only."""
    file = path / "secret_key"
    try:
        with suppress(FileExistsError):
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as fresh:
                fresh.write(secrets.token_urlsafe(48))
        return file.read_text("utf-8").strip()
    except OSError as refusal:
        raise CannotStart(_no_right(file, refusal)) from refusal


def record_environment(path: Path, environment: Mapping[str, str]) -> None:
    """Let other commands on this machine (`pratica users add`) find the servers that run now."""
    file = path / "run" / "environment.json"
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as record:
        json.dump({name: environment[name] for name in SHARED if name in environment}, record)


def forget_environment(path: Path) -> None:
    """Nothing runs here any more."""
    (path / "run" / "environment.json").unlink(missing_ok=True)


def with_recorded(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment, completed by that of the Pratica that runs in its data folder."""
    file = Path(environment.get("DATA_DIR") or "var") / "run" / "environment.json"
    with suppress(OSError, ValueError):
        return {**json.loads(file.read_text("utf-8")), **environment}
    return dict(environment)


def _no_right(path: Path, refusal: OSError) -> str:
    if refusal.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"{path} belongs to somebody else or cannot be written; choose another folder with DATA_DIR."
    return f"{path} cannot be used: {refusal.strerror}. Choose another folder with DATA_DIR."
