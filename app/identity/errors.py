"""Refusals about who somebody is."""

from app.core.errors import AppError


class NotLoggedIn(AppError):
    """Nobody is logged in, or the session has ended."""

    status = 401

    def __init__(self, message: str = "Please log in.") -> None:
        super().__init__(message)
