"""Secrets that browsers and programs carry: random, and kept only as their SHA-256."""

import hashlib
import secrets

RANDOM_BYTES = 32
TOKEN_PREFIX = "pratica_"  # noqa: S105  # how an API token begins, so that it is told from a password


def new_secret() -> str:
    """256 random bits as text for a cookie or a header."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def sha256_of(secret: str) -> bytes:
    """What is stored instead of the secret; it is random, so no slow hash is needed."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
