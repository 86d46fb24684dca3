"""Which columns of other slices name a party; they follow when two parties turn out to be one."""

from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

Column = InstrumentedAttribute[Any]  # Any: ids, null or not

party_links: list[Column] = []


def party_link(column: Column) -> Column:
    """Register a column such as `Invoice.party_id`, in the slice's `models`. Its table needs a primary key `id`/`key`.

    A column that must not follow (a history that says what was) is not registered.
    """
    if all(column is not known for known in party_links):
        party_links.append(column)
    return column
