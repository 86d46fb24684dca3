"""What may be done with contracts and installed products."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from app.contracts.coverage import ContractType
from app.contracts.drafts import InstalledProductDetails, LineDraft
from app.contracts.errors import (
    ContractChanged,
    ContractFixed,
    ContractInvalid,
    ContractNotDraft,
    SerialNumberKnown,
)
from app.contracts.models import ContractStatus
from app.contracts.operations import (
    change_contract,
    change_installed_product,
    end_contract,
    offer_contract,
    refuse_contract,
    renew_contract,
    sign_contract,
)
from app.contracts.operations.contracts import draft_of
from app.contracts.operations.invoicing import mark_invoiced, period_of
from app.contracts.queries import active_contracts_of, cover_for
from app.core.db import session
from tests.contracts.factories import ANNA, END, REPAIR, START, make_contract, make_draft, make_installed
from tests.sales.factories import PRESS

TODAY = date(2026, 11, 23)
SOURCE = UUID(int=99)
TWENTY = LineDraft(service_id=REPAIR, covered_hours=Decimal(20))


def test_price_and_tax_come_from_the_catalogue(party, at) -> None:
    line = make_draft(party, TWENTY, at=at).lines[0]

    assert (line.code, line.name, line.unit_price, line.net) == ("SC-REP", "Repair", 1000, 1000)
    assert (line.tax_name, line.tax_rate_percent) == ("VAT 22 %", 22)


@pytest.mark.parametrize(
    ("line", "kind", "wrong"),
    [
        (LineDraft(), "maintenance", ("item", "Choose a service or a product.")),
        (LineDraft(REPAIR, PRESS), "maintenance", ("item", "Choose a service or a product.")),
        (LineDraft(UUID(int=77)), "maintenance", ("item", "This service is not in the catalogue.")),
        (LineDraft(None, UUID(int=77)), "maintenance", ("item", "This product is not in the catalogue.")),
        (LineDraft(REPAIR, quantity=Decimal(0)), "time_and_material", ("quantity", "Enter a quantity above 0.")),
        (LineDraft(REPAIR, unit_price=Decimal(-1)), "flat_rate", ("unit_price", "Enter a price of 0 or more.")),
        (LineDraft(REPAIR), "flat_rate", ("unit_price", "Enter what is paid for this line.")),
        (
            LineDraft(REPAIR, covered_hours=Decimal(0)),
            "maintenance",
            ("covered_hours", "Enter hours above 0, or nothing"),
        ),
        (
            LineDraft(REPAIR, covered_hours=Decimal(5)),
            "warranty",
            ("covered_hours", "Only a maintenance contract limits"),
        ),
        (
            LineDraft(None, PRESS, covered_hours=Decimal(5)),
            "maintenance",
            ("covered_hours", "Hours are covered of a service"),
        ),
        (
            LineDraft(REPAIR, covered_hours=Decimal(5), installed_product_id=UUID(int=5)),
            "maintenance",
            ("installed_product_id", "This product is not installed at this customer's."),
        ),
    ],
)
def test_line_that_cannot_be_is_refused_beside_its_field(party, at, line, kind, wrong) -> None:
    field, sentence = wrong
    with pytest.raises(ContractInvalid) as refused:
        make_draft(party, line, kind=ContractType(kind), at=at)

    assert sentence in refused.value.fields[f"lines.0.{field}"][0]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"ends_on": date(2026, 10, 31)}, "ends_on"),
        ({"payment_terms_days": 366}, "payment_terms_days"),
        ({"billing_period_months": 0}, "billing_period_months"),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_their_field(party, at, terms, field) -> None:
    with pytest.raises(ContractInvalid) as refused:
        make_draft(party, at=at, **terms)

    assert list(refused.value.fields) == [field]


def test_price_in_another_currency_has_to_be_said(party, at) -> None:
    with pytest.raises(ContractInvalid, match=r"The usual price is in EUR; enter the price in RON\."):
        make_draft(party, TWENTY, currency="RON", at=at)


def test_contract_without_lines_is_neither_sent_nor_signed(party, at) -> None:
    draft = make_draft(party, kind=ContractType.FLAT_RATE, at=at)

    with pytest.raises(ContractInvalid, match="at least one line"):
        offer_contract(draft, on=TODAY, by=ANNA, at=at)
    with pytest.raises(ContractInvalid, match="at least one line"):
        sign_contract(draft, signed_on=TODAY, signed_by="Mario Rossi", by=ANNA, at=at)


def test_signed_contract_has_a_number_and_is_in_force(party, at) -> None:
    contract = make_contract(party, at=at)

    assert (contract.number, contract.status) == ("K-2026-00001", ContractStatus.ACTIVE)
    assert list(active_contracts_of(party.id, on=END)) == [contract]
    assert not active_contracts_of(party.id, on=date(2027, 11, 1))


@pytest.mark.parametrize(
    ("signed_on", "signed_by", "field"),
    [(date(2026, 12, 24), "Mario Rossi", "signed_on"), (TODAY, " ", "signed_by")],
)
def test_signature_needs_a_day_that_was_and_a_name(party, at, signed_on, signed_by, field) -> None:
    draft = make_draft(party, at=at)

    with pytest.raises(ContractInvalid) as refused:
        sign_contract(draft, signed_on=signed_on, signed_by=signed_by, by=ANNA, at=at)

    assert list(refused.value.fields) == [field]
    assert draft.number is None


def test_contract_is_answered_once(party, at) -> None:
    refused = make_draft(party, at=at)
    refuse_contract(refused, reason="Too dear", by=ANNA, at=at)

    with pytest.raises(ContractNotDraft):
        sign_contract(refused, signed_on=TODAY, signed_by="Mario Rossi", by=ANNA, at=at)


def test_offered_draft_is_no_longer_changed(party, at) -> None:
    draft = make_draft(party, at=at)
    offer_contract(draft, on=TODAY, by=ANNA, at=at)

    with pytest.raises(ContractFixed):
        change_contract(draft, draft_of(draft), revision=0, by=ANNA, at=at)


def test_stale_form_changes_nothing(party, at) -> None:
    draft = make_draft(party, at=at)
    change_contract(draft, draft_of(draft), revision=0, by=ANNA, at=at)

    with pytest.raises(ContractChanged):
        change_contract(draft, draft_of(draft), revision=0, by=ANNA, at=at)


def test_ended_contract_covers_nothing_after_its_last_day(party, at) -> None:
    contract = make_contract(party, at=at)

    end_contract(contract, on=TODAY, reason="Sold the press", by=ANNA, at=at)
    session().flush()

    assert contract.ends_on == TODAY
    assert not cover_for(party.id, service_id=REPAIR, on=date(2026, 11, 24)).is_covered


def test_contract_does_not_end_before_it_began(party, at) -> None:
    with pytest.raises(ContractInvalid, match="cannot end before"):
        end_contract(make_contract(party, at=at), on=date(2026, 10, 1), reason="No", by=ANNA, at=at)


def test_renewal_begins_the_day_after_and_is_drawn_up_once(party, at) -> None:
    contract = make_contract(party, at=at)

    renewed = renew_contract(contract, by=ANNA, at=at)
    session().flush()

    assert (renewed.starts_on, renewed.ends_on) == (date(2027, 11, 1), date(2028, 10, 30))
    assert [line.covered_hours for line in renewed.lines] == [20]
    assert renew_contract(contract, by=ANNA, at=at) is renewed


def test_invoiced_period_is_followed_by_the_next(party, at) -> None:
    contract = make_contract(party, billing_period_months=3, at=at)

    mark_invoiced(contract, by=ANNA, at=at)

    assert contract.invoiced_until == date(2027, 1, 31)
    period = period_of(contract)
    assert period is not None
    assert period.first == date(2027, 2, 1)


def test_installed_product_is_registered_once(party, at) -> None:
    assert make_installed(party, at=at) is make_installed(party, at=at)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"serial_number": " "}, "serial_number"),
        ({"serial_number": "9" * 61}, "serial_number"),
        ({"name": "", "product_id": None}, "name"),
        ({"product_id": UUID(int=77)}, "product_id"),
        ({"installed_on": date(2026, 5, 1), "warranty_until": date(2026, 4, 30)}, "warranty_until"),
    ],
)
def test_installed_product_that_cannot_be_is_refused_beside_its_field(party, at, details, field) -> None:
    installed = make_installed(party, at=at)
    values = {"party_id": party.id, "serial_number": "SN-2", "product_id": PRESS, **details}

    with pytest.raises(ContractInvalid) as refused:
        change_installed_product(installed, InstalledProductDetails(**values), revision=0, by=ANNA, at=at)

    assert list(refused.value.fields) == [field]


def test_serial_number_of_another_is_refused(party, at) -> None:
    make_installed(party, "SN-1", at=at)
    second = make_installed(party, "SN-2", at=at)
    details = InstalledProductDetails(party.id, "SN-1", product_id=PRESS, installed_on=START)

    with pytest.raises(SerialNumberKnown):
        change_installed_product(second, details, revision=0, by=ANNA, at=at)
