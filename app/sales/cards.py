"""What sales show on the card of a party."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select
from sqlalchemy import case as sql_case

from app.core.actor import Viewer
from app.identity.permissions import Permission
from app.parties.card import (
    CardEntry,
    CardNumber,
    CardSection,
    TimelineType,
    card_action,
    card_numbers,
    card_section,
    card_timeline,
    timeline_lines,
)
from app.parties.models import Party
from app.sales.models import Opportunity, Order, Quote, QuoteStatus, Stage
from app.sales.queries import business_with, opportunities_page
from app.sales.tones import ORDER_TONES, QUOTE_TONES, STAGE_TONES

SHOWN = 5

card_action("sales/_card_action.html")


@card_numbers
def sales_numbers(party: Party, viewer: Viewer) -> Sequence[CardNumber]:  # noqa: ARG001  # all who see parties see sums
    """Open opportunities with their revenue, orders with their sum."""
    done = business_with(party)
    opportunities = url_for("sales.show_opportunities", party=party.id, stage="open")
    return [
        CardNumber("Open opportunities", done.open_opportunities, href=opportunities),
        CardNumber("Expected revenue", done.open_revenue, currency=party.currency, href=opportunities),
        CardNumber("Orders", done.orders, href=url_for("sales.show_orders", party=party.id)),
        CardNumber("Ordered, net", done.ordered_net, currency=party.currency),
    ]


@card_section
def opportunity_section(party: Party, viewer: Viewer) -> CardSection:  # noqa: ARG001  # as above
    """The opportunities with a party."""
    rows = opportunities_page(party_id=party.id, limit=SHOWN)[:SHOWN]
    more = url_for("sales.show_opportunities", party=party.id, stage="")
    return CardSection("Opportunities", [_opportunity_entry(row) for row in rows], more)


def _opportunity_entry(opportunity: Opportunity) -> CardEntry:
    return CardEntry(
        title=opportunity.subject,
        href=url_for("sales.show_opportunity", opportunity_id=opportunity.id),
        note=f"{opportunity.number} · win chance {opportunity.probability_percent} %",
        amount=opportunity.estimated_revenue,
        currency=opportunity.currency,
        when=opportunity.opened_at,
        badge=opportunity.stage.label,
        tone="info" if opportunity.stage.is_open else "neutral",
        icon="target-arrow",
    )


def _opportunity_lines(party: Party, viewer: Viewer) -> Select[Any]:  # noqa: ARG001  # as above; Any: see TimelineLine
    return timeline_lines(
        key=Opportunity.id,
        when=Opportunity.opened_at,
        title=Opportunity.subject,
        note=Opportunity.number,
        state=sql_case(*((Opportunity.stage == stage, stage.label) for stage in Stage)),
        amount=Opportunity.estimated_revenue,
        currency=Opportunity.currency,
        who=Opportunity.sales_rep,
    ).where(Opportunity.party_id == party.id)


def _quote_lines(party: Party, viewer: Viewer) -> Select[Any]:  # noqa: ARG001  # as above
    return timeline_lines(
        key=Quote.id,
        when=Quote.created_at,
        title=Quote.number,
        note="Quote",
        state=sql_case(*((Quote.status == status, status.label) for status in QuoteStatus)),
        amount=Quote.total_gross,
        currency=Quote.currency,
        who=Quote.salesperson,
    ).where(Quote.party_id == party.id, Quote.number.is_not(None))


def _order_lines(party: Party, viewer: Viewer) -> Select[Any]:  # noqa: ARG001  # as above
    return timeline_lines(
        key=Order.id,
        when=Order.placed_at,
        title=Order.number,
        note="Order",
        state=Order.status,
        amount=Order.total_gross,
        currency=Order.currency,
        who=Order.salesperson,
    ).where(Order.party_id == party.id)


card_timeline(
    TimelineType(
        name="opportunities",
        label="Opportunities",
        icon="target-arrow",
        lines=_opportunity_lines,
        href=lambda line: url_for("sales.show_opportunity", opportunity_id=line.key),
        tones={stage.label: STAGE_TONES[stage] for stage in Stage},
        permission=Permission.VIEW_SALES,
        order=20,
    )
)
card_timeline(
    TimelineType(
        name="quotes",
        label="Quotes",
        icon="file-text",
        lines=_quote_lines,
        href=lambda line: url_for("sales.show_quote", quote_id=line.key),
        tones={status.label: tone for status, tone in QUOTE_TONES.items()},
        permission=Permission.VIEW_SALES,
        order=25,
    )
)
card_timeline(
    TimelineType(
        name="orders",
        label="Orders",
        icon="shopping-cart",
        lines=_order_lines,
        href=lambda line: url_for("sales.show_order", order_id=line.key),
        tones={status.value: tone for status, tone in ORDER_TONES.items()},
        permission=Permission.VIEW_SALES,
        order=30,
    )
)
