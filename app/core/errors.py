"""The tree of refusals and how each is answered.

AppError                  a sentence for the person at the screen; status 500 unless a family says otherwise
├── Invalid        422    the input's shape or value; may name fields
├── Forbidden      403    this person may not
├── Missing        404    no such thing, or not for these eyes
├── Refused        409    understood, but the state of things says no
├── TooMany        429    slow down
└── BadSetting            the environment is wrong; the process does not start
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar


class AppError(Exception):
    """A refusal with a sentence for the person at the screen."""

    status: ClassVar[int] = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Invalid(AppError):
    """The input cannot be used as it is.

    fields: field name to the sentences that stand beside it; empty when the whole is meant.
    """

    status = 422

    def __init__(self, message: str, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, list[str]] = {name: list(texts) for name, texts in (fields or {}).items()}


class Forbidden(AppError):
    """This person may not do this."""

    status = 403


class Missing(AppError):
    """There is no such thing, or it is not for these eyes."""

    status = 404


class Refused(AppError):
    """Understood, but the state of things says no."""

    status = 409


class TooMany(AppError):
    """Too many tries; `retry_after_seconds` says when the next one counts."""

    status = 429

    def __init__(self, message: str, retry_after_seconds: int) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds


class BadSetting(AppError):
    """The environment is wrong; the process does not start."""
