"""Codes of the second factor (RFC 6238: six digits, half a minute each) and recovery codes. Knows no table."""

import re
import secrets
from datetime import datetime
from hmac import compare_digest

import pyotp
import segno

ISSUER = "Pratica"
STEP_SECONDS = 30
STEPS_AROUND = (0, -1, 1)  # clocks differ a little
RECOVERY_CODES = 10
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
LETTERS_IN_CODE = 16
CODE = re.compile(r"\d{6}")


def new_shared_secret() -> str:
    """160 random bits, as authenticator apps take them."""
    return pyotp.random_base32()


def step_of_code(secret: str, code: str, *, at: datetime) -> int | None:
    """The time step that a code belongs to, if it is one of this moment; None for any other text."""
    plain = "".join(code.split())
    if CODE.fullmatch(plain) is None:
        return None
    step = int(at.timestamp()) // STEP_SECONDS
    maker = pyotp.TOTP(secret)
    near = (step + number for number in STEPS_AROUND)
    return next((one for one in near if compare_digest(maker.generate_otp(one), plain)), None)


def picture_of_secret(secret: str, *, user_name: str) -> str:
    """The secret as a picture that an app photographs: the address of an image without a request."""
    address = pyotp.TOTP(secret).provisioning_uri(name=user_name, issuer_name=ISSUER)
    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


def shown_secret(secret: str) -> str:
    """The secret to be typed: `ABCD EFGH …`."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def new_recovery_code() -> str:
    """About 79 random bits to be written down: `abcd-efgh-jkmn-pqrs`."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS_IN_CODE))
    return "-".join(letters[place : place + 4] for place in range(0, LETTERS_IN_CODE, 4))


def as_kept(recovery_code: str) -> str:
    """A recovery code however it was typed."""
    return "".join(sign for sign in recovery_code.lower() if sign.isalnum())
