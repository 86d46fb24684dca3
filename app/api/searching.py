"""Searches: filter, sort and page of a request become two statements, whatever the size of the table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, false, func, literal, or_, select, tuple_
from sqlalchemy.sql.base import ExecutableOption

from app.api.filters import Condition, Field, conditions_of
from app.api.reading import Body
from app.core.db import session
from app.core.errors import Invalid
from app.core.web import read_cursor, write_cursor
from app.core.web.paging import Position

MOST_ROWS = 100
MOST_COUNTED = 10_000
MOST_SORTS = 5
PARTS = ("filter", "sort", "page")
PAGE_PARTS = ("from", "after", "before", "limit")

Row = Any  # an entity, or a tuple of entities as the statement of the listing has them


class PageInfo(TypedDict):
    """Where a page of results stands in the whole.

    hasMoreTotalItems: there are more than `totalItems`, which stops counting at 10,000.
    """

    totalItems: int
    hasMoreTotalItems: bool
    startCursor: str | None
    endCursor: str | None


class Found(TypedDict):
    """The answer to a search."""

    items: list[Any]  # Any: results of the listing's kind
    page: PageInfo


@dataclass(frozen=True)
class Listing:
    """What can be searched.

    statement: the rows with all that is shown or filtered by. key: the name of the field that is unique.
    """

    name: str
    statement: Select[*tuple[Any, ...]]  # Any: entities and columns of several types
    key: str
    fields: Mapping[str, Field]
    options: tuple[ExecutableOption, ...] = ()
    has_alternatives: bool = False

    @property
    def sorts(self) -> list[str]:
        """Names of the fields that lists can be sorted by."""
        return [name for name, field in self.fields.items() if field.sorts]


@dataclass(frozen=True)
class Order:
    """One field of an order."""

    field: Field
    is_ascending: bool

    @property
    def expression(self) -> UnaryExpression[Any]:
        """For ORDER BY; a missing value counts as the largest, as PostgreSQL has it."""
        column = self.field.compared
        ordered: UnaryExpression[Any] = column.asc() if self.is_ascending else column.desc()
        return ordered

    def turned(self) -> "Order":
        """The same field, the other way round."""
        return Order(self.field, not self.is_ascending)


@dataclass(frozen=True)
class Request:
    """A search as it was asked for, read."""

    conditions: list[Condition]
    orders: list[Order]
    sorting: str
    limit: int
    offset: int
    after: Position | None
    before: Position | None


def search(listing: Listing, body: Body, *conditions: Condition, render: Callable[[list[Row]], list[Any]]) -> Found:
    """The page asked for, of the rows that fit the filter and `conditions`. Raises Invalid naming what is wrong."""
    asked = _read(listing, body)
    wanted = [*conditions, *asked.conditions]
    rows, positions = _rows(listing, asked, wanted)
    total = _total(listing, asked, wanted, len(rows))
    kind = _kind(listing, asked.sorting)
    return {
        "items": render(rows),
        "page": {
            "totalItems": min(total, MOST_COUNTED),
            "hasMoreTotalItems": total > MOST_COUNTED,
            "startCursor": write_cursor(kind, positions[0]) if positions else None,
            "endCursor": write_cursor(kind, positions[-1]) if positions else None,
        },
    }


def one_row(listing: Listing, key: int, *conditions: Condition) -> Row | None:
    """The row with a key, if it fits the conditions."""
    statement = listing.statement.where(listing.fields[listing.key].column == key, *conditions)
    row = session().execute(statement.options(*listing.options)).one_or_none()
    return None if row is None else _entities(row)


def read_limit_of(page: Mapping[str, Any]) -> int:
    """How many rows a page asks for. Raises Invalid."""
    return _whole(page, "limit", lowest=1, highest=MOST_ROWS, usual=MOST_ROWS)


def read_offset_of(page: Mapping[str, Any]) -> int:
    """At which row a page begins. Raises Invalid."""
    return _whole(page, "from", lowest=0, highest=MOST_COUNTED, usual=0)


def read_page_of(body: Body) -> dict[str, Any]:
    """The page of a search as it was sent. Raises Invalid for parts that there are not."""
    for name in body:
        if name not in PARTS:
            raise _wrong(name[:40], f"A search has {', '.join(PARTS)} and nothing else.")
    page = body.get("page") or {}
    if not isinstance(page, dict):
        raise _wrong("page", "Give an object.")
    for name in page:
        if name not in PAGE_PARTS:
            raise _wrong(f"page.{name[:40]}", f"A page has {', '.join(PAGE_PARTS)} and nothing else.")
    if sum(page.get(name) is not None for name in PAGE_PARTS[:3]) > 1:
        raise _wrong("page", "Give one of from, after and before.")
    return page


def _read(listing: Listing, body: Body) -> Request:
    page = read_page_of(body)
    orders, sorting = _orders(listing, body.get("sort") or [])
    kind = _kind(listing, sorting)
    return Request(
        conditions=conditions_of(body.get("filter") or {}, listing.fields, has_alternatives=listing.has_alternatives),
        orders=orders,
        sorting=sorting,
        limit=read_limit_of(page),
        offset=read_offset_of(page),
        after=_cursor(kind, page, "after"),
        before=_cursor(kind, page, "before"),
    )


def _orders(listing: Listing, given: Any) -> tuple[list[Order], str]:
    if not isinstance(given, list) or len(given) > MOST_SORTS:
        raise _wrong("sort", f"Give a list of at most {MOST_SORTS} fields.")
    named: dict[str, bool] = {}
    for number, one in enumerate(given):
        name, is_ascending = _sort_of(listing, one, f"sort.{number}")
        named.setdefault(name, is_ascending)
    named.setdefault(listing.key, all(named.values()))
    orders = [Order(listing.fields[name], is_ascending) for name, is_ascending in named.items()]
    return orders, ",".join(f"{name}:{is_ascending}" for name, is_ascending in named.items())


def _sort_of(listing: Listing, given: Any, place: str) -> tuple[str, bool]:
    if not isinstance(given, dict) or set(given) - {"field", "order"}:
        raise _wrong(place, "Give a field and an order.")
    name, order = given.get("field"), given.get("order") or "ASC"
    if not isinstance(name, str) or name not in listing.sorts:
        raise _wrong(f"{place}.field", f"“{str(name)[:40]}” sorts nothing; there are {', '.join(listing.sorts)}.")
    if not isinstance(order, str) or order.upper() not in ("ASC", "DESC"):
        raise _wrong(f"{place}.order", "Give ASC or DESC.")
    return name, order.upper() == "ASC"


def _rows(listing: Listing, asked: Request, wanted: list[Condition]) -> tuple[list[Row], list[Position]]:
    orders = asked.orders if asked.before is None else [order.turned() for order in asked.orders]
    place = asked.after or asked.before
    statement = (
        listing.statement.where(*wanted, *([_beyond(orders, place)] if place else []))
        .add_columns(*[order.field.compared.label(f"sort_{number}") for number, order in enumerate(orders)])
        .order_by(*[order.expression for order in orders])
        .limit(asked.limit)
        .offset(asked.offset or None)
        .options(*listing.options)
    )
    found = session().execute(statement).all()
    if asked.before is not None:
        found = found[::-1]
    count = len(orders)
    return [_entities(row[:-count]) for row in found], [tuple(row[-count:]) for row in found]


def _entities(row: Sequence[Any]) -> Row:
    return row[0] if len(row) == 1 else tuple(row)


def _beyond(orders: list[Order], place: Position) -> ColumnElement[bool]:
    """What comes after a position; one comparison of rows, where an index can answer it."""
    directions = {order.is_ascending for order in orders}
    if len(directions) == 1 and not any(order.field.is_nullable for order in orders):
        columns = tuple_(*[order.field.compared for order in orders])
        values = tuple_(*[literal(v, o.field.compared.type) for o, v in zip(orders, place, strict=True)])
        return columns > values if orders[0].is_ascending else columns < values
    return _beyond_mixed(orders, place)


def _beyond_mixed(orders: list[Order], place: Position) -> ColumnElement[bool]:
    if not orders:
        return false()
    column, value = orders[0].field.compared, place[0]
    same = column.is_(None) if value is None else column == value
    return or_(_strictly(orders[0], value), and_(same, _beyond_mixed(orders[1:], place[1:])))


def _strictly(order: Order, value: Any) -> ColumnElement[bool]:
    column = order.field.compared
    if value is None:
        return false() if order.is_ascending else column.is_not(None)
    beyond: ColumnElement[bool] = column > value if order.is_ascending else column < value
    return or_(beyond, column.is_(None)) if order.is_ascending and order.field.is_nullable else beyond


def _total(listing: Listing, asked: Request, wanted: list[Condition], shown: int) -> int:
    """How many rows fit, up to one more than MOST_COUNTED; a short first page need not be counted."""
    is_first = asked.after is None and asked.before is None and not asked.offset
    if is_first and shown < asked.limit:
        return shown
    rows = (
        listing.statement.with_only_columns(literal(1), maintain_column_froms=True)
        .where(*wanted)
        .limit(MOST_COUNTED + 1)
        .subquery()
    )
    return session().scalar(select(func.count()).select_from(rows)) or 0


def _kind(listing: Listing, sorting: str) -> str:
    return f"{listing.name}:{sorting}"


def _cursor(kind: str, page: Mapping[str, Any], name: str) -> Position | None:
    text = page.get(name)
    if text is None:
        return None
    if not isinstance(text, str) or not text:
        raise _wrong(f"page.{name}", "Give the cursor of an answer.")
    return read_cursor(kind, text)


def _whole(page: Mapping[str, Any], name: str, *, lowest: int, highest: int, usual: int) -> int:
    value = page.get(name)
    if value is None:
        return usual
    if not isinstance(value, int) or isinstance(value, bool) or not lowest <= value <= highest:
        hint = " Deeper pages are read with after." if name == "from" else ""
        raise _wrong(f"page.{name}", f"Give a whole number from {lowest} to {highest:,}.{hint}")
    return value


def _wrong(name: str, sentence: str) -> Invalid:
    return Invalid(f"{name}: {sentence}", {name: [sentence]})
