"""Makes the least that contracts need: our company with services, a customer with a press, a contract."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from app.catalog.models import AfterSalesService, TaxCategory
from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft, InstalledProductDetails, LineDraft
from app.contracts.models import Contract, InstalledProduct
from app.contracts.operations import draw_up_contract, register_installed_product, sign_contract
from app.contracts.queries import contract_for_update
from app.core.actor import Actor
from app.core.db import session, transaction
from app.engine.operations import deploy
from app.parties.models import Party
from tests.engine.driver import Driver
from tests.sales.factories import PRESS, make_company, make_party, make_product

ROOT = Path(__file__).parents[2]
ANNA = Actor("user", "anna", "Anna Bianchi")
HOUR, REPAIR, CHECK = UUID(int=11), UUID(int=12), UUID(int=13)
START, END = date(2026, 11, 1), date(2027, 10, 31)


def make_services() -> None:
    """Our company, and two services of 50.00 and 60.00 EUR an hour under one article."""
    make_company()
    make_product(HOUR, "SV-H", "Technician's hour", "50.00", TaxCategory.STANDARD).unit = "h"
    for service_id, code, name, rate in ((REPAIR, "SC-REP", "Repair", "50"), (CHECK, "SC-CHK", "Inspection", "60")):
        session().add(
            AfterSalesService(
                id=service_id, code=code, name=name, product_id=HOUR, hourly_rate=Decimal(rate), currency="EUR"
            )
        )
    session().flush()


def make_installed(party: Party, serial: str = "SN-1", *, at: datetime, **details: Any) -> InstalledProduct:
    """A press at a customer's."""
    wanted = InstalledProductDetails(party.id, serial, product_id=PRESS, **details)
    installed = register_installed_product(wanted, by=ANNA, at=at)
    session().flush()
    return installed


def make_draft(
    party: Party,
    *lines: LineDraft,
    kind: ContractType = ContractType.MAINTENANCE,
    at: datetime,
    **terms: Any,
) -> Contract:
    """A draft with these lines, else with twenty hours of repair."""
    usual = (LineDraft(service_id=REPAIR, covered_hours=Decimal(20)),) if kind is ContractType.MAINTENANCE else ()
    values = {"starts_on": START, "ends_on": END, **terms}
    contract = draw_up_contract(ContractDraft(party.id, kind, lines=lines or usual, **values), by=ANNA, at=at)
    session().flush()
    return contract


def make_contract(party: Party, *lines: LineDraft, at: datetime, **terms: Any) -> Contract:
    """A signed contract, as `make_draft`."""
    contract = make_draft(party, *lines, at=at, **terms)
    sign_contract(contract, signed_on=START, signed_by="Mario Rossi", by=ANNA, at=at)
    session().flush()
    return contract


def make_customer(*, at: datetime, **details: Any) -> Party:
    """A customer who can be written to."""
    return make_party(at=at, **{"email": "info@rossi.example", **details})


@cache
def process_files() -> dict[str, bytes]:
    """The shipped diagram with its forms."""
    paths = [ROOT / "bpmn/contract_to_signature.bpmn", *ROOT.glob("forms/contract_to_signature/*.form")]
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in paths}


class Signing(Driver):
    """One case of `contract_to_signature`."""

    def __init__(self, contract: Contract, at: datetime, **variables: Any) -> None:
        self.contract_id = contract.id
        values = {"contract_id": str(contract.id), "contract_owner": "anna", "contract_is_ready": True, **variables}
        super().__init__(at, "contract_to_signature", **values)

    def send(self) -> "Signing":
        self.finish_job("write_contract")
        self.finish_job("send_contract")
        return self

    @property
    def contract(self) -> Contract:
        return contract_for_update(self.contract_id)


def deploy_process(at: datetime) -> None:
    with transaction():
        deploy(process_files(), by=ANNA, at=at)
