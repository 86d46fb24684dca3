"""Two at once: one effect, no gap."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.billing.models import FiscalSeries, Invoice, InvoiceLine, Payment, PaymentMethod
from app.billing.operations import draft_invoice
from app.billing.settling import Money, receive_payment
from app.core.db import transaction
from app.core.errors import AppError
from app.engine.operations import start_instance
from tests.billing.factories import Case, deploy_process, draft_of, line, make_customer
from tests.sales.factories import ANNA, make_company


def at_once(app: Flask, *works: Callable[[], object]) -> list[str]:
    """Do each in a transaction and thread of its own; what was refused, by class."""

    def do(work: Callable[[], object]) -> str:
        with app.app_context():
            try:
                with transaction():
                    work()
            except AppError as refused:
                return type(refused).__name__
            return ""

    with ThreadPoolExecutor(len(works)) as people:
        return sorted(filter(None, people.map(do, works)))


def test_what_happens_at_once_happens_once(app: Flask, committed: Session, at: datetime) -> None:
    with transaction():
        make_company()
    deploy_process(at)
    with transaction():
        party = make_customer(at=at)
    case = Case(at).send()
    wanted, sold = draft_of(party), line(source_type="sales_order_line", source_id="7")
    committed.rollback()

    # two payments of the whole
    money = Money(Decimal("122.00"), at.date(), PaymentMethod.CARD)
    refused = at_once(app, *[lambda: receive_payment(case.invoice_id, money, by=ANNA, at=at)] * 3)
    assert refused == ["InvoiceNotOpen", "InvoiceNotOpen"]
    assert committed.scalars(select(func.sum(Payment.amount))).one() == Decimal("122.00")
    assert case.state == "COMPLETED"

    # drafts from one source, and two invoices that bill one line
    assert at_once(app, *[lambda: draft_invoice(wanted, by=ANNA, at=at)] * 3) == []
    assert at_once(app, *[lambda: draft_invoice(draft_of(party, sold), by=ANNA, at=at)] * 3) == ["BilledBefore"] * 2
    assert committed.scalar(select(func.count()).where(InvoiceLine.source_id == "7")) == 1

    # issues
    with transaction():
        drafts = [draft_invoice(draft_of(party), by=ANNA, at=at).id for _ in range(8)]

    def issue(invoice_id: object) -> None:
        start_instance("invoice_to_payment", variables={"invoice_id": str(invoice_id)}, by=ANNA, at=at)

    assert at_once(app, *[lambda one=one: issue(one) for one in drafts]) == []
    taken = committed.scalars(select(Invoice.sequence_number).where(Invoice.number.is_not(None))).all()
    assert sorted(taken) == list(range(1, 10))
    assert committed.scalars(select(FiscalSeries.next_number)).one() == 10
