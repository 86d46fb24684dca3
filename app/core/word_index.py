"""Finds rows by the beginnings of words, with an index at any size; accents, case and signs do not matter."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    CTE,
    DDL,
    ColumnElement,
    CompoundSelect,
    Index,
    Select,
    SQLColumnExpression,
    TextClause,
    UnaryExpression,
    event,
    false,
    func,
    literal_column,
    select,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.orm.interfaces import ORMOption

from app.core.db import Base, session

MOST_COUNTED = 999
MOST_WORDS = 8
SIGNS = "-_./@+<>#"  # PostgreSQL takes what they join for one word, a path or a tag
ACCENTED = "àáâãäåāăąçćčďđèéêëēěęìíîïīľĺłñńňòóôõöøőřŕßśšșşťțţùúûüůűūýÿźżž"
PLAIN = "aaaaaaaaacccddeeeeeeeiiiiilllnnnooooooorrssssstttuuuuuuuyyzzz"
WORD_VECTOR = f"""
CREATE OR REPLACE FUNCTION word_vector(character varying) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN to_tsvector('simple'::regconfig,
    translate(lower(coalesce($1, '')::text), '{ACCENTED}{SIGNS}', '{PLAIN}{" " * len(SIGNS)}'))
"""
"""What an index of words keeps. A migration executes it before the tables that have one."""

_PLAIN = str.maketrans(ACCENTED, PLAIN)

_make_function = DDL(WORD_VECTOR)  # type: ignore[no-untyped-call]  # SQLAlchemy says nothing of its types
event.listen(Base.metadata, "before_create", _make_function)

Row = TypeVar("Row")


@dataclass(frozen=True)
class Found(Generic[Row]):
    """The first rows that were found. count: of all, up to one more than MOST_COUNTED."""

    rows: Sequence[Row]
    count: int


def words_of(text: str) -> list[str]:
    """The words of what somebody typed, as the index has them; only letters and figures are left."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_PLAIN)
    return "".join(sign if sign.isalnum() else " " for sign in plain).split()[:MOST_WORDS]


def words_index(name: str, *columns: str, where: TextClause | None = None) -> Index:
    """An index for `has_words` on the same columns in the same order."""
    return Index(name, literal_column(_vector(columns)), postgresql_using="gin", postgresql_where=where)


def has_words(text: str, *columns: InstrumentedAttribute[Any]) -> ColumnElement[bool]:  # Any: texts, null or not
    """Rows in which every word of `text` begins a word of one of the columns; a text without words finds none."""
    words = words_of(text)
    if not words:
        return false()
    query = func.to_tsquery(literal_column("'simple'::regconfig"), " & ".join(f"'{word}':*" for word in words))
    vector = _vector([f"{column.class_.__tablename__}.{column.key}" for column in columns])
    return literal_column(vector, TSVECTOR).bool_op("@@")(query)


def found_first(keys: Select[Any] | CompoundSelect[Any], name: str) -> CTE:  # Any: keys of any type
    """`keys` to be found before anything else; else the planner walks a whole list in order for a rare word."""
    return keys.cte(name).prefix_with("MATERIALIZED")


def keys_in_order(
    wanted: Select[Any],  # Any: rows of any table
    *columns: InstrumentedAttribute[Any],  # Any: of any type
    direction: Callable[[ColumnElement[Any]], UnaryExpression[Any]],
    limit: int,
) -> Select[Any]:
    """The first keys of the rows wanted, found before they are put in order: for rare and for common words.

    columns: of the order, the key last; direction: `asc` or `desc` of SQLAlchemy.
    """
    fitting = found_first(wanted.with_only_columns(*columns), "fitting")
    return select(fitting.c[columns[-1].key]).order_by(*map(direction, fitting.c)).limit(limit)


def rows_found(
    wanted: Select[tuple[Row]],
    *,
    key: InstrumentedAttribute[Any],  # Any: keys of any type
    keys: CTE,
    order: Sequence[SQLColumnExpression[Any]],  # Any: columns of any type
    limit: int,
    options: Sequence[ORMOption] = (),
) -> Found[Row]:
    """The first of the rows with these keys, in one statement; of very many only some are put in order.

    keys: have every condition already, such as who may see the rows.
    """
    some = select(keys.c[0]).limit(MOST_COUNTED + 1).subquery()
    statement = wanted.add_columns(func.count().over()).where(key.in_(select(some.c[0])))
    lines = session().execute(statement.options(*options).order_by(*order).limit(limit)).unique().all()
    return Found([line[0] for line in lines], lines[0][1] if lines else 0)


def _vector(columns: Sequence[str]) -> str:
    """The words of these columns together, written as PostgreSQL writes it, so that migrations see no difference."""
    first, *others = [f"word_vector({column})" for column in columns]
    for other in others:
        first = f"({first} || {other})"
    return first
