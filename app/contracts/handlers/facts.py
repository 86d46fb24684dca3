"""Facts beside the tasks of a case: the contract that it prepares."""

from flask import url_for

from app.contracts.queries import contract_by_id
from app.core.actor import Viewer
from app.core.db import Key
from app.core.formats import format_day, format_money
from app.core.money import total
from app.core.web import preferences
from app.engine.reading import id_in
from app.engine.registry import Fact, Variables, fact_source


@fact_source("contracts.contract")
def contract_facts(viewer: Viewer, instance_key: Key, variables: Variables) -> list[Fact]:  # noqa: ARG001  # no more is needed
    """The contract of the case: type, party, time, what is paid."""
    contract_id = id_in(variables, "contract_id")
    if contract_id is None:
        return []
    contract = contract_by_id(contract_id)
    shown = preferences()
    href = url_for("contracts.show_contract", contract_id=contract.id)
    until = format_day(contract.ends_on, to=shown) if contract.ends_on else "no fixed end"
    net = total(line.net for line in contract.lines)
    return [
        Fact("Contract", f"{contract.label} · {contract.status.value}", href),
        Fact("Type", contract.type.label),
        Fact("Runs", f"{format_day(contract.starts_on, to=shown)} – {until}"),
        Fact("Net", format_money(net, contract.currency, to=shown)),
    ]
