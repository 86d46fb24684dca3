"""Makes the least that service needs: our company, services, a customer with a press, the processes, one case."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import select

from app.activities.models import ActivityType
from app.billing.models import Invoice
from app.catalog.models import AfterSalesService, TaxCategory
from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft, LineDraft
from app.contracts.models import Contract, InstalledProduct, InstalledProductStatus
from app.contracts.operations.contracts import draw_up_contract, sign_contract
from app.core.actor import Actor
from app.core.db import session, transaction
from app.engine import operations
from app.engine.models import ProcessInstance
from app.engine.operations import deploy
from app.parties.models import Party, Site
from app.service_desk.models import Estimate, ServiceRequest, WorkReport
from app.service_desk.operations.report_lines import Activity, add_activity, add_item, add_part, add_trip
from app.service_desk.operations.reports import begin_report, finish_report
from app.service_desk.queries import estimate_of, report_for_update, request_for_update
from tests.engine.driver import END, START, Driver, bpmn, flows, user_task
from tests.sales.factories import ANNA, ROOT, make_company, make_party, make_product

MARTA = Actor("user", "marta", "Marta Testa")
REPAIR, KM, HOSE = UUID(int=11), UUID(int=12), UUID(int=13)
SERVICE = UUID(int=21)
PRESS_THERE = UUID(int=31)
CALLED = ("contract_to_signature", "invoice_to_payment")


@cache
def process_files() -> dict[str, bytes]:
    """The diagram with forms and decision; what it calls only waits for its outcome."""
    paths = [ROOT / "bpmn/service_request_to_invoice.bpmn", ROOT / "bpmn/decisions/estimate_approval.dmn"]
    paths += ROOT.glob("forms/service_request_to_invoice/*.form")
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in paths}
    body = START + user_task("wait") + END + flows("start->wait", "wait->end")
    return files | {f"{name}.bpmn": bpmn(body, process_id=name) for name in CALLED}


def deploy_processes(at: datetime) -> None:
    with transaction():
        deploy(process_files(), by=ANNA, at=at)


def make_services() -> None:
    """Our company; repairs at 60.00 an hour, a kilometre at 0.80, a hose at 40.00."""
    make_company(vat_number="IT02579240017", street="Via Gleno 12", postal_code="24125", city="Bergamo")
    for key, code, name, price, unit in (
        (REPAIR, "SRV-R", "Repair", "60.00", "h"),
        (KM, "KM", "Kilometre", "0.80", "km"),
        (HOSE, "H-1", "Hose", "40.00", "pcs"),
    ):
        make_product(key, code, name, price, TaxCategory.STANDARD).unit = unit
    session().flush()
    session().add(
        AfterSalesService(
            id=SERVICE,
            code="REPAIR",
            name="Repair of presses",
            product_id=REPAIR,
            hourly_rate=Decimal("60.00"),
            currency="EUR",
        )
    )
    session().add(ActivityType(code="repair", name="Repair", is_billable=True))
    session().add(ActivityType(code="advice", name="Advice", is_billable=False))
    session().flush()


def make_customer(at: datetime, **details: Any) -> Party:
    """Rossi Impianti in Milan, 42 km away, with a press."""
    values = {
        "vat_number": "IT00743110157",
        "street": "Via Roma 1",
        "postal_code": "20121",
        "city": "Milano",
        "email": "rossi@rossi.example",
        "language": "it",
        "service_rep": "marta",
    }
    party = make_party(at=at, **{**values, **details})
    session().add(Site(party_id=party.id, name="Plant", country="IT", city="Milano", km=Decimal(42), is_main=True))
    session().add(
        InstalledProduct(
            id=PRESS_THERE,
            party_id=party.id,
            name="Press 40 t",
            serial_number="SN-1",
            status=InstalledProductStatus.IN_USE,
            created_at=at,
            created_by="anna",
        )
    )
    session().flush()
    return party


def make_contract(
    party: Party, at: datetime, kind: ContractType = ContractType.MAINTENANCE, hours: str | None = "2"
) -> Contract:
    """A signed contract over repairs."""
    covered = Decimal(hours) if hours and kind is ContractType.MAINTENANCE else None
    line = LineDraft(service_id=SERVICE, covered_hours=covered, unit_price=Decimal(50))
    draft = ContractDraft(party_id=party.id, type=kind, starts_on=date(2026, 1, 1), lines=(line,))
    contract = draw_up_contract(draft, by=ANNA, at=at)
    session().flush()
    sign_contract(contract, signed_on=date(2026, 1, 1), signed_by="Mr Rossi", by=ANNA, at=at)
    session().flush()
    return contract


def make_report(
    request: ServiceRequest,
    at: datetime,
    *,
    spans: tuple[tuple[datetime, datetime, str], ...] = (),
    parts: int = 0,
    km: int = 0,
    items: int = 0,
    finish: bool = True,
) -> WorkReport:
    """What a technician reports: spans are from, until and the activity type."""
    report = begin_report(request, technician=request.assignee or "marta", object_name="Press 40 t", by=MARTA, at=at)
    session().flush()
    report = report_for_update(report.id)
    for number, (start, end, kind) in enumerate(spans):
        activity = Activity(report.objects[0].id, kind, start, end)
        add_activity(report, UUID(int=report.id.int + 100 + number), activity, at=at)
    for number in range(parts):
        add_part(
            report,
            UUID(int=report.id.int + 200 + number),
            product_id=HOSE,
            quantity=Decimal(1),
            object_id=None,
            serial_number=None,
            currency="EUR",
        )
    if km:
        add_trip(report, UUID(int=report.id.int + 300), km=Decimal(km), note=None, currency="EUR")
    if items:
        add_item(report, UUID(int=report.id.int + 400), name="Toll", quantity=Decimal(1), unit_price=Decimal(items))
    if finish:
        finish_report(report, by=MARTA, at=at)
    session().flush()
    return report


class ServiceRoad(Driver):
    """One case of `service_request_to_invoice` and the shortest way to each of its places."""

    def __init__(self, at: datetime, **variables: Any) -> None:
        wanted = {"request_text": "The press loses pressure", "channel": "phone", "service_id": str(SERVICE)}
        super().__init__(at, "service_request_to_invoice", **{**wanted, **variables})

    @property
    def request(self) -> ServiceRequest:
        return request_for_update(
            session().scalars(select(ServiceRequest.id).where(ServiceRequest.case_key == self.key)).one()
        )

    @property
    def estimate(self) -> Estimate:
        found = estimate_of(self.request.id)
        assert found is not None
        return found

    @property
    def invoice(self) -> Invoice:
        return session().scalars(select(Invoice).where(Invoice.source_id == str(self.estimate.id))).one()

    def complete(self, element_id: str, **variables: Any) -> None:
        """Complete the oldest open user task of an element, by whoever has it."""
        task = next(task for task in self.tasks() if task.element_id == element_id)
        by = Actor("user", task.assignee, task.assignee) if task.assignee else ANNA
        with transaction():
            operations.complete_task(task.key, variables=variables, by=by, at=self.at)

    def charge_by_time(self) -> "ServiceRoad":
        self.complete("decide_on_charging", charging_choice="time_and_material", service_id=str(SERVICE))
        return self

    def plan(self, **values: Any) -> "ServiceRoad":
        self.complete("plan_work", **{"technician": "marta", **values})
        return self

    def to_work(self, **values: Any) -> "ServiceRoad":
        if "decide_on_charging" in self.open_tasks():
            self.charge_by_time()
        return self.plan(**values)

    def solve(self, **values: Any) -> "ServiceRoad":
        self.complete("do_work", work_outcome="solved", **values)
        return self

    def send_papers(self) -> "ServiceRoad":
        self.finish_job("write_estimate")
        self.finish_job("send_papers")
        return self

    def end_called(self, **outcome: Any) -> None:
        """Let the called case end with this outcome."""
        self.run_engine()
        called = session().scalars(
            select(ProcessInstance).where(ProcessInstance.parent_key == self.key, ProcessInstance.ended_at.is_(None))
        )
        Driver.of(called.one().key, self.at).complete("wait", **outcome)
        self.run_engine()

    def pay(self, outcome: str = "paid") -> None:
        self.end_called(invoice_outcome=outcome)
