"""People of two groups, and a case of the small road that waits for one of them."""

import pytest

from tests.worklist.road import HTMX, deploy_road, open_tasks, start_case


@pytest.fixture
def luca(make_user, browser_of):
    return browser_of(make_user("luca", display_name="Luca Ferri", groups=["sales"]))


@pytest.fixture
def sara(make_user, browser_of):
    return browser_of(make_user("sara", display_name="Sara Neri", groups=["sales"]))


@pytest.fixture
def marta(make_user, browser_of):
    return browser_of(make_user("marta", display_name="Marta Testa", groups=["service"]))


@pytest.fixture
def task(session, at):
    """The first task of a case of the small road."""
    deploy_road(at)
    start_case(at)
    return open_tasks()[0].key


@pytest.fixture
def claimed(task, luca):
    """The same, claimed by Luca."""
    luca.post(f"/tasks/{task}/claim", headers=HTMX)
    return task
