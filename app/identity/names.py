"""Names and ids: small letters and digits, so that addresses, diagrams and the trail can carry them."""

import re

USER_NAME = re.compile(r"[a-z0-9][a-z0-9._@+-]{0,99}")
GROUP_ID = re.compile(r"[a-z][a-z0-9_]{0,99}")
NOBODY = "?"
"""Stands for all that cannot be a user name."""


def as_typed(text: str) -> str:
    """The user name that somebody typed, without regard to case; NOBODY for what cannot be one."""
    name = text.strip().lower()
    return name if USER_NAME.fullmatch(name) else NOBODY
