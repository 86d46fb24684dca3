"""The demo company."""

import pytest
from sqlalchemy import func, select

from app.catalog.models import Product
from app.core.db import transaction
from app.demo.files import stories
from app.demo.loading import load_demo
from app.demo.people import PEOPLE
from app.documents.models import Document
from app.engine.models import ProcessInstance, TaskState, UserTask
from app.identity.models import User
from app.parties.models import Party
from app.sales.models import Order, Quote, QuoteStatus
from app.shipped import deploy_shipped

USER_TASKS = ("qualify_lead", "prepare_quote", "approve_quote", "await_answer", "decide_on_lapsed", "check_order")


@pytest.fixture
def demo(session, actor, at):
    with transaction():
        deploy_shipped(by=actor, at=at)
    load_demo(at)
    return session


def count(session, table) -> int:
    return session.scalar(select(func.count()).select_from(table))


def test_company_has_everything_one_wants_to_see(demo) -> None:
    tasks = set(demo.scalars(select(UserTask.element_id).where(UserTask.state == TaskState.CREATED)))
    stuck = demo.scalars(select(ProcessInstance).where(ProcessInstance.incident_count > 0)).all()
    issued = set(demo.scalars(select(Quote.number).where(Quote.number.is_not(None))))
    written = {name.removesuffix(".docx") for name in demo.scalars(select(Document.name))}

    assert tasks == {*USER_TASKS}
    assert set(demo.scalars(select(Quote.status))) == {*QuoteStatus}
    assert (count(demo, User), count(demo, Party) > 110, count(demo, Product)) == (len(PEOPLE), True, 87)
    assert [case.subject_name for case in stuck] == ["Elektro Ostrava, s.r.o."]
    assert len(issued - written) == 1  # left to the worker
    assert set(demo.scalars(select(Order.number).where(Order.status == "confirmed"))) <= written


def test_loading_twice_changes_nothing(demo, at) -> None:
    before = [count(demo, table) for table in (User, Party, Product, ProcessInstance, Quote, Document)]

    load_demo(at)

    assert [count(demo, table) for table in (User, Party, Product, ProcessInstance, Quote, Document)] == before
    assert count(demo, ProcessInstance) == len(stories())
