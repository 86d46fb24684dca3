"""Two managers, one of the staff, and a case at a task with a timer, beside a job."""

import pytest
from sqlalchemy import select

from app.core.db import session
from app.identity.roles import Role
from app.trail.models import TrailEntry
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, service_task, user_task
from tests.engine.elements import boundary, timer


@pytest.fixture
def anna(make_user, browser_of):
    return browser_of(make_user("anna", roles=[Role.MANAGER]))


@pytest.fixture
def marta(make_user, browser_of):
    return browser_of(make_user("marta", roles=[Role.MANAGER], display_name="Marta Testa"))


@pytest.fixture
def luca(make_user, browser_of):
    return browser_of(make_user("luca", display_name="Luca Ferri", groups=["sales"]))


@pytest.fixture
def case(session, at):
    """A case at a task with a timer on its border, beside a job."""
    fork = '<bpmn:parallelGateway id="fork"/>'
    body = START + fork + user_task("ask") + boundary("late", "ask", timer("duration", "P30D"))
    body += service_task("work") + END
    body += flows("start->fork", "fork->ask", "fork->work", "ask->end", "work->end", "late->end")
    deploy(bpmn(body), at=at)
    return Driver(at, discount=8)


def trail(action):
    """What the trail has of one kind of act."""
    return session().scalars(select(TrailEntry).where(TrailEntry.action == action)).all()
