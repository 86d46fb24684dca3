"""Facts about invoicing the periods of a contract."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from app.billing.contract_periods import invoice_contract
from app.billing.errors import PeriodInvoiced
from app.contracts.drafts import LineDraft
from app.contracts.queries import contract_for_update
from tests.billing.factories import deploy_process, make_customer
from tests.contracts.factories import ANNA, REPAIR, START, make_contract, make_services


def test_period_of_a_contract_is_invoiced_once_and_marked(session: Session, at: datetime) -> None:
    deploy_process(at)
    make_services()
    line = LineDraft(service_id=REPAIR, covered_hours=Decimal(20), unit_price=Decimal(300))
    contract = contract_for_update(
        make_contract(
            make_customer(at=at),
            line,
            at=at,
            billing_period_months=3,
        ).id
    )

    invoice = invoice_contract(contract, first=START, by=ANNA, at=at)

    assert invoice.total_net == Decimal(300)
    assert invoice.notes.startswith(contract.label)
    assert contract.invoiced_until == date(2027, 1, 31)
    with pytest.raises(PeriodInvoiced):
        invoice_contract(contract, first=START, by=ANNA, at=at)


def test_last_period_pressed_twice_is_said_to_be_invoiced(session: Session, at: datetime) -> None:
    deploy_process(at)
    make_services()
    line = LineDraft(service_id=REPAIR, covered_hours=Decimal(20), unit_price=Decimal(300))
    contract = contract_for_update(make_contract(make_customer(at=at), line, at=at).id)
    invoice_contract(contract, first=START, by=ANNA, at=at)

    with pytest.raises(PeriodInvoiced):
        invoice_contract(contract, first=START, by=ANNA, at=at)
