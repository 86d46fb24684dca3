"""The worklist through the browser's door, on the real engine."""

from datetime import timedelta

import pytest

from tests.engine.factories import make_definition, make_element, make_form, make_instance, make_task
from tests.statements import counted
from tests.worklist.road import HTMX, complete

HTML = "<script>alert(1)</script>"
MOST_STATEMENTS = 12


def test_list_shows_what_matters(luca, at):
    case = make_instance(make_definition(name="Lead to order"), subject_name="Rossi Impianti", business_key="Q-7")
    make_task(case, name="Approve discount", assignee="luca", due_at=at - timedelta(hours=2), priority=90)

    page = luca.get("/worklist").text

    for words in ("Approve discount", "Rossi Impianti", "Q-7", "Lead to order", "2\xa0h overdue", "High priority"):
        assert words in page


@pytest.mark.parametrize(
    ("whose", "words"), [("mine", "All done"), ("groups", "Nothing waits"), ("all", "Nothing waits")]
)
def test_empty_list_says_what_will_be_here(luca, whose, words):
    assert words in luca.get(f"/worklist?whose={whose}").text


@pytest.mark.parametrize(
    "query",
    ["whose=odd", "due=never", "sort=(select pg_sleep(5))", "sort=password_hash", "page=-1", "per_page=100000000",
     "filter[owner.password_hash][like]=a%25", "limit=101", "after=forged", "q=" + "x" * 101],
)  # fmt: skip
def test_address_with_something_unknown_is_refused(luca, query):
    assert luca.get(f"/worklist?{query}").status_code == 422


@pytest.mark.parametrize("words", ["' OR 1=1--", '"; DROP TABLE lead;--', "%", "_", "\\", "%%%%%%a"])
def test_search_takes_signs_as_text(luca, words):
    make_task(name="Qualify lead", assignee="luca")

    answer = luca.get("/worklist", query_string={"q": words})

    assert answer.status_code == 200
    assert "No task fits" in answer.text


@pytest.mark.parametrize("rows", [1, 40])
def test_list_stays_in_its_budget_of_statements(luca, rows):
    for _ in range(rows):
        make_task(assignee="luca")

    with counted() as statements:
        answer = luca.get("/worklist")

    assert answer.status_code == 200
    assert len(statements) <= MOST_STATEMENTS, statements


@pytest.mark.parametrize("passages", [1, 40])
def test_task_stays_in_its_budget_of_statements(luca, passages):
    case = make_instance()
    for _ in range(passages):
        make_element(case)
    task = make_task(case, assignee="luca", form_key=make_form({"components": []}).key)
    luca.get(f"/tasks/{task.key}", headers=HTMX)

    with counted() as statements:
        answer = luca.get(f"/tasks/{task.key}", headers=HTMX)

    assert answer.status_code == 200
    assert len(statements) <= MOST_STATEMENTS, statements


def test_names_are_text_wherever_they_stand(luca):
    case = make_instance(make_definition(name=HTML), title=HTML, subject_name=HTML, business_key=HTML)
    schema = {"components": [{"type": "textfield", "key": "comment", "label": HTML, "description": HTML}]}
    make_element(case, element_type="userTask", element_name=HTML)
    task = make_task(case, name=HTML, assignee="luca", form_key=make_form(schema).key)

    assert HTML not in luca.get("/worklist").text
    assert HTML not in luca.get(f"/tasks/{task.key}").text


def test_task_of_others_looks_like_none(marta, task):
    for address in (f"/tasks/{task}", "/tasks/12", f"/tasks/{10**30}"):
        assert marta.get(address).status_code == 404
    assert marta.post(f"/tasks/{task}/claim", headers=HTMX).status_code == 404
    assert complete(marta, task).status_code == 404
