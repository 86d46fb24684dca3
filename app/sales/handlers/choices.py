"""What forms may name of sales: choices of reasons, people, and parties that a lead may be."""

from app.activities.queries.people import people_and_groups
from app.core.actor import Viewer
from app.core.formats import format_money
from app.core.web import preferences
from app.engine.reading import id_in
from app.engine.registry import Option, Variables, option_source
from app.parties.queries import duplicates_of, kept_party_id, likeness_of, party_by_id
from app.sales.handlers.follow_ups import EMPLOYEE
from app.sales.models import Quote
from app.sales.operations.deliveries import pieces_with_numbers
from app.sales.queries import alternatives_of, employees_by_mail, loss_reasons, order_by_id, quote_by_id, salespeople


@option_source("sales.loss_reasons")
def loss_reason_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """The reasons of the register."""
    return [Option(label=reason.name, value=reason.code) for reason in loss_reasons()]


@option_source("sales.salespeople")
def salesperson_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """The people of the sales group."""
    return [Option(label=user.display_name, value=user.user_name) for user in salespeople()]


@option_source("sales.lead_duplicates")
def lead_duplicate_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # all see parties
    """Parties that the lead's party may be, with the reason why."""
    party_id = kept_party_id(id_in(variables, "party_id"))
    if party_id is None:
        return []
    party = party_by_id(party_id)
    return [
        Option(
            label=f"{found.party.name}, {found.party.city or found.party.country}: {', '.join(found.reasons)}",
            value=str(found.party.id),
        )
        for found in duplicates_of(likeness_of(party), but_not=party.id)
    ]


@option_source("sales.delegates")
def delegate_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # the same for everybody
    """Who can go on with an opportunity: everybody with an account, then those of the personnel register without."""
    people = [Option(label=name, value=user_name) for user_name, name in people_and_groups().people.items()]
    others = [Option(label=f"{name} (by mail)", value=f"{EMPLOYEE}{key}") for key, name in employees_by_mail()]
    return people + others


@option_source("sales.offered_quotes")
def offered_quote_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # as above
    """The alternatives that the customer has before them, with their sums."""
    quote_id = id_in(variables, "quote_id")
    if quote_id is None:
        return []
    return [
        Option(label=f"{quote.alternative}: {quote.label}, {shown_sum(quote)}", value=str(quote.id))
        for quote in alternatives_of(quote_by_id(quote_id))
    ]


@option_source("sales.numbered_lines")
def numbered_line_options(viewer: Viewer, variables: Variables) -> list[Option]:  # noqa: ARG001  # as above
    """The lines of the order whose pieces have serial numbers."""
    order_id = id_in(variables, "order_id")
    if order_id is None:
        return []
    lines = {line.position: line for line in pieces_with_numbers(order_by_id(order_id))}
    return [Option(label=f"{line.position}. {line.name}", value=str(position)) for position, line in lines.items()]


def shown_sum(quote: Quote) -> str:
    """The total as the reader writes it."""
    return format_money(quote.total_gross, quote.currency, to=preferences())
