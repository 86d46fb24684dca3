"""What each type of contract covers, and what it says about it."""

from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from app.contracts.coverage import Answer, ContractType, Promise, Wanted, divided, judge, usual_price
from app.contracts.periods import Period, added_months, next_period

REPAIR, CHECK, PRESS_KIND, PRESS_1, PRESS_2, SEAL = (UUID(int=number) for number in range(1, 7))
TYPES = ContractType
END = date(2026, 12, 31)


def promise(kind: ContractType, **values) -> Promise:
    defaults = {"line_id": uuid4(), "number": "K-2026-00012", "ends_on": END, "name": "Repair", "currency": "EUR"}
    return Promise(type=kind, **{**defaults, "unit_price": Decimal("48.00"), **values})


def wanted(**values) -> Wanted:
    return Wanted(**{"name": "Repair", "service_id": REPAIR, **values})


@pytest.mark.parametrize(
    ("kind", "line", "asked", "answer"),
    [
        (TYPES.MAINTENANCE, {"service_id": REPAIR, "covered_hours": Decimal(20)}, {}, Answer.COVERED),
        (TYPES.MAINTENANCE, {"service_id": REPAIR}, {}, Answer.COVERED),
        (TYPES.MAINTENANCE, {"service_id": CHECK}, {}, Answer.OTHER),
        (
            TYPES.MAINTENANCE,
            {"service_id": REPAIR, "covered_hours": Decimal(20), "used_hours": Decimal(20)},
            {},
            Answer.USED_UP,
        ),
        (TYPES.MAINTENANCE, {"service_id": REPAIR, "installed_product_id": PRESS_1}, {}, Answer.OTHER),
        (
            TYPES.MAINTENANCE,
            {"service_id": REPAIR, "installed_product_id": PRESS_1},
            {"installed_product_id": PRESS_1},
            Answer.COVERED,
        ),
        (TYPES.MAINTENANCE, {"product_id": SEAL}, {"service_id": None, "part_id": SEAL}, Answer.OTHER),
        (TYPES.FLAT_RATE, {"service_id": REPAIR, "used_hours": Decimal(900)}, {}, Answer.COVERED),
        (TYPES.FLAT_RATE, {"service_id": REPAIR}, {"service_id": None, "part_id": SEAL}, Answer.OTHER),
        (TYPES.TIME_AND_MATERIAL, {"service_id": REPAIR}, {}, Answer.PRICED),
        (TYPES.TIME_AND_MATERIAL, {"product_id": SEAL}, {"service_id": None, "part_id": SEAL}, Answer.PRICED),
        (TYPES.WARRANTY, {"product_id": PRESS_KIND}, {}, Answer.OTHER),
        (
            TYPES.WARRANTY,
            {"product_id": PRESS_KIND},
            {"installed_product_id": PRESS_1, "installed_as_product_id": PRESS_KIND},
            Answer.COVERED,
        ),
        (
            TYPES.WARRANTY,
            {"product_id": PRESS_KIND, "installed_product_id": PRESS_1},
            {"installed_product_id": PRESS_2, "installed_as_product_id": PRESS_KIND},
            Answer.OTHER,
        ),
        (
            TYPES.WARRANTY,
            {"product_id": PRESS_KIND, "installed_product_id": PRESS_1},
            {"service_id": None, "part_id": SEAL, "installed_product_id": PRESS_1},
            Answer.COVERED,
        ),
        (TYPES.WARRANTY, {"service_id": REPAIR}, {"service_id": CHECK, "installed_product_id": PRESS_1}, Answer.OTHER),
    ],
)
def test_each_type_covers_what_it_promises(kind, line, asked, answer) -> None:
    assert judge(wanted(**asked), [promise(kind, **line)]).answer is answer


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        (
            {"covered_hours": Decimal(20), "used_hours": Decimal("13.50")},
            "Contract K-2026-00012 covers Repair until 31 Dec 2026, 6.5 of 20 hours left.",
        ),
        (
            {"covered_hours": Decimal(20), "used_hours": Decimal(20)},
            "Contract K-2026-00012 covers Repair, but its 20 hours are used up.",
        ),
        ({"ends_on": None}, "Contract K-2026-00012 covers Repair."),
        ({"service_id": CHECK}, "No contract in force covers Repair."),
    ],
)
def test_the_reason_is_a_sentence(line, sentence) -> None:
    judged = judge(wanted(), [promise(TYPES.MAINTENANCE, **{"service_id": REPAIR, **line})])

    assert judged.reason == sentence


def test_without_a_contract_the_reason_says_so() -> None:
    assert judge(wanted(), []).reason == "There is no contract in force."


def test_line_with_most_hours_left_is_chosen() -> None:
    lines = [
        promise(TYPES.MAINTENANCE, service_id=REPAIR, covered_hours=Decimal(hours), number=f"K-{hours}")
        for hours in (2, 9, 5)
    ]

    assert "K-9" in judge(wanted(), [*lines, promise(TYPES.TIME_AND_MATERIAL, service_id=REPAIR)]).reason


@pytest.mark.parametrize(
    ("kind", "left", "covered", "billable"),
    [
        (TYPES.MAINTENANCE, Decimal(6), 5, 0),
        (TYPES.MAINTENANCE, Decimal(2), 2, 3),
        (TYPES.MAINTENANCE, Decimal(0), 0, 5),
        (TYPES.MAINTENANCE, None, 5, 0),
        (TYPES.WARRANTY, None, 5, 0),
        (TYPES.FLAT_RATE, None, 5, 0),
        (TYPES.TIME_AND_MATERIAL, None, 0, 5),
    ],
)
def test_hours_above_what_is_left_are_billable(kind, left, covered, billable) -> None:
    assert divided(Decimal(5), kind=kind, hours_left=left) == (covered, billable)


@pytest.mark.parametrize(
    ("kind", "hours", "price"),
    [
        (TYPES.WARRANTY, None, 0),
        (TYPES.TIME_AND_MATERIAL, None, 50),
        (TYPES.MAINTENANCE, Decimal(20), 1000),
        (TYPES.MAINTENANCE, None, None),
        (TYPES.FLAT_RATE, None, None),
    ],
)
def test_usual_price_follows_from_the_type(kind, hours, price) -> None:
    assert usual_price(kind, rate=Decimal(50), covered_hours=hours) == price


@pytest.mark.parametrize(
    ("months", "invoiced_until", "period"),
    [
        (None, None, Period(date(2026, 1, 31), END)),
        (None, END, None),
        (1, None, Period(date(2026, 1, 31), date(2026, 2, 27))),
        (12, date(2026, 6, 30), Period(date(2026, 7, 1), END)),
        (3, END, None),
    ],
)
def test_period_to_invoice_goes_on_where_the_last_ended(months, invoiced_until, period) -> None:
    found = next_period(starts_on=date(2026, 1, 31), ends_on=END, months=months, invoiced_until=invoiced_until)

    assert found == period


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert added_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
