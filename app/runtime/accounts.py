"""Who a server runs as: PostgreSQL refuses to run as root, so root lends it another account."""

import os
import pwd
import shutil
import stat
from pathlib import Path

from app.runtime.errors import CannotStart

CANDIDATES = ("postgres", "nobody")


def server_account(folder: Path) -> str | None:
    """The account for a server that keeps its files in `folder`; None when we are not root.

    A folder that exists keeps its owner, so that an account added later changes nothing.
    """
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat().st_uid) != 0:
        return pwd.getpwuid(owner).pw_name
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in CANDIDATES:
        if name in known:
            return name
    raise CannotStart(
        "PostgreSQL does not run as root and this machine has no account `postgres` or `nobody`; add one."
    )


def give(folder: Path, account: str | None) -> None:
    """Make `folder`, private to `account` (to us when None).

    Raises CannotStart when somebody else has put something there, as anybody may in the folder for temporary files.
    """
    entry = None if account is None else pwd.getpwnam(account)
    folder.mkdir(parents=True, exist_ok=True)
    ours = {os.geteuid(), os.geteuid() if entry is None else entry.pw_uid}
    if folder.is_symlink() or folder.stat().st_uid not in ours:
        raise CannotStart(f"{folder} belongs to somebody else. Remove it, or choose another folder with DATA_DIR.")
    if entry is not None:
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    folder.chmod(0o700)


def as_account(account: str | None, *, needs: tuple[Path, ...]) -> tuple[str, ...]:
    """What to write before a command so that it runs as `account` and reaches the folders it `needs`.

    Below a closed folder such as /root the command keeps one right of root, to pass folders;
    nothing on the disk is opened for others.
    """
    if account is None:
        return ()
    if (setpriv := shutil.which("setpriv")) is None:
        raise CannotStart(
            "Root needs the command `setpriv` (package util-linux) to start PostgreSQL; or set DATABASE_URL."
        )
    entry = pwd.getpwnam(account)
    drop = (setpriv, f"--reuid={entry.pw_uid}", f"--regid={entry.pw_gid}", "--clear-groups")
    if all(_open_to(entry, path) for path in needs):
        return drop
    # initdb asks access(), which forgets the right unless told not to.
    return (*drop, "--securebits=+no_setuid_fixup", "--inh-caps=+dac_override", "--ambient-caps=+dac_override")


def _open_to(entry: pwd.struct_passwd, path: Path) -> bool:
    return all(_may_pass(entry, folder) for folder in path.resolve().parents)


def _may_pass(entry: pwd.struct_passwd, folder: Path) -> bool:
    status = folder.stat()
    if status.st_uid == entry.pw_uid:
        return bool(status.st_mode & stat.S_IXUSR)
    if status.st_gid == entry.pw_gid:
        return bool(status.st_mode & stat.S_IXGRP)
    return bool(status.st_mode & stat.S_IXOTH)
