"""Reads the timeline of a party: what slices registered with `card_timeline`, newest first, in one statement."""

from collections.abc import Callable, Sequence

from sqlalchemy import String, literal, select, tuple_, union_all

from app.core.actor import Viewer
from app.core.db import session
from app.core.web.paging import Position
from app.identity.permissions import Permission
from app.parties.card import Lines, TimelineLine, TimelineType, timeline_types
from app.parties.models import Party

COLUMNS = tuple(TimelineLine.__dataclass_fields__)


def types_for(may: Callable[[Permission], bool]) -> list[TimelineType]:
    """The types that this reader may see, in the order of their filters."""
    shown = [kind for kind in timeline_types.values() if kind.permission is None or may(kind.permission)]
    return sorted(shown, key=lambda kind: (kind.order, kind.label))


def timeline_of(
    party: Party, viewer: Viewer, kinds: Sequence[TimelineType], *, after: Position | None = None, limit: int
) -> Sequence[TimelineLine]:
    """Up to `limit` + 1 lines of these types, newest first, beginning after a position."""
    if not kinds:
        return []
    legs = [_leg(kind, party, viewer, after, limit + 1) for kind in kinds]
    lines = union_all(*[select(*leg.subquery().c) for leg in legs]).subquery()
    order = (lines.c.when.desc(), lines.c.type.desc(), lines.c.key.desc())
    found = session().execute(select(*[lines.c[name] for name in COLUMNS]).order_by(*order).limit(limit + 1))
    return [TimelineLine(*row) for row in found]


def position_of(line: TimelineLine) -> Position:
    """Where a line stands in the timeline."""
    return line.when, line.type, line.key


def _leg(kind: TimelineType, party: Party, viewer: Viewer, after: Position | None, limit: int) -> Lines:
    lines = kind.lines(party, viewer).subquery()
    columns = [literal(kind.name, String).label("type"), *[lines.c[name] for name in COLUMNS if name != "type"]]
    wanted = select(*columns).order_by(lines.c.when.desc(), lines.c.key.desc()).limit(limit)
    if after is None:
        return wanted
    place = tuple_(*map(literal, after))
    return wanted.where(lines.c.when <= after[0], tuple_(lines.c.when, literal(kind.name), lines.c.key) < place)
