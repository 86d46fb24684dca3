"""The frame around every page: the places in the rail and the entries of the New menu.

Each slice registers its own when its views are imported; the frame shows those the reader may open.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from flask import Blueprint, Flask, current_app, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from app.core.web.reader import Reader, reader

Group = Literal["", "Work", "Process"]
GROUPS: tuple[Group, ...] = ("", "Work", "Process")
IN_BOTTOM_BAR = 4

bp = Blueprint("frame", __name__)


@dataclass(frozen=True)
class Place:
    """One entry of the rail.

    count: the number beside it, asked in the background; None shows no number.
    """

    endpoint: str
    label: str
    icon: str
    group: Group
    permission: Any  # named by a higher slice
    order: int
    count: Callable[[], int] | None = None

    @property
    def is_current(self) -> bool:
        """Whether the page shown belongs to this place: same blueprint."""
        shown = request.endpoint or ""
        return shown == self.endpoint or shown.rpartition(".")[0] == self.endpoint.rpartition(".")[0] != ""


@dataclass(frozen=True)
class NewAction:
    """One entry of the New menu."""

    endpoint: str
    label: str
    icon: str
    permission: Any  # named by a higher slice
    order: int
    values: dict[str, Any] = field(default_factory=dict)  # values of the address

    @property
    def address(self) -> str:
        """Where the entry leads."""
        return url_for(self.endpoint, **self.values)


_places: dict[str, Place] = {}
_counters: dict[str, Callable[[], int]] = {}
_refresh_sources: list[Callable[[], int]] = []
_new_actions: dict[tuple[str, str], NewAction] = {}


def place(
    endpoint: str,
    label: str,
    icon: str,
    group: Group,
    permission: Any,
    *,
    order: int,
    count: Callable[[], int] | None = None,
) -> None:
    """Put a place into the rail. `permission` None: everybody who is logged in."""
    _places[endpoint] = Place(endpoint, label, icon, group, permission, order, count)


def counter(endpoint: str, count: Callable[[], int]) -> None:
    """Count something that stands outside the rail: `data-count="<endpoint>"` shows it to everybody logged in."""
    _counters[endpoint] = count


def refresh_source(minutes: Callable[[], int]) -> None:
    """Say where to read after how many minutes an open page asks for its numbers again; 0 is never."""
    _refresh_sources[:] = [minutes]


def new_action(endpoint: str, label: str, icon: str, permission: Any, *, order: int, **values: Any) -> None:
    """Put an entry into the New menu. `permission` None: everybody who is logged in."""
    _new_actions[endpoint, label] = NewAction(endpoint, label, icon, permission, order, values)


def places() -> list[Place]:
    """The places this reader may open, in the order of the rail."""
    person = reader()
    shown = [entry for entry in _places.values() if _is_open(entry, person)]
    return sorted(shown, key=lambda entry: (GROUPS.index(entry.group), entry.order))


def new_actions() -> list[NewAction]:
    """What this reader may begin."""
    person = reader()
    return sorted((entry for entry in _new_actions.values() if _is_open(entry, person)), key=lambda entry: entry.order)


def _is_open(entry: Place | NewAction, person: Reader | None) -> bool:
    if person is None or entry.endpoint not in current_app.view_functions:
        return False
    return entry.permission is None or person.may(entry.permission)


def endpoint_url(endpoint: str, **values: Any) -> str | None:
    """The address of an endpoint, or None in a build without it."""
    return url_for(endpoint, **values) if endpoint in current_app.view_functions else None


def address_with(**changes: str | int | None) -> str:
    """The address of this page with some arguments changed; None removes one."""
    arguments = {**request.args.to_dict(flat=False), **(request.view_args or {})}
    arguments.update({name: value for name, value in changes.items() if value is not None})
    kept = {name: value for name, value in arguments.items() if changes.get(name, "") is not None}
    return url_for(request.endpoint or "", **kept)


def initials(name: str) -> str:
    """One or two letters for an avatar: Anna Bianchi is AB."""
    words = [word for word in name.split() if word[:1].isalnum()]
    chosen = words if len(words) < 3 else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper() or "?"


def theme() -> str:
    """`light` or `dark` when the reader chose one, else empty: the screen decides."""
    chosen = request.cookies.get("theme", "")
    return chosen if chosen in {"light", "dark"} else ""


def has_narrow_rail() -> bool:
    """Whether the reader folded the rail."""
    return request.cookies.get("rail") == "narrow"


def by_group(entries: Iterable[Place]) -> list[tuple[str, list[Place]]]:
    """Places under their headings."""
    return [(group, list(members)) for group, members in groupby(entries, key=lambda entry: entry.group)]


@bp.get("/frame/counts")
def show_counts() -> ResponseReturnValue:
    """The numbers of the rail and the bell, by endpoint; asked in the background so that no page waits for them."""
    numbers = {entry.endpoint: entry.count() for entry in places() if entry.count is not None}
    counted = [endpoint for endpoint in _counters if reader() is not None and endpoint in current_app.view_functions]
    answer = jsonify(numbers | {endpoint: _counters[endpoint]() for endpoint in counted})
    if counted and _refresh_sources:
        answer.headers["Refresh-Minutes"] = str(_refresh_sources[0]())
    return answer


def init_frame(app: Flask) -> None:
    """Give templates the frame."""
    app.register_blueprint(bp)
    app.jinja_env.globals.update(
        places=places,
        places_by_group=by_group,
        new_actions=new_actions,
        endpoint_url=endpoint_url,
        reader=reader,
        address_with=address_with,
        theme=theme,
        has_narrow_rail=has_narrow_rail,
        in_bottom_bar=IN_BOTTOM_BAR,
    )
    app.jinja_env.filters["initials"] = initials
