"""The key that signs checkpoints, kept in a file that only its owner reads, and the public keys known here."""

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from app.core.errors import AppError

PUBLIC = "*.pub"


@dataclass(frozen=True)
class SigningKey:
    """A private key, its public half and the short name of that."""

    private: Ed25519PrivateKey
    public: bytes

    @property
    def id(self) -> str:
        """What checkpoints call this key."""
        return key_id(self.public)

    def sign(self, content: bytes) -> bytes:
        """The signature of these bytes."""
        return self.private.sign(content)


def key_id(public: bytes) -> str:
    """The first sixteen signs of the hash of a public key."""
    return hashlib.sha256(public).hexdigest()[:16]


@cache
def signing_key(file: Path) -> SigningKey:
    """The key in a file, made when there is none. Raises AppError for a file that holds no Ed25519 key."""
    with suppress(FileExistsError):
        _make(file)
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise AppError(f"{file} holds no key that checkpoints could be signed with.") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise AppError(f"{file} holds a key of another kind; checkpoints are signed with Ed25519.")
    return SigningKey(private, private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def publish(key: SigningKey, folder: Path) -> None:
    """Leave the public key where checkpoints lie, so that they are proved also after another key has come."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{key.id}.pub"
    if not file.exists():
        file.write_text(key.public.hex() + "\n", "utf-8")


def public_keys(folder: Path) -> dict[str, bytes]:
    """The public keys left in a folder, by what checkpoints call them."""
    found = {}
    for file in folder.glob(PUBLIC):
        with suppress(ValueError):
            public = bytes.fromhex(file.read_text("utf-8").strip())
            found[key_id(public)] = public
    return found


def _make(file: Path) -> None:
    if file.exists():
        return
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and linked, so that nobody ever reads half a key, and of two writers the first one wins.
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        os.link(fresh, file)
    finally:
        fresh.unlink()
