"""What forms may name of sales: choices of reasons, people, and parties that a lead may be."""

from app.core.actor import Viewer
from app.engine.reading import id_in
from app.engine.registry import Option, Variables, option_source
from app.parties.queries import duplicates_of, likeness_of, party_by_id
from app.sales.queries import loss_reasons, salespeople


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
    party_id = id_in(variables, "party_id")
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
