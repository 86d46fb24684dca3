"""Service requests of the demo company, in every state from the call to the invoice that waits for its payment."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.catalog.models import AfterSalesService, Product
from app.contracts.queries import installed_products_of
from app.core.actor import Actor
from app.core.clock import company_zone
from app.core.db import Key, session, transaction
from app.demo.cases import let_time_pass
from app.demo.jobs import do_jobs
from app.engine import operations
from app.engine.models import Job, JobState, ProcessInstance, TaskState, UserTask
from app.parties.models import Party
from app.service_desk.models import WorkReport
from app.service_desk.operations.report_lines import Activity, add_activity, add_part, add_trip
from app.service_desk.operations.reports import begin_report, describe_report, finish_report
from app.service_desk.queries import report_for_update, request_of_case

PROCESS = "service_request_to_invoice"
MARTA, PAOLO = Actor("user", "marta", "Marta Testa"), Actor("user", "paolo", "Paolo Greco")
ANNA = Actor("user", "anna", "Anna Bianchi")
MORNING = 8  # o'clock UTC
FRIDAY = 4


@dataclass(frozen=True)
class Told:
    """A request as it is told. until: the step at which it stands today. hours, parts, km: what was reported."""

    party: str
    text: str
    service: str | None
    days_ago: int
    until: str
    has_product: bool = False
    priority: str = "normal"
    hours: tuple[str, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    km: int = 0
    solution: str = ""


REQUESTS = (
    Told(
        "Rossi Impianti S.r.l.",
        "The press loses pressure after an hour.\nThe operator hears a whistle at the back.",
        "SV-REPAIR",
        24,
        "closed",
        has_product=True,
        priority="high",
        hours=("2.5",),
        km=24,
        solution="Seal of the main cylinder replaced, pressure held for two hours.",
    ),
    Told(
        "Danubia Logistic S.R.L.",
        "Press stops in the middle of the stroke",
        "SV-REPAIR",
        16,
        "invoiced",
        hours=("3", "2.75"),
        parts=(("OA-2001", 1),),
        km=40,
        solution="Limit switch adjusted, wiring renewed.",
    ),
    Told("Ferrari & Figli S.p.A.", "Noise of the pump when it is cold", "SV-REPAIR", 3, "work", hours=("1",)),
    Told(
        "Meccanica Orobica S.r.l.", "Oil under the press", "SV-REPAIR", 1, "work", has_product=True, priority="urgent"
    ),
    Told("Alba Ceramics S.r.l.", "The kiln does not reach 1,100 degrees", "SV-OVERHAUL", 1, "decide"),
    Told("Rossi Impianti S.r.l.", "Yearly safety test of both presses", "SV-INSPECTION", 0, "plan", has_product=True),
)


def add_requests(at: datetime) -> None:
    """All of them, as far as they have come; those that are there stay as they are."""
    for number, told in enumerate(REQUESTS, start=1):
        start_key = f"demo:service:{number}"
        known = session().scalar(select(ProcessInstance.key).where(ProcessInstance.start_key == start_key))
        session().rollback()
        if known is None:
            _tell(told, start_key, min(at, _morning(at, told.days_ago)), today=at)


def _tell(told: Told, start_key: str, moment: datetime, *, today: datetime) -> None:
    case_key = _begin(told, start_key, at=moment)
    if told.until in {"decide", "plan"}:
        return
    if _waits(case_key, "decide_on_charging"):
        _complete(case_key, "decide_on_charging", {"charging_choice": "time_and_material"}, by=MARTA, at=moment)
    planned = {"technician": "paolo", "visit_from": None, "visit_until": None}
    _complete(case_key, "plan_work", planned, by=MARTA, at=moment + timedelta(minutes=20))
    worked_until = moment
    for hours in told.hours:
        worked_until = _report(told, case_key, Decimal(hours), after=worked_until, today=today)
        do_jobs(case_key, at=worked_until)
    if told.until != "work":
        _solve(told, case_key, at=min(today, worked_until + timedelta(minutes=10)))
    let_time_pass(case_key, until=today)


def _begin(told: Told, start_key: str, *, at: datetime) -> Key:
    with transaction():
        party = session().scalars(select(Party).where(Party.name == told.party)).one()
        service = session().scalar(select(AfterSalesService.id).where(AfterSalesService.code == told.service))
        installed = installed_products_of(party.id) if told.has_product else ()
        variables = {
            "party_id": str(party.id),
            "request_text": told.text,
            "channel": "phone",
            "priority": told.priority,
            "service_id": str(service) if service else None,
            "installed_product_id": str(installed[0].id) if installed else None,
        }
        return operations.start_instance(PROCESS, variables=variables, by=MARTA, at=at, start_key=start_key).key


def _report(told: Told, case_key: Key, hours: Decimal, *, after: datetime, today: datetime) -> datetime:
    """One day's report; gives when its work ended."""
    begun = min(after + timedelta(hours=1), today - timedelta(hours=float(hours)) - timedelta(minutes=5))
    ended = begun + timedelta(hours=float(hours))
    with transaction():
        request = request_of_case(case_key)
        assert request is not None
        report = begin_report(request, technician="paolo", object_name=request.title, by=PAOLO, at=begun)
        session().flush()  # read again with its lines
        report = report_for_update(report.id)
        describe_report(report, worked_on=begun.date(), notes=None, signed_by="Ufficio tecnico")
        add_activity(report, uuid4(), Activity(report.objects[0].id, "REPAIR", begun, ended), at=ended)
        if after == request.registered_at:
            _add_rest(told, report)
        finish_report(report, by=PAOLO, at=ended)
        session().flush()  # the case reads it
        operations.publish_message(
            "report_finished",
            correlation_key=str(request.id),
            variables={"report_id": str(report.id)},
            time_to_live_seconds=60,
            message_id=None,
            by=PAOLO,
            at=ended,
        )
    return ended


def _add_rest(told: Told, report: WorkReport) -> None:
    if told.km:
        add_trip(report, uuid4(), km=Decimal(told.km), note=None, currency="EUR")
    for code, quantity in told.parts:
        product_id = session().scalars(select(Product.id).where(Product.code == code)).one()
        add_part(
            report,
            uuid4(),
            product_id=product_id,
            quantity=Decimal(quantity),
            object_id=None,
            serial_number=None,
            currency="EUR",
        )


def _solve(told: Told, case_key: Key, *, at: datetime) -> None:
    _complete(case_key, "do_work", {"work_outcome": "solved", "solution": told.solution}, by=PAOLO, at=at)
    if _waits(case_key, "approve_estimate"):
        _complete(case_key, "approve_estimate", {"approval_outcome": "approve"}, by=ANNA, at=at)
    _let_workers_work(case_key, at=at + timedelta(minutes=1))


def _let_workers_work(case_key: Key, *, at: datetime) -> None:
    """Jobs of the case, the call of the process of the invoice, and that one's jobs."""
    do_jobs(case_key, at=at)
    waiting = select(Job.key).where(Job.instance_key == case_key, Job.queue == "engine", Job.state == JobState.CREATED)
    for key in session().scalars(waiting).all():
        with transaction():
            operations.run_engine_job(key, at=at)
    called = select(ProcessInstance.key).where(ProcessInstance.parent_key == case_key)
    for key in session().scalars(called).all():
        do_jobs(key, at=at)


def _waits(case_key: Key, element_id: str) -> bool:
    return _open_task(case_key, element_id) is not None


def _open_task(case_key: Key, element_id: str) -> Key | None:
    wanted = select(UserTask.key).where(
        UserTask.instance_key == case_key,
        UserTask.element_id == element_id,
        UserTask.state == TaskState.CREATED,
    )
    found = session().scalar(wanted)
    session().rollback()
    return found


def _complete(case_key: Key, element_id: str, values: dict[str, Any], *, by: Actor, at: datetime) -> None:  # Any: JSON
    key = _open_task(case_key, element_id)
    assert key is not None, f"{element_id} does not wait"
    with transaction():
        task = operations.assign_task(key, assignee=by.id, by=by, at=at)
        operations.complete_task(task.key, variables=values, by=by, at=at)


def _morning(at: datetime, days_ago: int) -> datetime:
    """Early on that day, or on the Friday before a weekend."""
    moment = (at - timedelta(days=days_ago)).astimezone(company_zone())
    moment -= timedelta(days=max(0, moment.weekday() - FRIDAY))
    return moment.replace(hour=MORNING, minute=15, second=0, microsecond=0)
