"""Verbs of estimates: draft one from what was done, lower it, issue it, bill it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

from app.billing.drafts import DraftLine, InvoiceDraft
from app.billing.models import Invoice
from app.billing.operations.drafting import draft_invoice
from app.billing.queries import tax_for
from app.catalog.models import TaxCategory, TaxCode
from app.catalog.pricing import line_net, totals
from app.catalog.queries import products_by_id
from app.core.actor import Actor
from app.core.db import session
from app.core.languages import language_of
from app.core.money import ZERO
from app.numbering.operations import next_number
from app.parties.models import Party
from app.parties.queries import company
from app.service_desk.billing_rules import Charge, lowered
from app.service_desk.errors import EstimateFixed, ServiceInvalid
from app.service_desk.models import Estimate, EstimateLine, EstimateStatus, LineKind, RequestStatus, ServiceRequest
from app.service_desk.numbering import ESTIMATE
from app.service_desk.operations.charging import Account, account_of
from app.service_desk.operations.telling import sums_of, tell_of_estimate, tell_of_request
from app.service_desk.queries import estimate_of, reports_of
from app.service_desk.wording import why_free

LONGEST_NAME = 200


def draft_estimate(request: ServiceRequest, *, on: date, by: Actor, at: datetime) -> Estimate:
    """The draft of a solved request; the one that is there is written anew. Books the hours on the contract."""
    estimate = estimate_of(request.id)
    if estimate is not None and estimate.status is not EstimateStatus.DRAFT:
        raise EstimateFixed(estimate)
    account = account_of(request, reports_of(request.id), by=by, at=at)
    estimate = estimate or _new_estimate(request, by=by, at=at)
    estimate.currency, estimate.language = account.currency, language_of(request.party.language)
    estimate.payment_terms_days = request.party.payment_terms_days
    estimate.hours_by_reports, estimate.hours_by_times = account.hours_by_reports, account.hours_by_times
    estimate.approved_by = estimate.approval_note = None
    estimate.lines = []
    session().flush()  # the old lines leave before new ones take their positions
    estimate.lines = _lines(account, request.party, language=estimate.language, on=on)
    _sum_up(estimate)
    request.is_billable = estimate.total_net > 0
    tell_of_estimate(estimate, request, "estimate.drafted", by=by, at=at)
    return estimate


def lower_estimate(
    estimate: Estimate, request: ServiceRequest, *, discount_percent: Decimal, by: Actor, at: datetime
) -> None:
    """A manager gives a discount on all that is charged."""
    _refuse_issued(estimate)
    if not 0 < discount_percent <= 100:
        raise ServiceInvalid({"approved_discount_percent": ["Give a discount from 0 to 100 %."]})
    before = sums_of(estimate)
    for line in estimate.lines:
        line.discount_percent = lowered(line.discount_percent, given_percent=discount_percent)
        line.net = line_net(line.quantity, unit_price=line.unit_price, discount_percent=line.discount_percent)
    _sum_up(estimate)
    request.is_billable = estimate.total_net > 0
    tell_of_estimate(estimate, request, "estimate.lowered", by=by, at=at, before=before)


def approve_estimate(estimate: Estimate, request: ServiceRequest, *, note: str | None, by: Actor, at: datetime) -> None:
    """A manager allows it."""
    _refuse_issued(estimate)
    estimate.approved_by, estimate.approval_note = by.id, note
    tell_of_estimate(estimate, request, "estimate.approved", by=by, at=at, reason=note)


def issue_estimate(estimate: Estimate, request: ServiceRequest, *, on: date, by: Actor, at: datetime) -> None:
    """Give it its number and day; from now on it is fixed. The number is taken last."""
    _refuse_issued(estimate)
    estimate.status, estimate.issued_on = EstimateStatus.ISSUED, on
    estimate.number = next_number(ESTIMATE, on=on)
    tell_of_estimate(estimate, request, "estimate.issued", by=by, at=at)


def bill_estimate(estimate: Estimate, request: ServiceRequest, *, by: Actor, at: datetime) -> Invoice:
    """The draft of the invoice over what the customer pays; each line billed once. Raises what billing refuses."""
    invoice = draft_invoice(
        InvoiceDraft(
            party_id=estimate.party_id,
            lines=tuple(_billed(line) for line in estimate.lines if line.net > 0),
            currency=estimate.currency,
            language=estimate.language,
            payment_terms_days=estimate.payment_terms_days,
            source_type="estimate",
            source_id=estimate.id,
            case_key=request.case_key,
            contact_id=request.contact_id,
            notes=f"{request.number} · {estimate.number}",
        ),
        by=by,
        at=at,
    )
    request.status, request.invoice_id = RequestStatus.INVOICED, invoice.id
    tell_of_request(request, "service_request.invoiced", by=by, at=at, after={"total_net": invoice.total_net})
    return invoice


def _billed(line: EstimateLine) -> DraftLine:
    return DraftLine(
        name=line.name,
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_name=line.tax_name,
        tax_rate_percent=line.tax_rate_percent,
        tax_note=line.tax_note,
        code=line.code,
        unit=line.unit,
        discount_percent=line.discount_percent,
        source_type="estimate_line",
        source_id=line.id,
    )


def _refuse_issued(estimate: Estimate) -> None:
    if estimate.status is not EstimateStatus.DRAFT:
        raise EstimateFixed(estimate)


def _new_estimate(request: ServiceRequest, *, by: Actor, at: datetime) -> Estimate:
    estimate = Estimate(
        id=uuid4(),
        request_id=request.id,
        party_id=request.party_id,
        status=EstimateStatus.DRAFT,
        total_net=ZERO,
        total_vat=ZERO,
        total_gross=ZERO,
        hours_by_times=ZERO,
        currency="",
        language="",
        payment_terms_days=0,
        created_at=at,
        created_by=by.id,
        lines=[],
    )
    session().add(estimate)
    return estimate


def _lines(account: Account, party: Party, *, language: str, on: date) -> list[EstimateLine]:
    taxes = _taxes_of(account.charges, party, on=on)
    return [
        _line(position, charge, taxes[charge.product_id], account=account, language=language)
        for position, charge in enumerate(account.charges, start=1)
    ]


def _taxes_of(charges: Sequence[Charge], party: Party, *, on: date) -> dict[UUID | None, TaxCode]:
    """The tax of each product that is charged; one statement for the products, one for each kind of rate."""
    products = products_by_id({charge.product_id for charge in charges if charge.product_id})
    categories = {key: product.tax_category for key, product in products.items()}
    codes = _codes(set(categories.values()) | {TaxCategory.STANDARD}, party, on=on)
    return {
        charge.product_id: codes[categories.get(charge.product_id, TaxCategory.STANDARD)]  # type: ignore[arg-type]  # None is not there
        for charge in charges
    }


def _codes(categories: Iterable[TaxCategory], party: Party, *, on: date) -> dict[TaxCategory, TaxCode]:
    seller = company().country
    return {category: tax_for(party, category, seller_country=seller, on=on) for category in categories}


def _line(position: int, charge: Charge, tax: TaxCode, *, account: Account, language: str) -> EstimateLine:
    return EstimateLine(
        id=uuid4(),
        position=position,
        kind=LineKind(charge.kind),
        product_id=charge.product_id,
        code=charge.code,
        name=charge.name[:LONGEST_NAME],
        unit=charge.unit,
        quantity=charge.quantity,
        unit_price=charge.unit_price,
        discount_percent=charge.discount_percent,
        net=line_net(charge.quantity, unit_price=charge.unit_price, discount_percent=charge.discount_percent),
        tax_name=tax.name,
        tax_rate_percent=tax.rate_percent,
        tax_note=tax.note,
        reason=why_free(charge.reason, contract_number=account.covered_by, language=language),
        source_type=charge.source_type,
        source_id=charge.source_id,
    )


def _sum_up(estimate: Estimate) -> None:
    sums = totals(estimate.lines)
    estimate.total_net, estimate.total_vat, estimate.total_gross = sums.net, sums.vat, sums.gross
