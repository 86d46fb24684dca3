"""Job types of an offer that becomes a contract."""

from app.contracts.coverage import ContractType
from app.contracts.queries import contract_by_id
from app.engine.reading import day_in, flag_in, needed_id, text_in, today
from app.engine.registry import Call, Variables, step_handler
from app.parties.queries import party_for_update
from app.sales.agreements import Agreement
from app.sales.errors import SalesValueInvalid
from app.sales.operations.contracts import contract_of_quote, settle_contract
from app.sales.operations.orders import lines_ordered
from app.sales.queries import opportunity_for_update, quote_for_update

SIGNED = "signed"


@step_handler("sales.draw_up_contract")
def draw_up_contract_step(call: Call) -> Variables:
    """The draft of a contract over the lines of the accepted quote."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    quote = quote_for_update(needed_id(call.variables, "quote_id"))
    contract = contract_of_quote(
        quote,
        opportunity,
        lines=lines_ordered(quote, with_options=flag_in(call.variables, "with_options")),
        contract_type=_type_in(call.variables),
        starts_on=day_in(call.variables, "contract_starts_on") or today(call.at),
        by=call.by,
        at=call.at,
    )
    return {"contract_id": str(contract.id)}


@step_handler("sales.settle_contract")
def settle_contract_step(call: Call) -> Variables:
    """What becomes of the opportunity: 4 Sale when the contract is signed."""
    opportunity = opportunity_for_update(needed_id(call.variables, "opportunity_id"))
    contract = contract_by_id(needed_id(call.variables, "contract_id"))
    party = party_for_update(opportunity.party_id)
    settle_contract(
        contract,
        opportunity,
        party,
        is_signed=text_in(call.variables, "contract_outcome") == SIGNED,
        has_order=text_in(call.variables, "campaign_nature") == Agreement.BOTH,
        by=call.by,
        at=call.at,
    )
    return {}


def _type_in(variables: Variables) -> ContractType:
    named = text_in(variables, "contract_type") or ContractType.MAINTENANCE.value
    try:
        return ContractType(named)
    except ValueError:
        raise SalesValueInvalid(f"contract_type {named!r} is not known.") from None
