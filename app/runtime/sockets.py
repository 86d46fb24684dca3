"""Where servers put their sockets: beside the data, or in a short folder when the path is too long."""

import hashlib
import os
import tempfile
from pathlib import Path

LONGEST_SOCKET_PATH = 100  # the system allows 103 (macOS) to 107 (Linux) bytes
LONGEST_SOCKET_NAME = len("/.s.PGSQL.5432.lock")


def socket_folder(folder: Path) -> Path:
    """The folder for a server that keeps its data in `folder`; always the same one for the same data."""
    beside = folder.with_name(folder.name + ".socket")
    if len(os.fsencode(beside)) + LONGEST_SOCKET_NAME <= LONGEST_SOCKET_PATH:
        return beside
    digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"pratica-{digest}"
