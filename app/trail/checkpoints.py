"""What a checkpoint says, how it is signed, and how a line outside the database keeps it; pure."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Said = dict[str, Any]  # Any: numbers and texts of a checkpoint
SIGNED = ("n", "first", "last", "count", "xid_from", "xid_to", "root", "prev_hash", "at", "key_id")


def said_by(row: Mapping[str, Any]) -> Said:  # Any: columns of the table
    """What a row of the table says, as it is signed: hashes in hexadecimal, the time in UTC, keys as text."""
    said = {name: row[name] for name in SIGNED}
    for name in ("first", "last"):
        said[name] = str(row[name])
    for name in ("root", "prev_hash"):
        said[name] = bytes(row[name]).hex()
    at: datetime = row["at"]
    said["at"] = at.astimezone(UTC).isoformat(timespec="microseconds")
    return said


def signed_bytes(said: Said) -> bytes:
    """What the signature stands under: JSON with sorted keys, without spaces."""
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def checkpoint_hash(said: Said, signature: bytes) -> bytes:
    """What the next checkpoint names as the one before it."""
    return hashlib.sha256(signed_bytes(said) + signature).digest()


def is_signed(said: Said, signature: bytes, public_key: bytes) -> bool:
    """Whether the owner of this Ed25519 key has signed it."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, signed_bytes(said))
    except (InvalidSignature, ValueError):
        return False
    return True


def as_line(said: Said, signature: bytes) -> str:
    """One line of the second place."""
    return json.dumps({**said, "signature": signature.hex()}, sort_keys=True)


def from_line(line: str) -> Said | None:
    """What a line says; None for one that was never finished, such as by a machine that lost its power."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    return said if isinstance(said, dict) and isinstance(said.get("n"), int) else None
