"""Takes the next number of a series."""

from datetime import date

from sqlalchemy.dialects.postgresql import insert

from app.core.crash import reach
from app.core.db import session
from app.numbering.models import NumberSeries


def next_number(series: str, *, on: date) -> str:
    """The next number of a series, such as `Q-2026-00031`. Waits for whoever takes one in an open transaction."""
    taken = (
        insert(NumberSeries)
        .values(series=series, year=on.year, next_number=2)
        .on_conflict_do_update(index_elements=["series", "year"], set_={"next_number": NumberSeries.next_number + 1})
        .returning(NumberSeries.next_number)
    )
    following = session().scalar(taken)
    assert following is not None
    reach("number_taken_before_commit")
    return f"{series}-{on.year}-{following - 1:05d}"
