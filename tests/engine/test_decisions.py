"""Decisions asked in cases, and what is kept of them."""

import pytest
from sqlalchemy import select

from app.core.actor import Viewer
from app.core.db import session as current_session
from app.engine.decisions.asking import Asked, Kind
from app.engine.decisions.evaluating import evaluate, file_of, find_decision
from app.engine.decisions.reading import evaluations_of
from app.engine.models import DecisionEvaluation
from tests.engine.decisions import deploy_rating
from tests.engine.driver import Driver
from tests.statements import counted

SMALL = {"amount": 100, "signed on": "2026-01-31", "country": "IT", "is_new": False, "extra": 5, "other": "secret"}
NOBODY = Viewer("nobody", frozenset(), sees_all=False)
MANAGER = Viewer("anna", frozenset(), sees_all=True)


@pytest.fixture
def deployed(session, at):
    return deploy_rating(at)


def kept() -> list[DecisionEvaluation]:
    return list(current_session().scalars(select(DecisionEvaluation).order_by(DecisionEvaluation.key)))


def test_a_case_keeps_what_a_decision_saw_and_said(deployed, at):
    case = Driver(at, **SMALL)

    [row] = kept()

    assert (row.instance_key, row.element_id, row.decision_id, row.version) == (case.key, "rate_customer", "rating", 1)
    assert row.answer == {"grade": "B", "days": 35} == case.variables["rated"]
    assert row.hits == [
        {
            "table_id": "rating_table",
            "name": "Rating",
            "inputs": {"Size": "small", "Signed": "2026-01-31", "Country": "IT", "Is new": False},
            "rules": [{"number": 2, "rule_id": "r2", "outputs": {"grade": "B", "days": 35}}],
        }
    ]
    assert row.evaluated_at == at


def test_only_inputs_that_the_decision_names_are_kept(deployed, at):
    Driver(at, **SMALL)

    assert kept()[0].inputs == {name: value for name, value in SMALL.items() if name != "other"}


def test_warnings_are_kept(deployed, at):
    Driver(at, **{**SMALL, "extra": "x"})

    assert "cannot be added" in kept()[0].warnings[0]


def test_two_hits_under_unique_are_an_incident_that_names_the_rules(deployed, at):
    case = Driver(at, **{**SMALL, "is_new": True})

    [incident] = case.incidents()

    assert "rules 2, 3 all match" in incident.message
    assert kept()[0].failure is not None
    assert [rule["number"] for rule in kept()[0].hits[0]["rules"]] == [2, 3]


def test_mended_case_goes_on_and_keeps_both_tries(deployed, at):
    case = Driver(at, **{**SMALL, "is_new": True})
    case.set(is_new=False)

    case.retry()

    assert case.state == "COMPLETED"
    assert [row.failure is None for row in kept()] == [False, True]


def test_history_is_one_statement_for_a_step(deployed, at):
    Driver(at, **SMALL)

    with counted() as statements:
        Driver(at, **SMALL)

    assert sum("decision_evaluation" in statement for statement in statements) == 1


def test_decision_says_what_it_asks_for_with_kinds_and_choices(deployed, session):
    definition = find_decision("rating")

    assert file_of(definition).asked["rating"] == (
        Asked("amount", "amount", Kind.NUMBER),
        Asked("signed on", "Signed", Kind.DATE),
        Asked("country", "Country", Kind.TEXT, ("IT", "DE")),
        Asked("is_new", "Is new", Kind.YES_NO),
        Asked("extra", "extra", Kind.JSON),
    )


def test_text_is_read_as_the_date_that_a_decision_asks_for(deployed, at):
    answer = evaluate(find_decision("rating"), {**SMALL, "amount": 5000}, at=at)

    assert answer.value == {"grade": "A", "days": 60}
    assert answer.warnings == ()


def test_evaluations_follow_the_one_rule_of_visibility(deployed, at):
    case = Driver(at, **SMALL)

    shown = evaluations_of(MANAGER, "rating", after=None, limit=10)

    assert [row.evaluation.instance_key for row in shown] == [case.key]
    assert evaluations_of(NOBODY, "rating", after=None, limit=10) == []
