"""What contracts show on the card of a party."""

from typing import Any

from flask import url_for
from sqlalchemy import Select, func

from app.contracts.listing import ContractChoice, contracts_page, installed_page
from app.contracts.models import Contract, InstalledProduct
from app.contracts.tones import CONTRACT_TONES, INSTALLED_TONES
from app.core.actor import Viewer
from app.core.clock import company_zone, now
from app.identity.permissions import Permission
from app.parties.card import (
    CardEntry,
    CardSection,
    TimelineLine,
    TimelineType,
    card_action,
    card_section,
    card_timeline,
    timeline_lines,
)
from app.parties.models import Party

SHOWN = 5

card_action("contracts/_card_action.html")


@card_section
def contract_section(party: Party, viewer: Viewer) -> CardSection:  # noqa: ARG001  # all who see parties see contracts
    """The contracts with a party."""
    on = now().astimezone(company_zone()).date()
    rows = contracts_page(ContractChoice(party_id=party.id), on=on, limit=SHOWN)[:SHOWN]
    more = url_for("contracts.show_contracts", party=party.id)
    return CardSection("Contracts", [_contract_entry(contract) for contract in rows], more)


@card_section
def installed_section(party: Party, viewer: Viewer) -> CardSection:  # noqa: ARG001  # as above
    """The products installed at a party."""
    rows = installed_page(party_id=party.id, limit=SHOWN)[:SHOWN]
    more = url_for("contracts.show_installed_products", party=party.id)
    return CardSection("Installed products", [_installed_entry(installed) for installed in rows], more)


def _contract_lines(party: Party, viewer: Viewer) -> Select[Any]:  # noqa: ARG001  # as above; Any: as card_timeline has it
    lines = timeline_lines(
        key=Contract.id,
        when=Contract.created_at,
        title=func.coalesce(Contract.number, "Draft contract"),
        note=Contract.title,
        state=Contract.status,
        who=Contract.created_by,
    )
    return lines.where(Contract.party_id == party.id)


def _contract_href(line: TimelineLine) -> str:
    return url_for("contracts.show_contract", contract_id=line.key)


card_timeline(
    TimelineType(
        name="contracts",
        label="Contracts",
        icon="contract",
        lines=_contract_lines,
        href=_contract_href,
        tones={status.value: tone for status, tone in CONTRACT_TONES.items()},
        permission=Permission.VIEW_SERVICE,
        order=45,
    )
)


def _contract_entry(contract: Contract) -> CardEntry:
    until = f"until {contract.ends_on.day} {contract.ends_on:%b %Y}" if contract.ends_on else "no end"
    return CardEntry(
        title=f"{contract.label} · {contract.type.label}",
        href=url_for("contracts.show_contract", contract_id=contract.id),
        note=f"{contract.title} · {until}",
        badge=contract.status.value,
        tone=CONTRACT_TONES[contract.status],
        icon="contract",
    )


def _installed_entry(installed: InstalledProduct) -> CardEntry:
    return CardEntry(
        title=installed.name,
        href=url_for("contracts.show_installed_product", installed_product_id=installed.id),
        note=installed.serial_number,
        badge=installed.status.value.replace("_", " "),
        tone=INSTALLED_TONES[installed.status],
        icon="tool",
    )
