"""Which columns name a party: all that reference its table, and those that slices register. They follow a joining."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, String, cast, func, inspect, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import Base, session
from app.parties.models import ContactPerson, Party, PartyImportRow, PartyMerge

Column = InstrumentedAttribute[Any]  # Any: ids, null or not

own_links = (ContactPerson, PartyMerge, PartyImportRow)
registered_links: list[Column] = []


def party_link(column: Column) -> Column:
    """Register a column that holds ids of parties without a foreign key to them, in the slice's `models`."""
    if all(column is not known for known in registered_links):
        registered_links.append(column)
    return column


def party_links() -> list[Column]:
    """All columns that name a party, but those of joinings and of contact persons, which have rules of their own.

    A column that is called `party_id` counts without a foreign key too.
    """
    found = [
        mapper.get_property_by_column(column).class_attribute
        for mapper in Base.registry.mappers
        if mapper.class_ not in own_links
        for column in inspect(mapper.class_).local_table.columns
        if column.name == "party_id" or any(key.column.table is Party.__table__ for key in column.foreign_keys)
    ]
    others = [column for column in registered_links if link_name(column) not in set(map(link_name, found))]
    return sorted([*found, *others], key=link_name)


def link_name(column: Column) -> str:
    """Names the column in what a joining keeps: `lead.party_id`."""
    return f"{inspect(column.class_).local_table.name}.{column.key}"


def move_links(column: Column, *, old: object, new: object, ids: Sequence[str] | None = None) -> list[str]:
    """Let rows that name party `old` name `new`, all or those with these ids; the ids of the rows moved.

    A row that may not change (a locked paper, the same pair there already) stays.
    """
    row_id = _row_id(column)
    wanted = [column == old] if ids is None else [column == old, row_id.in_(ids)]
    moving = update(column.class_).where(*wanted).values({column: new}).returning(row_id)
    try:
        with session().begin_nested():
            return list(session().scalars(moving))
    except DBAPIError:
        return _move_one_by_one(column, row_id, wanted, new)


def _move_one_by_one(
    column: Column, row_id: ColumnElement[str], wanted: list[ColumnElement[bool]], new: object
) -> list[str]:
    moved: list[str] = []
    for each in list(session().scalars(_ids(column, row_id, wanted))):
        try:
            with session().begin_nested():
                session().execute(update(column.class_).where(*wanted, row_id == each).values({column: new}))
        except DBAPIError:
            continue
        moved.append(each)
    return moved


def _ids(column: Column, row_id: ColumnElement[str], wanted: list[ColumnElement[bool]]) -> Select[str]:
    return select(row_id).select_from(column.class_).where(*wanted)


def _row_id(column: Column) -> ColumnElement[str]:
    keys = inspect(column.class_).primary_key
    return func.concat_ws(",", *[cast(key, String) for key in keys])
