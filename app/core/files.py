"""Files, kept under the hash of their content: written once, never changed."""

import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from flask import current_app

from app.core.crash import reach
from app.core.errors import AppError


@dataclass(frozen=True)
class StoredFile:
    """A kept file as others attach it: where its bytes lie and what to call it.

    document_id: the document it belongs to, for links.
    """

    content_hash: str
    name: str
    media_type: str
    size: int
    document_id: UUID | None = None


def keep_file(content: bytes) -> str:
    """The hash under which `content` now lies on the disk, for good. Keeping it twice changes nothing."""
    content_hash = sha256(content).hexdigest()
    path = file_path(content_hash)
    if path.exists():
        os.utime(path)  # young again: the sweep of orphans leaves it to the row that is about to come
        return content_hash
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    reach("worker_after_file_rename")
    return content_hash


def read_file(content_hash: str) -> bytes:
    """The bytes kept under a hash. Raises AppError when they are gone or no longer what they were."""
    try:
        content = file_path(content_hash).read_bytes()
    except FileNotFoundError:
        raise AppError(f"The file {content_hash[:12]} is not on this machine; restore it from the backup.") from None
    if sha256(content).hexdigest() != content_hash:
        raise AppError(f"The file {content_hash[:12]} was changed on the disk; restore it from the backup.")
    return content


def file_path(content_hash: str) -> Path:
    """Where the bytes of a hash lie, or would lie."""
    return files_directory() / content_hash[:2] / content_hash


def files_directory() -> Path:
    """The directory of all kept files."""
    directory: Path = current_app.extensions["settings"].files_dir
    return directory


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that after a crash it is there whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as written:
        try:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        except BaseException:
            Path(written.name).unlink()
            raise
    Path(written.name).replace(path)
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
