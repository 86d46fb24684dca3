"""What an offer that becomes a contract says of its time."""

from datetime import date

import pytest

from app.sales.operations.contracts import last_day_of_year_from


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 12, 1), date(2027, 11, 30)),
        (date(2027, 3, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_contract_of_a_year_ends_the_day_before_it_begins_again(first: date, last: date) -> None:
    assert last_day_of_year_from(first) == last
