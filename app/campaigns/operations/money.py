"""Adds to and takes from the grids of what a campaign cost and brought; everything without VAT."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from app.billing.errors import RateMissing
from app.billing.models import Invoice, InvoiceKind, InvoiceStatus
from app.billing.queries import rate_on
from app.campaigns.errors import CampaignInvalid, DocumentAdded, NothingInvoiced
from app.campaigns.models import Campaign, CampaignCost, CampaignRevenue, CostDocument, RevenueSource
from app.campaigns.operations.planning import tell
from app.campaigns.queries.campaigns import campaign_by_id
from app.campaigns.queries.money import ORDER_SOURCES, added_to, next_position
from app.contracts.models import Contract
from app.core.actor import Actor
from app.core.db import session
from app.core.money import to_cents
from app.engine.reading import today
from app.parties.models import Party
from app.parties.queries import company
from app.sales.models import Order

MOST = Decimal(10) ** 13


@dataclass(frozen=True)
class CostEntry:
    """One cost as it is entered. amount: without VAT, in `currency`. key: becomes the id of its line."""

    document: CostDocument
    document_number: str
    document_on: date
    amount: Decimal
    currency: str
    partner: str
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class RevenueEntry:
    """One revenue as it is entered by hand, without VAT, in the currency of the campaign. key: as above."""

    document: str
    document_number: str
    document_on: date
    accepted: Decimal
    invoiced: Decimal
    partner: str
    key: UUID = field(default_factory=uuid4)


@dataclass(frozen=True)
class _OwnDocument:
    """A record of ours that counts as revenue."""

    source: RevenueSource
    source_id: UUID
    number: str
    day: date
    currency: str
    partner: str


def add_cost(campaign: Campaign, entry: CostEntry, *, on: date, by: Actor, at: datetime) -> CampaignCost:
    """A realised cost. The caller has locked the campaign. Raises CampaignInvalid."""
    _check_entry(entry.document_number, entry.partner, entry.document_on, {"amount": entry.amount}, on=on)
    rate = _rate(entry.currency, campaign, on=entry.document_on)
    cost = CampaignCost(
        id=entry.key,
        campaign_id=campaign.id,
        position=next_position(CampaignCost, campaign.id),
        value=to_cents(entry.amount * rate),
        added_at=at,
        added_by=by.id,
        **_entered(entry),
    )
    session().add(cost)
    tell(campaign, "campaign.cost_added", by=by, at=at, after={**_entered(entry), "value": cost.value})
    return cost


def add_revenue(campaign: Campaign, entry: RevenueEntry, *, on: date, by: Actor, at: datetime) -> CampaignRevenue:
    """A revenue that no record of ours holds. The caller has locked the campaign. Raises CampaignInvalid."""
    amounts = {"accepted": entry.accepted, "invoiced": entry.invoiced}
    _check_entry(entry.document_number, entry.partner, entry.document_on, amounts, on=on)
    line = _line(campaign, RevenueSource.ENTERED, None, Decimal(1), by=by, at=at, **_entered(entry))
    line.id = entry.key
    tell(campaign, "campaign.revenue_added", by=by, at=at, after=_entered(entry))
    return line


def add_order(campaign: Campaign, order: Order, party: Party, *, by: Actor, at: datetime) -> CampaignRevenue:
    """Let an order count for the campaign, and all that is invoiced of it. Raises DocumentAdded."""
    _refuse_second(RevenueSource.ORDER, order.id, f"Order {order.number}")
    if order.invoice_id is not None:  # it would count by its order, too
        _refuse_second(RevenueSource.INVOICE, order.invoice_id, f"The invoice of order {order.number}")
    day = today(order.placed_at)
    own = _OwnDocument(RevenueSource.ORDER, order.id, order.number, day, order.currency, party.name)
    return _add_own(campaign, own, by=by, at=at)


def add_contract(campaign: Campaign, contract: Contract, party: Party, *, by: Actor, at: datetime) -> CampaignRevenue:
    """Let a contract count for the campaign, and all that is invoiced of it. Raises DocumentAdded."""
    _refuse_second(RevenueSource.CONTRACT, contract.id, f"Contract {contract.label}")
    day = contract.signed_on or contract.starts_on
    own = _OwnDocument(RevenueSource.CONTRACT, contract.id, contract.label, day, contract.currency, party.name)
    return _add_own(campaign, own, by=by, at=at)


def add_invoice(campaign: Campaign, invoice: Invoice, party: Party, *, by: Actor, at: datetime) -> CampaignRevenue:
    """Let an invoice count for the campaign, such as one month of a subscription. Raises DocumentAdded.

    An invoice of an order that counts already is in the campaign by its order. Raises NothingInvoiced.
    """
    label = f"Invoice {invoice.label}"
    if invoice.kind is not InvoiceKind.INVOICE or invoice.status is InvoiceStatus.CANCELLED:
        raise NothingInvoiced(label)
    _refuse_second(RevenueSource.INVOICE, invoice.id, label)
    if invoice.source_type in ORDER_SOURCES:
        _refuse_second(RevenueSource.ORDER, UUID(invoice.source_id), label)
    day = invoice.issued_on or today(invoice.created_at)
    own = _OwnDocument(RevenueSource.INVOICE, invoice.id, invoice.label, day, invoice.currency, party.name)
    return _add_own(campaign, own, by=by, at=at)


def take_away_cost(campaign: Campaign, cost: CampaignCost, *, reason: str, by: Actor, at: datetime) -> None:
    """A cost that does not belong here; the trail keeps what it was."""
    before = {"document_number": cost.document_number, "value": cost.value, "partner": cost.partner}
    session().delete(cost)
    tell(campaign, "campaign.cost_taken_away", by=by, at=at, before=before, reason=reason)


def take_away_revenue(campaign: Campaign, line: CampaignRevenue, *, reason: str, by: Actor, at: datetime) -> None:
    """A revenue that does not belong here; its document stays as it is."""
    before = {"document": line.document, "document_number": line.document_number, "partner": line.partner}
    session().delete(line)
    tell(campaign, "campaign.revenue_taken_away", by=by, at=at, before=before, reason=reason)


def _entered(entry: CostEntry | RevenueEntry) -> dict[str, Any]:  # Any: values of its columns
    return {name: value for name, value in vars(entry).items() if name != "key"}


def _add_own(campaign: Campaign, own: _OwnDocument, *, by: Actor, at: datetime) -> CampaignRevenue:
    line = _line(
        campaign,
        own.source,
        own.source_id,
        _rate(own.currency, campaign, on=own.day, field_name="campaign_id"),
        by=by,
        at=at,
        document=own.source.value.capitalize(),
        document_number=own.number,
        document_on=own.day,
        partner=own.partner,
    )
    after = {"document": own.source.value, "document_number": own.number, "partner": own.partner}
    tell(campaign, "campaign.revenue_added", by=by, at=at, after=after)
    return line


def _line(
    campaign: Campaign,
    source: RevenueSource,
    source_id: UUID | None,
    rate: Decimal,
    *,
    by: Actor,
    at: datetime,
    **values: object,
) -> CampaignRevenue:
    line = CampaignRevenue(
        id=uuid4(),
        campaign_id=campaign.id,
        position=next_position(CampaignRevenue, campaign.id),
        source=source,
        source_id=source_id,
        exchange_rate=rate,
        added_at=at,
        added_by=by.id,
        **values,
    )
    session().add(line)
    return line


def _refuse_second(source: RevenueSource, source_id: UUID, document: str) -> None:
    if (campaign_id := added_to(source, source_id)) is not None:
        raise DocumentAdded(document, campaign_by_id(campaign_id).number)


def _rate(currency: str, campaign: Campaign, *, on: date, field_name: str = "currency") -> Decimal:
    """What one unit of a currency is in that of the campaign. Raises CampaignInvalid when a rate is missing."""
    if currency == campaign.currency:
        return Decimal(1)
    own = company().currency
    try:
        return rate_on(currency, own_currency=own, on=on) / rate_on(campaign.currency, own_currency=own, on=on)
    except RateMissing as missing:
        raise CampaignInvalid({field_name: [missing.message]}) from missing


def _check_entry(number: str, partner: str, day: date, amounts: dict[str, Decimal], *, on: date) -> None:
    wrong: dict[str, list[str]] = {}
    if not number.strip():
        wrong["document_number"] = ["Give the number of the document."]
    if not partner.strip():
        wrong["partner"] = ["Say with whom."]
    if day > on:
        wrong["document_on"] = ["This day has not come yet."]
    for name, amount in amounts.items():
        if not 0 <= amount < MOST:
            wrong[name] = ["An amount cannot be negative." if amount < 0 else "This amount is too large."]
    if not any(amounts.values()) and not wrong:
        wrong[next(iter(amounts))] = ["Give an amount."]
    if wrong:
        raise CampaignInvalid(wrong)
