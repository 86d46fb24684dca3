"""Who is using this request. Only views ask; operations get `by`."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal
from uuid import UUID

from flask import current_app, g

from app.core.actor import Actor, Viewer
from app.identity.errors import NotLoggedIn
from app.identity.models import Theme
from app.identity.rights import Rights
from app.identity.roles import Permission


class Duty(StrEnum):
    """What somebody must do after the log-in, before they work."""

    PASSWORD = "password"  # noqa: S105  # change the one that was given to them
    SECOND_FACTOR = "second_factor"


@dataclass(frozen=True)
class CurrentUser:
    """The person behind this request, as read when the request began.

    duty: what they must do before anything else; None lets them work.
    by: how they proved it; `proof_id` is the id of the session or token.
    """

    id: UUID
    user_name: str
    display_name: str
    email: str | None
    roles: frozenset[str]
    rights: Rights
    groups: frozenset[str]
    locale: str
    time_zone: str
    theme: Theme
    by: Literal["session", "password", "token"] = "session"
    proof_id: UUID | None = None
    duty: Duty | None = None

    @property
    def actor(self) -> Actor:
        """The author of what this request changes."""
        return Actor("token" if self.by == "token" else "user", self.user_name, self.display_name)

    @property
    def viewer(self) -> Viewer:
        """The eyes with which this request reads."""
        return Viewer(self.user_name, self.groups, sees_all=self.rights.sees_all)

    def may(self, permission: Permission) -> bool:
        """Whether one of this person's roles allows it."""
        return permission in self.rights.permissions


def current_user() -> CurrentUser:
    """The person behind this request. Raises NotLoggedIn for nobody."""
    if (user := current_user_or_none()) is None:
        raise NotLoggedIn
    return user


def current_user_or_none() -> CurrentUser | None:
    """The person behind this request, or None: for pages that anybody may see. Found out once, when first asked."""
    if "current_user" not in g:
        g.current_user = current_app.extensions["identify"]()
    user: CurrentUser | None = g.current_user
    return user
