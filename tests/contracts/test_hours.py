"""Hours used of a contract, and what covers a service."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from app.contracts.coverage import ContractType
from app.contracts.drafts import LineDraft
from app.contracts.errors import ContractNotActive
from app.contracts.models import BookedHours, ContractLine
from app.contracts.operations import book_hours, release_hours
from app.contracts.queries import cover_for, part_cover_for
from app.core.db import transaction
from tests.contracts.factories import (
    ANNA,
    CHECK,
    REPAIR,
    make_contract,
    make_customer,
    make_draft,
    make_installed,
    make_services,
)
from tests.engine.race import race
from tests.sales.factories import CREAM

TODAY = date(2026, 11, 23)
SOURCE = UUID(int=99)
TWENTY = LineDraft(service_id=REPAIR, covered_hours=Decimal(20))


def book(contract, hours, *, source=SOURCE, at):
    return book_hours(contract.lines[0].id, Decimal(hours), source_type="report", source_id=source, by=ANNA, at=at)


def test_hours_are_booked_once_for_a_source(party, at) -> None:
    contract = make_contract(party, at=at)

    first, again = book(contract, "2.5", at=at), book(contract, "2.5", at=at)

    assert (first, contract.lines[0].used_hours) == (again, Decimal("2.50"))


def test_hours_above_the_covered_ones_are_billable(party, at) -> None:
    contract = make_contract(party, at=at)
    book(contract, 18, source=UUID(int=1), at=at)

    booked = book(contract, 5, at=at)

    assert (booked.covered, booked.billable) == (2, 3)
    assert cover_for(party.id, service_id=REPAIR, on=TODAY).reason == (
        "Contract K-2026-00001 covers Repair, but its 20 hours are used up."
    )


def test_corrected_hours_are_divided_anew_and_withdrawn_ones_given_back(party, at) -> None:
    contract = make_contract(party, at=at)
    book(contract, 25, at=at)

    corrected = book(contract, 4, at=at)

    assert (corrected.covered, contract.lines[0].used_hours) == (4, 4)
    release_hours(source_type="report", source_id=SOURCE, by=ANNA, at=at)
    assert contract.lines[0].used_hours == 0


def test_hours_are_not_booked_on_a_draft(party, at) -> None:
    with pytest.raises(ContractNotActive):
        book(make_draft(party, at=at), 1, at=at)


def test_cover_names_contract_line_and_hours_left(party, at) -> None:
    contract = make_contract(party, TWENTY, at=at)

    cover = cover_for(party.id, service_id=REPAIR, on=TODAY)

    assert (cover.contract, cover.line, cover.hours_left) == (contract, contract.lines[0], 20)
    assert cover.reason == "Contract K-2026-00001 covers Repair until 31 Oct 2027, 20 of 20 hours left."
    assert cover_for(party.id, service_id=CHECK, on=TODAY).contract is None
    assert not cover_for(party.id, service_id=REPAIR, on=date(2026, 10, 31)).is_covered


def test_time_and_material_fixes_the_price_and_covers_nothing(party, at) -> None:
    line = LineDraft(service_id=REPAIR, unit_price=Decimal(48))
    contract = make_contract(party, line, kind=ContractType.TIME_AND_MATERIAL, at=at)

    cover = cover_for(party.id, service_id=REPAIR, on=TODAY)

    assert (cover.is_covered, cover.contract, cover.unit_price, cover.priced_by) == (False, None, 48, contract)


def test_warranty_of_the_product_covers_labour_and_parts_without_a_contract(party, at) -> None:
    installed = make_installed(party, warranty_until=date(2027, 1, 31), at=at)

    labour = cover_for(party.id, service_id=REPAIR, on=TODAY, installed_product_id=installed.id)
    part = part_cover_for(party.id, product_id=CREAM, on=TODAY, installed_product_id=installed.id)

    assert (labour.is_covered, labour.contract, part.is_covered) == (True, None, True)
    assert labour.reason == "The warranty of Hydraulic press · SN-1 covers Repair until 31 Jan 2027."


def test_two_bookings_at_once_never_use_more_than_is_covered(app, committed, at) -> None:
    with transaction():
        make_services()
        line_id = make_contract(make_customer(at=at), at=at).lines[0].id

    def work(number: int) -> None:
        book_hours(line_id, Decimal(13), source_type="report", source_id=UUID(int=number), by=ANNA, at=at)

    assert race(app, lambda: work(1), lambda: work(2)) == []

    line = committed.get_one(ContractLine, line_id, populate_existing=True)
    divided = committed.execute(select(BookedHours.covered, BookedHours.billable)).all()
    assert line.used_hours == 20
    assert sorted(divided) == [(7, 6), (13, 0)]
