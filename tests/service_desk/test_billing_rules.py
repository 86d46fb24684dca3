"""What is charged, and what a contract gives."""

from decimal import Decimal
from uuid import UUID

import pytest

from app.service_desk.billing_rules import Charge, Reason, covered_if, labour_lines, lowered

LABOUR = Charge("labour", "Repair", "h", Decimal(3), Decimal(60), "work_report", UUID(int=1))


@pytest.mark.parametrize(
    ("covered", "lines"),
    [
        ("0", [("3", "0", "")]),
        ("2", [("2", "100", "covered"), ("1", "0", "")]),
        ("3", [("3", "100", "covered")]),
    ],
)
def test_hours_are_divided_by_what_the_contract_gives(covered: str, lines: list[tuple[str, str, str]]) -> None:
    found = labour_lines(LABOUR, covered_hours=Decimal(covered))

    assert [(line.quantity, line.discount_percent, line.reason) for line in found] == [
        (Decimal(quantity), Decimal(discount), reason) for quantity, discount, reason in lines
    ]


def test_covered_line_keeps_its_price() -> None:
    covered = covered_if(LABOUR, is_covered=True)

    assert (covered.unit_price, covered.is_charged, covered.reason) == (Decimal(60), False, Reason.COVERED)
    assert covered_if(LABOUR, is_covered=False) is LABOUR


@pytest.mark.parametrize(("had", "given", "has"), [("0", "10", "10"), ("15", "10", "15"), ("100", "10", "100")])
def test_discount_on_the_whole_never_takes_one_back(had: str, given: str, has: str) -> None:
    assert lowered(Decimal(had), given_percent=Decimal(given)) == Decimal(has)
