"""Pages of sales: opportunities, quotes, orders."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from app.catalog.pricing import totals
from app.core.clock import now
from app.core.db import transaction
from app.core.web import new_action, page_of, page_or_partial, place, read_cursor, read_limit, see_other
from app.documents.conversion import can_make_pdf
from app.documents.queries import documents_of
from app.engine.operations import start_instance
from app.engine.reading import today
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import users_named
from app.mail.delivery import deliver_mail
from app.parties.queries import party_by_id
from app.sales import cards as cards  # fills the card of a party
from app.sales import queries
from app.sales.correspondence import people_of
from app.sales.differences import changed_lines
from app.sales.handlers.choices import delegate_options
from app.sales.handlers.follow_ups import delegate_in
from app.sales.models import LeadSource, OrderStatus, QuoteStatus, Stage
from app.sales.operations.answers import CustomerAnswer, send_answer
from app.sales.operations.follow_ups import follow_up, note_next_step, tasks_of_stages
from app.sales.operations.opportunities import NextStep
from app.sales.schemas import (
    NewLeadForm,
    NextStepForm,
    OpportunitiesArguments,
    OrdersArguments,
    QuoteAnswerForm,
    QuotesArguments,
)
from app.sales.tones import ORDER_TONES, QUOTE_TONES, STAGE_TONES

bp = Blueprint("sales", __name__)
PROCESS = "lead_to_order"

place("sales.show_opportunities", "Sales", "chart-line", group="Work", permission=Permission.VIEW_SALES, order=10)
new_action("cases.show_start", "Lead", "target-arrow", permission=Permission.START_CASE, order=10, process_id=PROCESS)


@bp.context_processor
def tones() -> dict[str, object]:
    """The colours of states, and a key that names an attempt, for the templates of sales."""
    return {
        "QUOTE_TONES": QUOTE_TONES,
        "ORDER_TONES": ORDER_TONES,
        "STAGE_TONES": STAGE_TONES,
        "counts": queries.counts_of_sales,
    }


@bp.app_template_global()
def attempt_key() -> str:
    """Names one attempt to send a form, so that a second click does nothing more."""
    return str(uuid4())


@bp.get("/opportunities")
@require(Permission.VIEW_SALES)
def show_opportunities() -> ResponseReturnValue:
    """The list of opportunities, the open ones at first."""
    choice = OpportunitiesArguments().load(request.args.to_dict())
    limit, after = read_limit(), read_cursor("opportunities")
    rows = queries.opportunities_page(**_filters(choice), after=after, limit=limit)
    return page_or_partial(
        "sales/opportunities.html",
        "sales/_opportunities.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.opened_at, row.id), kind="opportunities"),
        choice=choice,
        stages=[*Stage],
        salespeople=queries.salespeople(),
        people=users_named(row.sales_rep for row in rows),
    )


@bp.get("/opportunities/<uuid:opportunity_id>")
@require(Permission.VIEW_SALES)
def show_opportunity(opportunity_id: UUID) -> ResponseReturnValue:
    """One opportunity: its stages and its quotes."""
    opportunity = queries.opportunity_by_id(opportunity_id)
    names = [opportunity.sales_rep, *(name for change in opportunity.stages for name in (change.by, change.delegate))]
    return render_template(
        "sales/opportunity.html",
        opportunity=opportunity,
        quotes=queries.revisions_of(opportunity.id),
        contracts=queries.contracts_of_opportunity(opportunity.id),
        reasons=queries.loss_reason_names(),
        people=users_named(names),
        tasks=tasks_of_stages(opportunity.stages),
        open_stages=[(stage.value, stage.label) for stage in Stage if stage.is_open],
        delegates=[(option["value"], option["label"]) for option in delegate_options(current_user().viewer, {})],
    )


@bp.post("/opportunities/<uuid:opportunity_id>/stages")
@require(Permission.EDIT_SALES)
def create_next_step(opportunity_id: UUID) -> ResponseReturnValue:
    """Note what follows, and ask it of the delegate: a task, or a mail to one who has no account."""
    form, by, at = NextStepForm().load(request.form.to_dict()), current_user().actor, now()
    delegate, delegate_id = delegate_in(form, "delegate")
    step = NextStep(form["follow_up_on"], delegate, delegate_id, form["note"], form["key"])
    with transaction():
        change_id = note_next_step(opportunity_id, form["stage"], step, on=today(at), by=by, at=at)
        mail_id = follow_up(change_id, by=by, at=at)
    if mail_id is not None:
        deliver_mail(mail_id, by=by, at=at)
    flash("The delegate has a mail." if mail_id else "The delegate has a task.", "success")
    return see_other(".show_opportunity", opportunity_id=opportunity_id)


@bp.get("/quotes")
@require(Permission.VIEW_SALES)
def show_quotes() -> ResponseReturnValue:
    """The list of quotes."""
    choice = QuotesArguments().load(request.args.to_dict())
    limit, after = read_limit(), read_cursor("quotes")
    rows = queries.quotes_page(**_filters(choice), after=after, limit=limit)
    return page_or_partial(
        "sales/quotes.html",
        "sales/_quotes.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.created_at, row.id), kind="quotes"),
        choice=choice,
        statuses=[*QuoteStatus],
    )


@bp.get("/quotes/<uuid:quote_id>")
@require(Permission.VIEW_SALES)
def show_quote(quote_id: UUID) -> ResponseReturnValue:
    """One quote: lines, sums, documents, revisions, and the customer's answer."""
    quote = queries.quote_by_id(quote_id)
    return render_template(
        "sales/quote.html",
        quote=quote,
        sums=totals(line for line in quote.lines if not line.is_optional),
        stands_with=people_of(quote),
        chain=queries.revisions_of(quote.opportunity_id),
        changed_lines=changed_lines,
        order=queries.order_of_quote(quote.id),
        documents=documents_of("quote", quote.id),
        can_make_pdf=can_make_pdf(),
        reason_choices=[(reason.code, reason.name) for reason in queries.loss_reasons()],
        reason_names=queries.loss_reason_names(),
        people=users_named([quote.approved_by]),
        has_lapsed=quote.has_lapsed(today(now())),
    )


@bp.post("/quotes/<uuid:quote_id>/answer")
@require(Permission.EDIT_SALES)
def create_answer(quote_id: UUID) -> ResponseReturnValue:
    """Record what the customer said, and let the case go on."""
    form = QuoteAnswerForm().load(request.form.to_dict())
    at = now()
    with transaction():
        quote = queries.quote_by_id(quote_id)
        offered, said = queries.alternatives_of(quote), CustomerAnswer(**form)
        send_answer(offered, quote, said, on=today(at), by=current_user().actor, at=at)
    flash("The answer is recorded.", "success")
    return see_other(".show_quote", quote_id=quote_id)


@bp.get("/orders")
@require(Permission.VIEW_SALES)
def show_orders() -> ResponseReturnValue:
    """The list of orders."""
    choice = OrdersArguments().load(request.args.to_dict())
    limit, after = read_limit(), read_cursor("orders")
    rows = queries.orders_page(**_filters(choice), after=after, limit=limit)
    return page_or_partial(
        "sales/orders.html",
        "sales/_orders.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.placed_at, row.id), kind="orders"),
        choice=choice,
        statuses=[*OrderStatus],
    )


@bp.get("/orders/<uuid:order_id>")
@require(Permission.VIEW_SALES)
def show_order(order_id: UUID) -> ResponseReturnValue:
    """One order: lines, sums, delivery, documents."""
    order = queries.order_by_id(order_id)
    return render_template(
        "sales/order.html",
        order=order,
        sums=totals(order.lines),
        stands_with=people_of(order),
        installed=queries.installed_with(order.id),
        documents=documents_of("order", order.id),
        can_make_pdf=can_make_pdf(),
    )


@bp.post("/parties/<uuid:party_id>/leads")
@require(Permission.START_CASE)
def create_lead(party_id: UUID) -> ResponseReturnValue:
    """Begin a case of this party from its card; sent twice, it begins once."""
    form = NewLeadForm().load(request.form.to_dict())
    user = current_user()
    with transaction():
        party = party_by_id(party_id)
        variables = {
            "party_id": str(party.id),
            "lead_source": LeadSource.OTHER.value,
            "interest": form["interest"],
            "sales_person": party.sales_rep,
        }
        start_key = f"{user.user_name}:lead:{form['key']}"
        key = start_instance(PROCESS, variables=variables, by=user.actor, at=now(), start_key=start_key).key
    flash("The case has started.", "success")
    return see_other("cases.show_case", key=key)


def _filters(choice: dict[str, Any]) -> dict[str, Any]:  # Any: values of an address
    return {name: value for name, value in choice.items() if name not in {"after", "limit"}}
