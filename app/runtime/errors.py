"""Refusals of the set-up: each says what to do."""

from app.core.errors import AppError


class CannotStart(AppError):
    """Something that Pratica stands on is missing, taken or broken."""
