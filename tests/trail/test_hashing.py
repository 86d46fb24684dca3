from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from app.identity.roles import Role
from app.trail.hashing import plain, storable


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (Decimal("1.50"), "1.50"),
        (Decimal("1E+3"), "1000"),
        (1e22, "1e+22"),
        (date(2026, 11, 23), "2026-11-23"),
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "2026-11-23T09:00:00.000000+00:00"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (Role.STAFF, "staff"),
        (b"\x01\xff", "01ff"),
        ({"b", "a"}, ["a", "b"]),
        ((1, None, True), [1, None, True]),
        ({"n": {1: "x"}}, {"n": {"1": "x"}}),
    ],
)
def test_values_become_json_that_the_database_gives_back(value: object, kept: object) -> None:
    assert plain(value) == kept


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        plain(datetime(2026, 11, 23))  # noqa: DTZ001  # the point of the test


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        plain(object())


def test_what_the_database_cannot_hold_is_replaced() -> None:
    assert storable("a\x00b\ud800c") == "a\ufffdb?c"
