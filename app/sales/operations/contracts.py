"""Verbs of an offer that becomes a contract."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from app.catalog.queries import services_by_product
from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft, LineDraft
from app.contracts.models import Contract
from app.contracts.operations import draw_up_contract
from app.core.actor import Actor
from app.parties.models import Party, PartyRole
from app.parties.operations import give_role
from app.sales.errors import QuoteNotAccepted
from app.sales.models import Opportunity, Quote, QuoteLine, QuoteStatus, Stage
from app.sales.operations.opportunities import lose_opportunity, move_to_stage

PRICE_PLACES = Decimal("0.0001")


def contract_of_quote(
    quote: Quote,
    opportunity: Opportunity,
    *,
    lines: list[QuoteLine],
    contract_type: ContractType,
    starts_on: date,
    by: Actor,
    at: datetime,
) -> Contract:
    """The draft of a contract for a year over the lines of an accepted quote; stage 3, as an order drawn up."""
    if quote.status is not QuoteStatus.ACCEPTED:
        raise QuoteNotAccepted(quote)
    services = services_by_product({line.product_id for line in lines})
    draft = ContractDraft(
        party_id=quote.party_id,
        type=contract_type,
        starts_on=starts_on,
        ends_on=last_day_of_year_from(starts_on),
        lines=tuple(_agreed(line, services) for line in lines),
        title=opportunity.subject,
        contact_id=quote.contact_id,
        responsible=quote.salesperson,
        language=quote.language,
        currency=quote.currency,
        payment_terms_days=quote.payment_terms_days,
        opportunity_id=opportunity.id,
        campaign_id=opportunity.campaign_id,
        case_key=quote.case_key,
    )
    move_to_stage(opportunity, Stage.NEGOTIATION, by=by, at=at)
    return draw_up_contract(draft, by=by, at=at)


def last_day_of_year_from(day: date) -> date:
    """The day before the same day of the next year."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day) - timedelta(days=0 if is_leap_day else 1)


def settle_contract(
    contract: Contract,
    opportunity: Opportunity,
    party: Party,
    *,
    is_signed: bool,
    has_order: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Signed: the negotiation is a sale, the party a customer. Refused: it is lost, unless there is an order too."""
    if is_signed:
        give_role(party, PartyRole.CUSTOMER, by=by, at=at)
        move_to_stage(opportunity, Stage.SALE, by=by, at=at)
    elif not has_order:
        lose_opportunity(opportunity, reason=None, note=contract.closing_reason, by=by, at=at)


def _agreed(line: QuoteLine, services: dict[UUID, UUID]) -> LineDraft:
    """A line of the contract; an article under which a service is sold stands for that service."""
    service_id = services.get(line.product_id)
    return LineDraft(
        service_id=service_id,
        product_id=None if service_id else line.product_id,
        quantity=line.quantity,
        unit_price=(line.net / line.quantity).quantize(PRICE_PLACES, ROUND_HALF_UP),
    )
