"""Refusals about who somebody is."""

from app.core.errors import AppError, Forbidden, Invalid, Missing, Refused, TooMany
from app.identity.roles import Permission


class NotLoggedIn(AppError):
    """Nobody is logged in, or the session has ended."""

    status = 401

    def __init__(self, message: str = "Please log in.") -> None:
        super().__init__(message)


class WrongPassword(NotLoggedIn):
    """User name and password, or the token, do not belong together; it is not said which is wrong."""

    def __init__(self) -> None:
        super().__init__("User name and password do not belong together.")


class TooManyTries(TooMany):
    """Too many wrong passwords; a delay runs."""

    def __init__(self, seconds: int) -> None:
        wait = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        super().__init__(f"Too many wrong passwords. Try again in {wait}.", retry_after_seconds=seconds)


class NotAllowed(Forbidden):
    """None of the person's roles gives the permission of this address."""

    def __init__(self, permission: Permission) -> None:
        right = permission.value.replace("_", " ")
        super().__init__(f"Your roles do not let you do this ({right}). An administrator can change that.")


class OtherSite(Forbidden):
    """A change was asked for by a page of another site."""

    def __init__(self) -> None:
        super().__init__("This request came from a page of another site. Nothing was changed.")


class WeakPassword(Invalid):
    """A new password that is easy to guess, too short or too long."""

    def __init__(self, message: str) -> None:
        super().__init__(message, {"new_password": [message]})


class NotYourPassword(Invalid):
    """The present password, asked for before a change, was wrong."""

    def __init__(self) -> None:
        super().__init__("Your password was not changed.", {"password": ["This is not your present password."]})


class BadUserName(Invalid):
    """A user name with characters that addresses, diagrams or the trail could not carry."""

    def __init__(self, user_name: str) -> None:
        super().__init__(
            f"“{user_name}” cannot be a user name: small letters, digits and . _ @ + - only, at most 100, "
            "with a letter or digit first.",
            {"user_name": ["Small letters, digits and . _ @ + - only."]},
        )


class UserNameTaken(Refused):
    """A user was added under a name that exists."""

    def __init__(self, user_name: str) -> None:
        super().__init__(f"There is a user “{user_name}” already; user names are never used twice.")


class GroupTaken(Refused):
    """A group was added under an id that exists."""

    def __init__(self, group_id: str) -> None:
        super().__init__(f"There is a group “{group_id}” already.")


class NoSuchUser(Missing):
    """A user name that nobody has."""

    def __init__(self, user_name: str) -> None:
        super().__init__(f"There is no user “{user_name}”.")


class NoSuchGroup(Missing):
    """A group id that does not exist."""

    def __init__(self, group_id: str) -> None:
        super().__init__(f"There is no group “{group_id}”.")


class NoSuchSession(Missing):
    """A session that does not exist, is over, or is somebody else's."""

    def __init__(self) -> None:
        super().__init__("This session is over already.")
