"""The pages of decisions, through the browser's door."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from app.core.db import transaction
from app.engine import operations
from app.engine.models import DecisionEvaluation
from app.identity.roles import Role
from tests.engine.decisions import RATING, deploy_rating
from tests.engine.driver import ANNA, Driver
from tests.statements import counted

SMALL = {"amount": 100, "signed on": "2026-01-31", "country": "IT", "is_new": False, "extra": 5}
FILLED = {"input-0": "100", "input-1": "2026-01-31", "input-2": "IT", "input-3": "false", "input-4": "5"}
HTMX = {"HX-Request": "true"}
PAGE = "/studio/decisions/rating"
TRIAL = f"{PAGE}/trial"
MOST_STATEMENTS = 11


@pytest.fixture
def petr(make_user, browser_of):
    return browser_of(make_user("petr", display_name="Petr Novák", roles=[Role.ANALYST]))


@pytest.fixture
def deployed(session, at):
    return deploy_rating(at)


def test_empty_list_says_what_will_be_here(petr):
    assert "No decision yet" in petr.get("/studio/decisions").text


def test_list_shows_each_decision_once_with_how_often_it_was_asked(petr, deployed, at):
    for _ in range(3):
        Driver(at, **SMALL)

    page = petr.get("/studio/decisions").text

    assert page.count("rating.dmn") == 2
    assert '<td class="num" data-label="Asked, 30 days">3</td>' in page


def test_evaluations_of_last_season_are_not_counted(petr, deployed, session, at):
    Driver(at, **SMALL)
    session.query(DecisionEvaluation).update({"evaluated_at": at - timedelta(days=31)})

    assert '<td class="num" data-label="Asked, 30 days">0</td>' in petr.get("/studio/decisions").text


def test_list_is_read_page_by_page(petr, deployed):
    first = petr.get("/studio/decisions?limit=1").text

    assert "/studio/decisions/rating" in first
    assert "/studio/decisions/size" not in first
    assert "Next" in first


def test_page_draws_the_table_with_policy_columns_rules_and_notes(petr, deployed):
    page = petr.get(PAGE).text

    for words in ("UNIQUE", "Exactly one rule may match", "Country", "Days to pay", "30 + extra", "Large and old."):
        assert words in page
    assert page.count('<th scope="row">') == 3


def test_page_links_what_the_decision_requires(petr, deployed):
    page = petr.get(PAGE).text

    assert '<a href="/studio/decisions/size?version=1">Size</a>' in page
    assert "signed on" in page


def test_literal_decision_shows_its_expression(petr, deployed):
    assert "if amount &gt; 1000 then" in petr.get("/studio/decisions/size").text


def test_page_of_an_older_version_says_so(petr, deployed, at):
    with transaction():
        operations.deploy({"rating.dmn": RATING.replace("30 + extra", "31 + extra").encode()}, by=ANNA, at=at)

    older = petr.get(f"{PAGE}?version=1").text

    assert "not the newest" in older
    assert "30 + extra" in older
    assert "31 + extra" in petr.get(PAGE).text


@pytest.mark.parametrize("query", ["version=x", "version=0", "version=99999999999", "odd=1", "after=x", "limit=0"])
def test_address_with_something_unknown_is_refused(petr, deployed, query):
    assert petr.get(f"{PAGE}?{query}").status_code == 422


@pytest.mark.parametrize("address", ["/studio/decisions/none", f"{PAGE}?version=7", f"{PAGE}/file?version=7"])
def test_what_was_not_deployed_is_not_found(petr, deployed, address):
    assert petr.get(address).status_code == 404


def test_file_comes_byte_for_byte(petr, deployed):
    answer = petr.get(f"{PAGE}/file")

    assert answer.data == RATING.encode()
    assert "rating-1.dmn" in answer.headers["Content-Disposition"]


def test_last_evaluations_link_their_cases(petr, deployed, at):
    case = Driver(at, **SMALL)

    assert f"/cases/{case.key}?tab=decisions" in petr.get(PAGE).text


def test_staff_have_no_studio(make_user, browser_of, deployed):
    marta = browser_of(make_user("marta", groups=["service"]))

    assert marta.get(PAGE).status_code == 403
    assert "/studio" not in marta.get("/cases").text


@pytest.mark.parametrize("address", ["/studio/decisions", PAGE])
def test_pages_stay_in_their_budget_of_statements(petr, deployed, at, address):
    for _ in range(5):
        Driver(at, **SMALL)
    petr.get(address)

    with counted() as statements:
        petr.get(address)

    assert len(statements) <= MOST_STATEMENTS, statements


def test_trial_answers_and_marks_the_rule_that_matched(petr, deployed):
    answer = petr.post(TRIAL, data=FILLED, headers=HTMX)

    assert answer.status_code == 200
    assert '<tr id="rule-2" class="is-hit">' in answer.text
    assert answer.text.count("is-hit") == 1
    assert "Rule 2 matched." in answer.text
    assert "35" in answer.text


def test_trial_stores_nothing(petr, deployed, session):
    with counted() as statements:
        petr.post(TRIAL, data=FILLED, headers=HTMX)

    assert [statement for statement in statements if statement.startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_trial_without_script_gives_the_whole_page(petr, deployed):
    answer = petr.post(TRIAL, data=FILLED)

    assert "<html" in answer.text
    assert 'class="is-hit"' in answer.text
    assert 'value="2026-01-31"' in answer.text


def test_two_hits_under_unique_are_said_and_shown(petr, deployed):
    answer = petr.post(TRIAL, data={**FILLED, "input-3": "true"}, headers=HTMX)

    assert "rules 2, 3 all match" in answer.text
    assert answer.text.count("is-hit") == 2


def test_warning_names_rule_and_cell(petr, deployed):
    answer = petr.post(TRIAL, data={**FILLED, "input-4": '"x"'}, headers=HTMX)

    assert '<a href="#rule-2">Rule 2, Days to pay</a>' in answer.text
    assert "is-warned" in answer.text


def test_empty_form_is_answered(petr, deployed):
    assert petr.post(TRIAL, data={}, headers=HTMX).status_code == 200


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("input-0", "twelve", "Give a number"),
        ("input-0", "1e9999", "Give a number"),
        ("input-0", "NaN", "Give a number"),
        ("input-0", "9" * 41, "at most 40 characters"),
        ("input-1", "31.1.2026", "Give a date such as 2026-11-23."),
        ("input-2", "FR", "Choose one of the values."),
        ("input-3", "maybe", "Give yes or no."),
        ("input-4", "{", "This is not JSON."),
        ("input-4", "[" * 1000, "This is not JSON."),
        ("input-4", '"' + "x" * 20_000 + '"', "at most 20,000 characters"),
        ("input-9", "1", "There is no such field."),
    ],
)
def test_value_that_cannot_be_read_is_refused_at_its_field(petr, deployed, field, text, sentence):
    answer = petr.post(TRIAL, data={**FILLED, field: text}, headers=HTMX)

    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert sentence in answer.text


def test_words_of_a_file_stay_words(petr, session, at):
    text = RATING.replace('label="Country"', 'label="&lt;script&gt;alert(1)&lt;/script&gt;"')
    with transaction():
        operations.deploy({"rating.dmn": text.encode()}, by=ANNA, at=at)

    assert "<script>alert(1)" not in petr.get(PAGE).text


def test_fifty_thousand_evaluations_are_read_by_their_index(petr, deployed, at, session):
    Driver(at, **SMALL)
    columns = ", ".join(column.name for column in DecisionEvaluation.__table__.columns if column.name != "key")
    session.execute(
        text(
            f"INSERT INTO decision_evaluation (key, {columns}) "
            f"SELECT -number, {columns} FROM decision_evaluation, generate_series(1, 50000) AS number"
        )
    )
    session.execute(text("ANALYZE decision_evaluation"))

    with counted() as statements:
        pages = [petr.get(address) for address in (PAGE, "/studio/decisions")]
    newest = "SELECT key FROM decision_evaluation WHERE decision_id = 'rating' ORDER BY evaluated_at DESC, key DESC"
    plan = "\n".join(session.scalars(text(f"EXPLAIN {newest} LIMIT 51")))

    assert [page.status_code for page in pages] == [200, 200]
    assert len(statements) <= 2 * MOST_STATEMENTS
    assert "ix_decision_evaluation_decision" in plan
    assert "Sort" not in plan
