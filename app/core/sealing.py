"""Seals secrets that must be read again: encrypted and authenticated, under keys that can be changed.

The key of each purpose is derived from SECRETS_KEY, or from SECRET_KEY when there is none. What was sealed under an
earlier key opens as long as that key stands among the fallbacks; `sealed_anew` brings it under today's.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

from app.core.errors import Refused

KEY_BYTES = 32


class SealBroken(Refused):
    """Something sealed does not open: it was altered, or the key was changed and the old one is no fallback."""

    def __init__(self) -> None:
        super().__init__(
            "A stored secret cannot be opened. Was SECRET_KEY changed? Add the old one to SECRET_KEY_FALLBACKS, "
            "or enter the secret again."
        )


def seal(secret: str, *, purpose: str) -> str:
    """The secret as it may be stored. purpose: names what it is for, with the id of its row; needed to open it."""
    return _keys(purpose).encrypt(secret.encode()).decode("ascii")


def unseal(sealed: str, *, purpose: str) -> str:
    """The secret again. Raises SealBroken."""
    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def sealed_anew(sealed: str, *, purpose: str) -> str:
    """The same under today's key. Raises SealBroken."""
    try:
        return _keys(purpose).rotate(sealed.encode()).decode("ascii")
    except InvalidToken:
        raise SealBroken from None


def _keys(purpose: str) -> MultiFernet:
    return MultiFernet([_derived(key, purpose) for key in current_app.extensions["settings"].sealing_keys])


def _derived(key: str, purpose: str) -> Fernet:
    derived = HKDF(SHA256(), KEY_BYTES, salt=None, info=f"pratica:seal:{purpose}".encode()).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
