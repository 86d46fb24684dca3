"""Passwords: which ones are good enough, and their Argon2id hashes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.errors import TooMany
from app.identity.errors import WeakPassword

SHORTEST = 10  # characters
LONGEST = 1_024  # bytes
FEWEST_DIFFERENT = 5  # characters
WAIT_SECONDS = 5

# 19 MiB and two passes: about 40 ms of one core (OWASP's second choice for Argon2id).
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_slots = BoundedSemaphore(2)

COMMON_WORDS = frozenset(
    "admin administrator amore baseball benvenuto changeme charlie ciaociao dragon football forzajuve iloveyou "
    "iloveyouiloveyou juventus letmein login master michael monkey parola password passwordpassword pratica princess "
    "qwerty qwertyuiop qwertz qwertzuiop secret segreto shadow starwars sunshine superman superuser test testtest "
    "trustno welcome welcometo".split()
)
ROWS_OF_KEYS = (
    "01234567890123456789",
    "abcdefghijklmnopqrstuvwxyzabc",
    "qwertyuiopasdfghjklzxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
)
LOOKALIKES = str.maketrans("013457@$", "oleastas")


def check_password(password: str, *, user_name: str) -> None:
    """Raises WeakPassword with what to do better."""
    if len(password) < SHORTEST:
        raise WeakPassword(f"A password has at least {SHORTEST} characters.")
    if len(password.encode("utf-8", "replace")) > LONGEST:
        raise WeakPassword(f"A password has at most {LONGEST} bytes.")
    plain = password.casefold()
    if len(user_name) > 2 and user_name.casefold() in plain:
        raise WeakPassword("A password does not hold the user name.")
    if _is_common(plain):
        raise WeakPassword("This password is one of the first that others would try. Take another one.")


def _is_common(plain: str) -> bool:
    if len(set(plain)) < FEWEST_DIFFERENT:
        return True
    if any(plain in row or plain in row[::-1] for row in ROWS_OF_KEYS):
        return True
    letters = re.sub(r"[\W\d_]+", "", plain)
    core = re.sub(r"[\W\d_]+$", "", plain).translate(LOOKALIKES)
    return letters in COMMON_WORDS or re.sub(r"[\W_]", "", core) in COMMON_WORDS


@contextmanager
def password_slot() -> Iterator[None]:
    """At most two hashes at once in a process, so that a flood of log-ins cannot take all memory.

    Raises TooMany when none was free for some seconds.
    """
    if not _slots.acquire(timeout=WAIT_SECONDS):
        raise TooMany("Too many people are logging in at this moment. Try again.", retry_after_seconds=1)
    try:
        yield
    finally:
        _slots.release()


def hash_password(password: str) -> str:
    """The hash to be stored, with its salt and cost."""
    return _hasher.hash(password.encode("utf-8", "replace"))


def fits(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash. For no hash it takes as long and says no."""
    if len(password) > LONGEST:
        return False
    try:
        _hasher.verify(_nobody() if password_hash is None else password_hash, password.encode("utf-8", "replace"))
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made at another cost than today's."""
    return _hasher.check_needs_rehash(password_hash)


@cache
def _nobody() -> str:
    return hash_password("nobody has this password")
