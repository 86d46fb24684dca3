"""What scenarios of service ask for."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID, uuid4

from sqlalchemy import select

from app.activities.models import ActivityType
from app.catalog.models import AfterSalesService, Product, TaxCategory
from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft, LineDraft
from app.contracts.operations import draw_up_contract, sign_contract
from app.core.actor import Actor
from app.core.db import session
from app.engine.operations import publish_message
from app.engine.reading import today
from app.parties.models import Party
from app.scenarios.reference import ScenarioData, given, reference_data
from app.service_desk.models import ServiceRequest, WorkReport
from app.service_desk.operations.report_lines import Activity, add_activity, add_part, add_trip
from app.service_desk.operations.reports import begin_report, finish_report
from app.service_desk.queries import report_for_update, request_for_update

REPAIR_HOURS = timedelta(hours=2)


@reference_data
def add_services(data: ScenarioData) -> None:
    """Repairs at 60.00 an hour, a kilometre, a type of activity, and who approves."""
    if session().get(ActivityType, "REPAIR") is None:
        session().add(ActivityType(code="REPAIR", name="Repair", is_billable=True))
    hour, kilometre = _article("SC-HOUR", "Technician", "60.00", "h"), _article("SC-KM", "Kilometre", "0.65", "km")
    session().add_all([hour, kilometre])
    session().flush()  # the service refers to its article
    repair = AfterSalesService(
        id=uuid4(), code="SC-REPAIR", name="Repair", product_id=hour.id, hourly_rate=Decimal(60), currency="EUR"
    )
    session().add(repair)
    session().flush()  # forms choose it
    data.names["repair"] = str(repair.id)


@given("repair_contract")
def add_repair_contract(data: ScenarioData) -> None:
    """Rossi has a signed maintenance contract over ten hours of repair."""
    line = LineDraft(service_id=UUID(data.names["repair"]), covered_hours=Decimal(10))
    draft = ContractDraft(UUID(data.names["rossi"]), ContractType.MAINTENANCE, today(data.at), lines=(line,))
    contract = draw_up_contract(draft, by=data.by, at=data.at)
    session().flush()  # signed below
    sign_contract(contract, signed_on=today(data.at), signed_by="Mario Rossi", by=data.by, at=data.at)
    session().flush()  # the case looks for it


@given("finished_report")
def report_work(data: ScenarioData) -> None:
    """Whoever has the request reports two hours, a journey, and as many hoses as `hoses` says."""
    request = request_for_update(session().scalars(select(ServiceRequest.id)).one())
    technician = request.assignee or "marta"
    by = Actor("user", technician, technician)
    begun = begin_report(request, technician=technician, object_name="Press", by=by, at=data.at)
    session().flush()  # read again with its lines
    report = report_for_update(begun.id)
    work = Activity(report.objects[0].id, "REPAIR", data.at - REPAIR_HOURS, data.at)
    add_activity(report, uuid4(), work, at=data.at)
    add_trip(report, uuid4(), km=Decimal(24), note=None, currency="EUR")
    _add_hoses(report, data)
    finish_report(report, by=by, at=data.at)
    session().flush()  # the case reads it
    publish_message(
        "report_finished",
        correlation_key=str(request.id),
        variables={"report_id": str(report.id)},
        time_to_live_seconds=60,
        message_id=None,
        by=by,
        at=data.at,
    )


@given("rossi_without_address")
def take_address(data: ScenarioData) -> None:
    """An invoice cannot say where Rossi is."""
    rossi = session().get_one(Party, UUID(data.names["rossi"]))
    rossi.street = rossi.postal_code = rossi.city = None
    session().flush()  # billing reads it


@given("rossi_with_address")
def give_address(data: ScenarioData) -> None:
    """Somebody entered the address."""
    rossi = session().get_one(Party, UUID(data.names["rossi"]))
    rossi.street, rossi.postal_code, rossi.city = "Via Roma 1", "20121", "Milano"
    session().flush()  # billing reads it


def _add_hoses(report: WorkReport, data: ScenarioData) -> None:
    hoses = Decimal(data.options.get("hoses", 0))
    if hoses:
        add_part(
            report,
            uuid4(),
            product_id=UUID(data.names["hose"]),
            quantity=hoses,
            object_id=None,
            serial_number=None,
            currency="EUR",
        )


def _article(code: str, name: str, price: str, unit: str) -> Product:
    return Product(
        id=uuid4(),
        code=code,
        name=name,
        unit=unit,
        net_price=Decimal(price),
        tax_category=TaxCategory.STANDARD,
        search_text=name.lower(),
    )
