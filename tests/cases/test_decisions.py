"""What was decided in a case, on its page."""

import pytest

from app.identity.roles import Role
from tests.engine.decisions import deploy_rating
from tests.engine.driver import Driver

SMALL = {"amount": 100, "signed on": "2026-01-31", "country": "IT", "is_new": False, "extra": 5}


@pytest.fixture
def anna(make_user, browser_of):
    return browser_of(make_user("anna", roles=[Role.MANAGER]))


def test_decision_is_told_with_step_values_rules_and_answer(session, anna, at):
    deploy_rating(at)
    case = Driver(at, **SMALL)

    page = anna.get(f"/cases/{case.key}?tab=decisions").text

    for words in ("Rate the customer", "Rating: rule 2", "/studio/decisions/rating?version=1", "signed on", "IT"):
        assert words in page


def test_failure_of_a_decision_is_told(session, anna, at):
    deploy_rating(at)
    case = Driver(at, **{**SMALL, "is_new": True})

    page = anna.get(f"/cases/{case.key}?tab=decisions").text

    assert "rules 2, 3 all match" in page
    assert "Rating: rules 2, 3" in page


def test_warnings_of_a_decision_are_told(session, anna, at):
    deploy_rating(at)
    case = Driver(at, **{**SMALL, "extra": "x"})

    assert "1 warning" in anna.get(f"/cases/{case.key}?tab=decisions").text
