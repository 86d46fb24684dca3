"""What app.dmn refuses: text that is no DMN, and decisions that are not there."""

from __future__ import annotations


class DmnError(Exception):
    """Any failure of this package; callers need to catch nothing else beside FeelError."""


class NotDmn(DmnError):
    """A text is no XML that we read, or no DMN."""


class NoSuchDecision(DmnError):
    """A model has no decision or service of that name or id."""

    def __init__(self, name: str, model: str) -> None:
        super().__init__(f"The model “{model}” has no decision “{name}”.")
