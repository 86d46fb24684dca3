"""Pages of what a campaign cost and brought: the two grids and their files; documents added from elsewhere."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.billing.queries import invoice_by_id
from app.campaigns.errors import MoneyLineMissing
from app.campaigns.models import Campaign, CampaignCost, CampaignRevenue, CostDocument
from app.campaigns.operations.money import (
    CostEntry,
    RevenueEntry,
    add_contract,
    add_cost,
    add_invoice,
    add_order,
    add_revenue,
    take_away_cost,
    take_away_revenue,
)
from app.campaigns.queries.campaigns import campaign_by_id, campaign_for_update
from app.campaigns.queries.money import cost_lines, money_of, orders_to_add, revenue_rows
from app.campaigns.schemas import AssociationForm, CostForm, EndForm, RevenueForm
from app.campaigns.views.blueprint import bp
from app.contracts.queries import contract_by_id
from app.core.clock import now
from app.core.db import session, transaction
from app.core.web import see_other
from app.core.web.downloads import download
from app.engine.reading import today
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties.exporting import MARK, csv_line
from app.parties.schemas import CURRENCIES
from app.sales.queries import order_by_id
from app.trail.operations import record

Line = TypeVar("Line", CampaignCost, CampaignRevenue)


@bp.get("/campaigns/<uuid:campaign_id>/costs")
@require(Permission.VIEW_CAMPAIGNS)
def show_costs(campaign_id: UUID) -> ResponseReturnValue:
    """The cost grid."""
    campaign = campaign_by_id(campaign_id)
    return render_template(
        "campaigns/costs.html",
        campaign=campaign,
        lines=cost_lines(campaign.id),
        money=money_of([campaign.id])[campaign.id],
        documents=[(each.value, each.label) for each in CostDocument],
        currencies=[(code, code) for code in CURRENCIES],
        today=today(now()),
    )


@bp.get("/campaigns/<uuid:campaign_id>/revenue")
@require(Permission.VIEW_CAMPAIGNS)
def show_revenue(campaign_id: UUID) -> ResponseReturnValue:
    """The revenue grid, and orders of the campaign that are not in it yet."""
    campaign = campaign_by_id(campaign_id)
    return render_template(
        "campaigns/revenue.html",
        campaign=campaign,
        rows=revenue_rows(campaign.id),
        money=money_of([campaign.id])[campaign.id],
        waiting=orders_to_add(campaign.id, limit=20),
        today=today(now()),
    )


@bp.post("/campaigns/<uuid:campaign_id>/costs")
@require(Permission.EDIT_CAMPAIGNS)
def create_cost(campaign_id: UUID) -> ResponseReturnValue:
    """Add a cost by hand; sent twice, it counts once."""
    form = CostForm().load(request.form.to_dict())
    at = now()
    with transaction():
        campaign = campaign_for_update(campaign_id)
        if session().get(CampaignCost, form["key"]) is None:
            add_cost(campaign, CostEntry(**form), on=today(at), by=current_user().actor, at=at)
    return see_other(".show_costs", campaign_id=campaign_id)


@bp.post("/campaigns/<uuid:campaign_id>/revenue")
@require(Permission.EDIT_CAMPAIGNS)
def create_revenue(campaign_id: UUID) -> ResponseReturnValue:
    """Add a revenue by hand, such as one month of a subscription; sent twice, it counts once."""
    form = RevenueForm().load(request.form.to_dict())
    at = now()
    with transaction():
        campaign = campaign_for_update(campaign_id)
        if session().get(CampaignRevenue, form["key"]) is None:
            add_revenue(campaign, RevenueEntry(**form), on=today(at), by=current_user().actor, at=at)
    return see_other(".show_revenue", campaign_id=campaign_id)


@bp.post("/campaigns/<uuid:campaign_id>/costs/<uuid:line_id>/removal")
@require(Permission.EDIT_CAMPAIGNS)
def create_cost_removal(campaign_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Take a cost out of the campaign, for a reason."""
    form = EndForm().load(request.form.to_dict())
    with transaction():
        campaign = campaign_for_update(campaign_id)
        line = _line_of(campaign, CampaignCost, line_id)
        take_away_cost(campaign, line, reason=form["reason"], by=current_user().actor, at=now())
    return see_other(".show_costs", campaign_id=campaign_id)


@bp.post("/campaigns/<uuid:campaign_id>/revenue/<uuid:line_id>/removal")
@require(Permission.EDIT_CAMPAIGNS)
def create_revenue_removal(campaign_id: UUID, line_id: UUID) -> ResponseReturnValue:
    """Take a revenue out of the campaign, for a reason; its document stays."""
    form = EndForm().load(request.form.to_dict())
    with transaction():
        campaign = campaign_for_update(campaign_id)
        line = _line_of(campaign, CampaignRevenue, line_id)
        take_away_revenue(campaign, line, reason=form["reason"], by=current_user().actor, at=now())
    return see_other(".show_revenue", campaign_id=campaign_id)


@bp.post("/campaign-revenue/orders/<uuid:order_id>")
@require(Permission.EDIT_CAMPAIGNS)
def create_order_revenue(order_id: UUID) -> ResponseReturnValue:
    """Add to campaign revenue: this order, and all that is invoiced of it."""
    return _let_count(order_by_id, order_id, add_order)


@bp.post("/campaign-revenue/invoices/<uuid:invoice_id>")
@require(Permission.EDIT_CAMPAIGNS)
def create_invoice_revenue(invoice_id: UUID) -> ResponseReturnValue:
    """Add to campaign revenue: this invoice."""
    return _let_count(invoice_by_id, invoice_id, add_invoice)


@bp.post("/campaign-revenue/contracts/<uuid:contract_id>")
@require(Permission.EDIT_CAMPAIGNS)
def create_contract_revenue(contract_id: UUID) -> ResponseReturnValue:
    """Add to campaign revenue: this contract, and all that is invoiced of it."""
    return _let_count(contract_by_id, contract_id, add_contract)


@bp.get("/campaigns/<uuid:campaign_id>/costs.csv")
@require(Permission.VIEW_CAMPAIGNS)
def download_costs(campaign_id: UUID) -> ResponseReturnValue:
    """The cost grid as CSV."""
    campaign = campaign_by_id(campaign_id)
    head = ["No.", "Document", "Number", "Date", "Partner", f"Value {campaign.currency}"]
    lines = [
        [line.position, line.document.label, line.document_number, line.document_on, line.partner, line.value]
        for line in cost_lines(campaign.id)
    ]
    return _csv(head, lines, name=f"{campaign.number}-costs.csv", campaign_id=campaign.id)


@bp.get("/campaigns/<uuid:campaign_id>/revenue.csv")
@require(Permission.VIEW_CAMPAIGNS)
def download_revenue(campaign_id: UUID) -> ResponseReturnValue:
    """The revenue grid as CSV."""
    campaign = campaign_by_id(campaign_id)
    money = [f"{word} {campaign.currency}" for word in ("Accepted", "Invoiced")]
    lines = [
        [
            row.line.position,
            row.line.document,
            row.line.document_number,
            row.line.document_on,
            row.line.partner,
            row.accepted,
            row.invoiced,
        ]
        for row in revenue_rows(campaign.id)
    ]
    head = ["No.", "Document", "Number", "Date", "Partner", *money]
    return _csv(head, lines, name=f"{campaign.number}-revenue.csv", campaign_id=campaign.id)


def _let_count(
    find: Callable[[UUID], Any], document_id: UUID, add: Callable[..., CampaignRevenue]
) -> ResponseReturnValue:  # Any: an order, an invoice or a contract, with its party
    """Let a document of ours count for the campaign that was chosen."""
    form = AssociationForm().load(request.form.to_dict())
    with transaction():
        campaign, document = campaign_for_update(form["campaign_id"]), find(document_id)
        add(campaign, document, document.party, by=current_user().actor, at=now())
    return see_other(".show_revenue", campaign_id=form["campaign_id"])


def _line_of(campaign: Campaign, table: type[Line], line_id: UUID) -> Line:
    line = session().get(table, line_id)
    if line is None or line.campaign_id != campaign.id:
        raise MoneyLineMissing
    return line


def _csv(
    head: Sequence[str], lines: Sequence[Sequence[object]], *, name: str, campaign_id: UUID
) -> ResponseReturnValue:
    rows = [csv_line(head), *(csv_line([str(cell) for cell in line]) for line in lines)]
    with transaction():
        taken = {"number": campaign_by_id(campaign_id).number, "file": name}
        by = current_user().actor
        record(action="campaign.exported", entity="campaign", entity_id=campaign_id, by=by, at=now(), after=taken)
    return download((MARK + "".join(rows)).encode(), name=name, media_type="text/csv")
