"""Refusals about who somebody is."""

from collections.abc import Iterable, Mapping, Sequence

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
    """Too many wrong passwords or codes; a delay runs."""

    def __init__(self, seconds: int) -> None:
        wait = f"{seconds} seconds" if seconds < 120 else f"{-(-seconds // 60)} minutes"
        super().__init__(f"Too many wrong tries. Try again in {wait}.", retry_after_seconds=seconds)


class NotAllowed(Forbidden):
    """None of the person's roles gives the permission of this address."""

    def __init__(self, permission: Permission) -> None:
        right = permission.value.replace("_", " ")
        super().__init__(f"Your roles do not let you do this ({right}). An administrator can change that.")


class BeyondOwnRights(Forbidden):
    """Somebody was to give, take or take over rights that they do not have themselves."""

    def __init__(self, missing: Iterable[Permission]) -> None:
        rights = ", ".join(sorted(permission.value.replace("_", " ") for permission in missing)) or "see every case"
        super().__init__(f"This needs rights that you do not have yourself ({rights}). An administrator can do it.")


class LastAdministrator(Refused):
    """The only administrator left was to be disabled, or to lose the role."""

    def __init__(self, user_name: str) -> None:
        super().__init__(f"{user_name} is the last administrator. Make somebody else one first.")


class LinkSpent(Missing):
    """A link to set a password that was used, has expired or was replaced."""

    def __init__(self) -> None:
        super().__init__("This link does not work any more. Ask whoever sent it for a new one.")


class WrongCode(Invalid):
    """A code of the second factor that is wrong, expired or was used already."""

    def __init__(self) -> None:
        sentence = "This code does not count. Wait for the next one, or use a recovery code."
        super().__init__(sentence, {"code": [sentence]})


class SecondFactorNeeded(Refused):
    """A second factor was to be turned off that a role of the person needs."""

    def __init__(self) -> None:
        super().__init__("One of your roles needs a second factor, so it stays on.")


class SecondFactorOn(Refused):
    """A second factor was to be set up where there is one."""

    def __init__(self) -> None:
        super().__init__("Two-factor authentication is on already.")


class TokenNeeded(NotLoggedIn):
    """A program sent a password where a password alone is not enough."""

    def __init__(self) -> None:
        super().__init__("A password alone is not enough for this account; programs use an API token.")


class RoleUnusable(Invalid):
    """A role was described in a way that cannot be kept; the sentences stand beside the fields."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(sentence for texts in fields.values() for sentence in texts), fields)


class AbsenceUnusable(Invalid):
    """An absence was entered that cannot be kept; the sentences stand beside the fields."""

    def __init__(self, fields: Mapping[str, Sequence[str]]) -> None:
        super().__init__(" ".join(sentence for texts in fields.values() for sentence in texts), fields)


class RoleInUse(Refused):
    """A role was to be deleted that people have."""

    def __init__(self, name: str, people: int) -> None:
        who = "1 person has" if people == 1 else f"{people} people have"
        super().__init__(f"{who} the role “{name}”. Give them another one first.")


class NoSuchRole(Missing):
    """A role id that does not exist."""

    def __init__(self, role_id: str) -> None:
        super().__init__(f"There is no role “{role_id}”.")


class NoSuchAbsence(Missing):
    """An absence that does not exist, or is somebody else's."""

    def __init__(self) -> None:
        super().__init__("There is no such absence.")


class NoSuchToken(Missing):
    """A token that does not exist, was revoked, or is somebody else's."""

    def __init__(self) -> None:
        super().__init__("This token does not count any more already.")


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
        sentence = "This is not your present password."
        super().__init__(sentence, {"password": [sentence]})


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
