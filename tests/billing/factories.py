"""Makes the least that billing needs: our company, a customer, a draft, one case of `invoice_to_payment`."""

from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.billing.drafts import DraftLine, InvoiceDraft
from app.billing.models import ExchangeRate, Invoice
from app.billing.operations import draft_invoice
from app.core.db import session, transaction
from app.engine.operations import deploy
from app.parties.models import Party
from app.parties.queries import party_with_vat_number
from tests.engine.driver import Driver
from tests.sales.factories import ANNA, make_party

ROOT = Path(__file__).parents[2]
ADDRESS = {"street": "Via Roma 1", "postal_code": "20121", "city": "Milano"}


@cache
def process_files() -> dict[str, bytes]:
    """The shipped diagram with its forms."""
    paths = [ROOT / "bpmn/invoice_to_payment.bpmn", *ROOT.glob("forms/invoice_to_payment/*.form")]
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in paths}


def deploy_process(at: datetime) -> None:
    with transaction():
        deploy(process_files(), by=ANNA, at=at)


def make_customer(*, at: datetime, **details: Any) -> Party:
    """Rossi in Milano with all that an invoice needs, unless `details` say otherwise."""
    usual = {"name": "Rossi Impianti S.r.l.", "vat_number": "IT00743110157", "email": "info@rossi.example"}
    if not details and (known := party_with_vat_number("IT00743110157")):
        return known
    return make_party(at=at, **{**usual, **ADDRESS, "language": "en", **details})


def line(net: str = "100.00", *, rate: str = "22", **values: Any) -> DraftLine:
    """One line of a quantity of one."""
    usual = {"name": "Repair", "quantity": Decimal(1), "tax_name": f"VAT {rate} %", "tax_rate_percent": Decimal(rate)}
    return DraftLine(**{"unit_price": Decimal(net), **usual, **values})


def draft_of(party: Party, *lines: DraftLine, **values: Any) -> InvoiceDraft:
    """What an invoice over 122.00 is drawn up from, unless lines are given."""
    usual = {"currency": "EUR", "language": party.language, "payment_terms_days": 30, "case_key": None}
    source = {"source_type": "test", "source_id": uuid4()}
    return InvoiceDraft(party_id=party.id, lines=lines or (line(),), **{**usual, **source, **values})


def make_rate(currency: str, rate: str, *, at: datetime) -> None:
    session().add(
        ExchangeRate(currency=currency, valid_on=at.date(), rate=Decimal(rate), entered_at=at, entered_by="anna")
    )
    session().flush()


class Case(Driver):
    """One case of `invoice_to_payment`, from a draft."""

    def __init__(self, at: datetime, *, draft: InvoiceDraft | None = None, **customer: Any) -> None:
        with transaction():
            invoice = draft_invoice(draft or draft_of(make_customer(at=at, **customer)), by=ANNA, at=at)
            self.invoice_id = invoice.id
        super().__init__(at, "invoice_to_payment", invoice_id=str(self.invoice_id))

    def send(self) -> "Case":
        """What workers would do, without doing it."""
        self.finish_job("write_invoice")
        self.finish_job("send_invoice")
        return self

    def pay(self, amount: str, **values: Any) -> None:
        day = self.at.date().isoformat()
        self.complete("record_payment", **{"payment_amount": amount, "payment_paid_on": day, **values})

    @property
    def invoice(self) -> Invoice:
        wanted = select(Invoice).where(Invoice.id == self.invoice_id)
        return session().scalars(wanted.execution_options(populate_existing=True)).one()
