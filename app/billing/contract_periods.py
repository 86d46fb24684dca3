"""Invoices the next period of a contract: its lines as they were agreed, marked as invoiced in the same transaction."""

from datetime import date, datetime

from app.billing.errors import PeriodInvoiced
from app.billing.models import Invoice
from app.billing.operations import DraftLine, InvoiceDraft, draft_invoice
from app.billing.settling import wait_for_payment
from app.catalog.papers import shown_date
from app.contracts.errors import ContractNotActive
from app.contracts.models import Contract, ContractLine
from app.contracts.operations.invoicing import mark_invoiced, period_of
from app.contracts.periods import Period
from app.contracts.wording import shown_time
from app.core.actor import Actor

CONTRACT, LINE = "contract_period", "contract_line_period"


def invoice_contract(contract: Contract, *, first: date, by: Actor, at: datetime) -> Invoice:
    """The invoice of a locked contract's next period; its case issues and sends it. Each period is invoiced once.

    first: the day on which the period begins that somebody saw. Raises ContractNotActive when none is to come,
    PeriodInvoiced when it is not the next one any more, and what `draft_invoice` raises.
    """
    period = period_of(contract)
    is_done = contract.invoiced_until is not None and first <= contract.invoiced_until
    if period is None and not is_done:
        raise ContractNotActive(contract)
    if period is None or period.first != first:
        raise PeriodInvoiced(contract.label, first)
    source = f"{contract.id}:{period.first}"
    draft = InvoiceDraft(
        party_id=contract.party_id,
        lines=tuple(_line(line, period) for line in contract.lines),
        currency=contract.currency,
        language=contract.language,
        payment_terms_days=contract.payment_terms_days,
        source_type=CONTRACT,
        source_id=source,
        case_key=None,
        contact_id=contract.contact_id,
        campaign_id=contract.campaign_id,
        notes=_notes(contract, period),
    )
    invoice = draft_invoice(draft, by=by, at=at)
    mark_invoiced(contract, by=by, at=at)
    wait_for_payment(invoice, start_key=f"billing:{CONTRACT}:{source}", by=by, at=at)
    return invoice


def _line(line: ContractLine, period: Period) -> DraftLine:
    return DraftLine(
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_name=line.tax_name,
        tax_rate_percent=line.tax_rate_percent,
        tax_note=line.tax_note,
        code=line.code,
        unit=line.unit,
        source_type=LINE,
        source_id=f"{line.id}:{period.first}",
    )


def _notes(contract: Contract, period: Period) -> str:
    language = contract.language
    first, last = shown_date(period.first, language), shown_date(period.last, language)
    return f"{contract.number}, {shown_time(first, last, language=language)}"
