"""The demo company."""

import pytest
from sqlalchemy import func, select

from app.activities.models import Employee
from app.billing.models import Invoice
from app.campaigns.models import Campaign
from app.catalog.models import Product
from app.contracts.models import Contract
from app.core.db import transaction
from app.demo.files import stories
from app.demo.loading import load_demo
from app.demo.people import PEOPLE
from app.documents.models import Document
from app.engine.models import ProcessInstance, TaskState, UserTask
from app.identity.models import User
from app.parties.models import Party
from app.sales.models import Order, Quote, QuoteStatus
from app.service_desk.models import ServiceRequest
from app.shipped import deploy_shipped

TABLES = (User, Party, Product, ProcessInstance, Quote, Document, Contract, Invoice, ServiceRequest, Campaign, Employee)
USER_TASKS = (
    *("qualify_lead", "prepare_quote", "approve_quote", "await_answer", "decide_on_lapsed", "check_order"),
    *("record_delivery", "do_task", "plan_work", "do_work", "decide_on_missed_term", "record_payment"),
)


@pytest.fixture
def demo(session, actor, at):
    with transaction():
        deploy_shipped(by=actor, at=at)
    load_demo(at)
    return session


def count(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def test_company_has_everything_one_wants_to_see_and_is_loaded_once(demo, at) -> None:
    tasks = set(demo.scalars(select(UserTask.element_id).where(UserTask.state == TaskState.CREATED)))
    stuck = demo.scalars(select(ProcessInstance).where(ProcessInstance.incident_count > 0)).all()
    issued = set(demo.scalars(select(Quote.number).where(Quote.number.is_not(None))))
    written = {name.removesuffix(".docx") for name in demo.scalars(select(Document.name))}

    assert tasks >= {*USER_TASKS}
    assert set(demo.scalars(select(Quote.status))) >= {*QuoteStatus} - {QuoteStatus.NOT_CHOSEN}
    assert (count(demo, User), count(demo, Party) > 110, count(demo, Product)) == (len(PEOPLE), True, 88)
    assert [case.subject_name for case in stuck] == ["Elektro Ostrava, s.r.o."]
    assert len(issued - written) == 1  # left to the worker
    assert set(demo.scalars(select(Order.number).where(Order.status == "confirmed"))) <= written

    before = [count(demo, table) for table in TABLES]
    load_demo(at)

    assert [count(demo, table) for table in TABLES] == before
    assert min(before) > 0
    assert count(demo, ProcessInstance) > len(stories())
