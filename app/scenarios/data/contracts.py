"""Services, installed products and contracts of scenarios."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from app.catalog.models import AfterSalesService, Product, TaxCategory
from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft, InstalledProductDetails, LineDraft
from app.contracts.operations import (
    ContractAnswer,
    answer_contract,
    draw_up_contract,
    register_installed_product,
    sign_contract,
)
from app.contracts.queries import contract_by_id
from app.core.db import session
from app.scenarios.reference import ScenarioData, given

HOURS = Decimal(20)


def add_service(data: ScenarioData) -> None:
    """A service, and a press with a serial number at Rossi's: `contract_repair`, `contract_press`."""
    hour = Product(
        id=uuid4(),
        code="SC-K-HOUR",
        name="Hour of a contract",
        unit="h",
        net_price=Decimal("50.00"),
        tax_category=TaxCategory.STANDARD,
        search_text="hour of a contract",
    )
    session().add(hour)
    session().flush()  # the service names its id
    service = AfterSalesService(
        id=uuid4(),
        code="SC-K-REPAIR",
        name="Repair by contract",
        product_id=hour.id,
        hourly_rate=Decimal("50.00"),
        currency="EUR",
    )
    session().add(service)
    details = InstalledProductDetails(UUID(data.names["rossi"]), "SN-4711", product_id=UUID(data.names["press"]))
    installed = register_installed_product(details, by=data.by, at=data.at)
    data.names |= {"contract_repair": f"service:{service.id}", "contract_press": str(installed.id)}
    session().flush()  # contracts name their ids


@given("draft_contract")
def add_draft(data: ScenarioData) -> None:
    """A draft of maintenance with Rossi: twenty hours of repair. Option `without_lines` leaves the line out."""
    add_service(data)
    service_id = UUID(data.names["contract_repair"].removeprefix("service:"))
    repair = LineDraft(service_id=service_id, covered_hours=HOURS)
    draft = ContractDraft(
        UUID(data.names["rossi"]),
        ContractType.MAINTENANCE,
        data.at.date(),
        data.at.date() + timedelta(days=364),
        () if data.options.get("without_lines") else (repair,),
    )
    data.names["draft_contract"] = str(draw_up_contract(draft, by=data.by, at=data.at).id)
    session().flush()  # the case reads it


@given("signed_contract")
def add_signed(data: ScenarioData) -> None:
    """The draft of `draft_contract`, signed: twenty hours of repair at Rossi's."""
    add_draft(data)
    contract = contract_by_id(UUID(data.names["draft_contract"]))
    sign_contract(contract, signed_on=data.at.date(), signed_by="Paolo Rossi", by=data.by, at=data.at)
    data.names["signed_contract"] = str(contract.id)
    session().flush()  # the case reads it


@given("signature_on_the_page")
def add_signature(data: ScenarioData) -> None:
    """Somebody records on the contract's page that it came back signed."""
    contract = contract_by_id(UUID(data.names["draft_contract"]))
    said = ContractAnswer("signed", signed_on=data.at.date(), signed_by="Paolo Rossi")
    answer_contract(contract, said, by=data.by, at=data.at)
