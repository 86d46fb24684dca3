"""Who acts, and with whose eyes a list is read."""

from dataclasses import dataclass, field
from typing import Literal

ActorKind = Literal["user", "token", "worker", "clock", "web", "system"]


@dataclass(frozen=True)
class Actor:
    """The author of a change, as the trail shows it.

    id: user name for people, otherwise the name of the process (`documents`, `clock`, `web_form`).
    """

    kind: ActorKind
    id: str
    name: str


CLOCK = Actor("clock", "clock", "Clock")
SYSTEM = Actor("system", "system", "Pratica")
COMMAND_LINE = Actor("system", "command_line", "Command line")


@dataclass(frozen=True)
class Viewer:
    """The eyes a list is read with; the one visibility rule (`engine.visibility`) takes it.

    sees_all: managers, auditors and administrators see every case and task.
    """

    user_name: str
    groups: frozenset[str] = field(default_factory=frozenset)
    sees_all: bool = False


EVERYTHING = Viewer("system", sees_all=True)
