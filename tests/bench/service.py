"""Service: requests a minute from the call to the paid invoice, with work report, estimate and invoice in Word."""

import time
from datetime import timedelta
from decimal import Decimal
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import func, select

from app.catalog.models import AfterSalesService, Product, TaxCategory
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.demo.company import COMPANY
from app.engine import operations
from app.engine.models import InstanceState, ProcessInstance, TaskState, UserTask
from app.identity import operations as identity
from app.parties.company import describe_company
from app.parties.details import PartyDetails
from app.parties.models import Company
from app.parties.operations import add_party
from app.service_desk.operations.report_lines import Activity, add_activity
from app.service_desk.operations.reports import begin_report, finish_report
from app.service_desk.queries import report_for_update, request_of_case
from tests.bench.table import Figure, show

PROCESS = "service_request_to_invoice"
CASES = 60
PATIENCE_SECONDS = 600
BENCH = Actor("token", "bench", "Bench")


def measure(app: Flask) -> None:
    """Print how many requests a minute go their whole way, the waits of people left out."""
    with app.app_context():
        with transaction():
            party_id, service_id, technician = _registers()
        began = time.perf_counter()
        keys = [_to_estimate(party_id, service_id, technician) for _ in range(CASES)]
        _pay_all(keys)
        seconds = time.perf_counter() - began
    show(
        "Service request to invoice",
        [
            Figure(
                f"{CASES} requests with report, estimate, invoice and payment", f"{CASES / seconds * 60:.0f} a minute"
            )
        ],
    )


def _registers() -> tuple[UUID, UUID, str]:
    if session().get(Company, 1) is None:
        describe_company(COMPANY, by=BENCH, at=now())
    article = Product(
        id=uuid4(),
        code="BENCH-HOUR",
        name="Technician",
        unit="h",
        net_price=Decimal(60),
        tax_category=TaxCategory.STANDARD,
        search_text="technician",
    )
    session().add(article)
    session().flush()  # the service refers to it
    service = AfterSalesService(
        id=uuid4(), code="BENCH", name="Repair", product_id=article.id, hourly_rate=Decimal(60), currency="EUR"
    )
    session().add(service)
    details = PartyDetails(
        name="Bench Service S.r.l.",
        country="IT",
        vat_number="IT00743110157",
        email="bench@bench.example",
        street="Via Roma 1",
        postal_code="20121",
        city="Milano",
    )
    party = add_party(details, by=BENCH, at=now())
    identity.add_user(
        "bench_service", "Bench", password=token_urlsafe(12), roles=[], groups=[], email=None, by=BENCH, at=now()
    )
    return party.id, service.id, "bench_service"


def _to_estimate(party_id: UUID, service_id: UUID, technician: str) -> Key:
    """One request as far as people bring it before the papers are written."""
    variables = {"party_id": str(party_id), "service_id": str(service_id), "request_text": "It leaks"}
    with transaction():
        key = operations.start_instance(PROCESS, variables=variables, by=BENCH, at=now()).key
    _complete(key, "decide_on_charging", charging_choice="time_and_material")
    _complete(key, "plan_work", technician=technician, visit_from=None, visit_until=None)
    at = now()
    with transaction():
        request = request_of_case(key)
        assert request is not None
        begun = begin_report(request, technician=str(key), object_name="Press", by=BENCH, at=at)
        session().flush()  # read again with its lines
        report = report_for_update(begun.id)
        activity = Activity(report.objects[0].id, "REPAIR", at - timedelta(hours=1), at)
        add_activity(report, uuid4(), activity, at=at)
        finish_report(report, by=BENCH, at=at)
        session().flush()  # the case reads it
        operations.publish_message(
            "report_finished",
            correlation_key=str(request.id),
            variables={"report_id": str(report.id)},
            time_to_live_seconds=60,
            message_id=None,
            by=BENCH,
            at=at,
        )
    _complete(key, "do_work", work_outcome="solved")
    return key


def _pay_all(keys: list[Key]) -> None:
    """Record each payment as soon as its task is there, until every case has ended."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while _open(keys):
        for key in _waiting_payments():
            _complete_key(key, payment_amount=Decimal("73.20"), payment_paid_on=now().date().isoformat())
        assert time.monotonic() < give_up, "requests do not come to their end"
        time.sleep(0.2)


def _waiting_payments() -> list[Key]:
    wanted = select(UserTask.key).where(UserTask.element_id == "record_payment", UserTask.state == TaskState.CREATED)
    found = list(session().scalars(wanted))
    session().rollback()
    return found


def _open(keys: list[Key]) -> int:
    wanted = select(func.count()).where(ProcessInstance.key.in_(keys), ProcessInstance.state == InstanceState.ACTIVE)
    count = session().scalar(wanted) or 0
    session().rollback()
    return count


def _complete(case_key: Key, element_id: str, **values: Any) -> None:  # Any: values of a form
    wanted = select(UserTask.key).where(
        UserTask.instance_key == case_key, UserTask.element_id == element_id, UserTask.state == TaskState.CREATED
    )
    _complete_key(session().scalars(wanted).one(), **values)


def _complete_key(key: Key, **values: Any) -> None:  # Any: as above
    session().rollback()
    with transaction():
        operations.complete_task(key, variables=values, by=BENCH, at=now())
