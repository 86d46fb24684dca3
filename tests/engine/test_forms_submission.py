"""Submissions against the form that was shown."""

from decimal import Decimal

import pytest

from app.core.actor import Viewer
from app.core.errors import Invalid
from app.core.web.body import read_json
from app.engine.forms import checked_draft, checked_values
from app.engine.registry import option_sources
from tests.engine.form_factories import a_field, a_form, attack

VIEWER = Viewer("anna")


@pytest.fixture
def submit(at):
    """Submit values to a form; the case's variables are given by name."""

    def send(components, sent, **variables):
        return checked_values(a_form(*components), sent, variables=variables, viewer=VIEWER, at=at)

    return send


@pytest.fixture
def refusal(submit):
    """The sentences by field with which values are refused."""

    def send(components, sent, **variables):
        with pytest.raises(Invalid) as refused:
            submit(components, sent, **variables)
        return refused.value.fields

    return send


def a_number(**properties):
    return {"type": "number", "key": "amount", "label": "Amount", **properties}


def a_choice(kind="select", **properties):
    options = [{"label": "Yes", "value": "yes"}, {"label": "No", "value": "no"}, {"label": "Three", "value": 3}]
    return {"type": kind, "key": "answer", "values": options, **properties}


def a_moment(subtype, **properties):
    return {"type": "datetime", "subtype": subtype, "key": "wanted", **properties}


ACCEPTED = [
    (a_field(), "good", "good"),
    (a_field(), "", ""),
    (a_field(), None, None),
    (a_field(), "Straße ☕ <b>", "Straße ☕ <b>"),
    (a_field(validate={"pattern": "^[A-Z]{2}$"}), "IT", "IT"),
    (a_field(validate={"validationType": "email"}), "anna@example.com", "anna@example.com"),
    (a_field(validate={"validationType": "phone"}), "+39 035 123456", "+39 035 123456"),
    (a_number(), 5, 5),
    (a_number(), Decimal("5.10"), Decimal("5.1")),
    (a_number(), "5.25", Decimal("5.25")),
    (a_number(), Decimal("5.0"), 5),
    (a_number(), None, None),
    (a_number(serializeToString=True), Decimal("5.50"), "5.50"),
    (a_number(decimalDigits=2), Decimal("5.25"), Decimal("5.25")),
    (a_choice(), "yes", "yes"),
    (a_choice(), 3, 3),
    (a_choice(), None, None),
    (a_choice("radio"), "no", "no"),
    (a_choice("checklist"), ["yes", 3], ["yes", 3]),
    (a_choice("taglist"), [], []),
    (a_moment("date"), "2026-11-23", "2026-11-23"),
    (a_moment("time"), "14:30", "14:30"),
    (a_moment("datetime"), "2026-11-23T14:30+01:00", "2026-11-23T14:30+01:00"),
    (a_moment("date"), "", ""),
    ({"type": "checkbox", "key": "agreed"}, False, False),
]


@pytest.mark.parametrize(("component", "sent", "kept"), ACCEPTED)
def test_value_within_the_rules_becomes_the_variable(submit, component, sent, kept):
    values = submit([component], {component["key"]: sent})

    assert values == {component["key"]: kept}
    assert type(values[component["key"]]) is type(kept)


REFUSED = [
    (a_field(validate={"required": True}), "", "required"),
    (a_field(validate={"required": True}), None, "required"),
    (a_field(validate={"minLength": 3}), "ab", "at least 3"),
    (a_field(validate={"maxLength": 3}), "abcd", "at most 3"),
    (a_field(validate={"pattern": "^[A-Z]+$"}), "abc", "must match"),
    (a_field(validate={"pattern": "^x$", "patternErrorMessage": "Write x."}), "y", "Write x."),
    (a_field(validate={"validationType": "email"}), "anna", "mail address"),
    (a_field(validate={"validationType": "phone"}), "call me", "phone number"),
    (a_field(), 5, "Enter a text"),
    (a_field(), {"a": 1}, "Enter a text"),
    (a_field(), "a\x00b", "cannot be stored"),
    (a_field(), "a\ud800b", "cannot be stored"),
    (a_field(), "x" * 1_001, "at most 1,000"),
    (a_number(), "many", "Enter a number"),
    (a_number(), True, "Enter a number"),
    (a_number(), "1_000", "Enter a number"),
    (a_number(), "NaN", "Enter a number"),
    (a_number(), 10**15, "Enter a number"),
    (a_number(), Decimal("0.00000000001"), "Enter a number"),
    (a_number(validate={"min": 1}), 0, "least is 1"),
    (a_number(validate={"max": 10}), 11, "most is 10"),
    (a_number(decimalDigits=2), Decimal("1.234"), "At most 2 decimals"),
    (a_number(decimalDigits=0), Decimal("1.5"), "whole number"),
    (a_choice(), "maybe", "one of the options"),
    (a_choice(), "3", "one of the options"),
    (a_choice(), True, "one of the options"),
    (a_choice("checklist"), "yes", "from the options"),
    (a_choice("checklist"), ["yes", "maybe"], "one of the options"),
    (a_choice("checklist"), ["yes"] * 9, "from the options"),
    (a_choice("checklist", validate={"required": True}), [], "required"),
    (a_moment("date"), "tomorrow", "Enter a date"),
    (a_moment("date"), "2026-02-30", "Enter a date"),
    (a_moment("date"), "2026-11-23T10:00", "Enter a date"),
    (a_moment("date"), "0001-01-01", "year must lie"),
    (a_moment("date", disallowPassedDates=True), "2026-11-22", "has passed"),
    (a_moment("time"), "25:00", "Enter a time"),
    (a_moment("datetime"), "2026-11-23", "a date and a time"),
    ({"type": "checkbox", "key": "agreed"}, "yes", "ticked"),
    ({"type": "checkbox", "key": "agreed", "validate": {"required": True}}, False, "Tick this"),
]


@pytest.mark.parametrize(("component", "sent", "sentence"), REFUSED)
def test_value_outside_the_rules_is_refused_beside_its_field(refusal, component, sent, sentence):
    fields = refusal([component], {component["key"]: sent})

    assert sentence in fields[component["key"]][0]


def test_missing_required_field_is_refused(refusal):
    assert refusal([a_field(validate={"required": True})], {}) == {"remark": ["This field is required."]}


def test_missing_optional_field_sets_nothing(submit):
    assert submit([a_field()], {}) == {}


def test_unknown_field_is_refused(refusal):
    assert refusal([a_field()], {"discount_approved": True}) == {"discount_approved": ["This form has no such field."]}


@pytest.mark.parametrize("name", ["submit_f11_massassign.json", "submit_f13_shadow.json"])
def test_hostile_submission_is_refused(refusal, name):
    sent = read_json(attack(name))
    form = [a_field(key="comment"), {"type": "checkbox", "key": "approved"}]

    fields = refusal(form, sent)

    assert set(fields) == set(sent) - {"comment", "approved"}


def test_hidden_field_counts_as_not_sent(submit):
    lost = a_field(key="lost_reason", validate={"required": True}, conditional={"hide": '=answer != "no"'})

    assert submit([a_choice(), lost], {"answer": "yes"}) == {"answer": "yes"}
    assert submit([a_choice(), lost], {"answer": "yes", "lost_reason": "x"}) == {"answer": "yes"}


def test_shown_field_is_required_again(refusal):
    lost = a_field(key="lost_reason", validate={"required": True}, conditional={"hide": '=answer != "no"'})

    assert "lost_reason" in refusal([a_choice(), lost], {"answer": "no"})


def test_condition_may_look_at_the_case(submit):
    secret = a_field(conditional={"hide": "=amount < 100"})

    assert submit([secret], {"remark": "x"}, amount=5) == {}
    assert submit([secret], {"remark": "x"}, amount=500) == {"remark": "x"}


def test_hidden_group_hides_its_fields(submit):
    group = {"type": "group", "conditional": {"hide": "=true"}, "components": [a_field(validate={"required": True})]}

    assert submit([group], {"remark": "x"}) == {}


@pytest.mark.parametrize("lock", [{"readonly": True}, {"disabled": True}, {"readonly": "=amount > 3"}])
def test_locked_field_cannot_be_changed(refusal, submit, lock):
    field = a_field(**lock)

    assert refusal([field], {"remark": "new"}, remark="old", amount=5) == {
        "remark": ["This field cannot be changed here."]
    }
    assert submit([field], {"remark": "old"}, remark="old", amount=5) == {}


def test_rule_may_be_an_expression(refusal):
    assert refusal([a_number(validate={"max": "=limit"})], {"amount": 12}, limit=10) == {"amount": ["The most is 10."]}


def test_computed_field_is_computed_here(submit):
    total = {"type": "expression", "key": "doubled", "expression": "=amount * 2"}

    assert submit([a_number(), total], {"amount": 4, "doubled": 1_000_000}) == {"amount": 4, "doubled": 8}


def test_dotted_key_keeps_what_the_form_does_not_show(submit):
    values = submit([a_field(key="party.name")], {"party": {"name": "New"}}, party={"name": "Old", "vat": "IT1"})

    assert values == {"party": {"name": "New", "vat": "IT1"}}


def test_dotted_key_refuses_what_the_form_does_not_show(refusal):
    fields = refusal([a_field(key="party.name")], {"party": {"name": "x", "credit": 1}})

    assert fields == {"party.credit": ["This form has no such field."]}


LINES = {
    "type": "dynamiclist",
    "path": "lines",
    "components": [
        a_field(key="item", validate={"required": True}),
        a_number(key="quantity", validate={"min": 1}),
        a_field(key="why", conditional={"hide": "=quantity < 10"}, validate={"required": True}),
    ],
}


def test_rows_are_read_one_by_one(submit):
    rows = [{"item": "Pump", "quantity": 2}, {"item": "Valve", "quantity": 20, "why": "stock"}]

    assert submit([LINES], {"lines": rows}) == {"lines": rows}


def test_error_in_a_row_names_row_and_field(refusal):
    rows = [{"item": "Pump", "quantity": 2}, {"item": "", "quantity": 0}, {"item": "Valve", "quantity": 20}]

    fields = refusal([LINES], {"lines": rows})

    assert list(fields) == ["lines.1.item", "lines.1.quantity", "lines.2.why"]


@pytest.mark.parametrize(("sent", "sentence"), [("x", "cannot be read"), ([1], "cannot be read"), ([{}] * 201, "200")])
def test_strange_rows_are_refused(refusal, sent, sentence):
    fields = refusal([LINES], {"lines": sent})

    assert sentence in str(fields)


def test_options_come_from_a_registered_source(monkeypatch, submit, refusal):
    source = lambda viewer, variables: [{"label": "Price", "value": "price"}]  # noqa: E731
    monkeypatch.setitem(option_sources, "sales.reasons", source)
    field = {"type": "select", "key": "lost_reason", "valuesKey": "sales.reasons"}

    assert submit([field], {"lost_reason": "price"}) == {"lost_reason": "price"}
    assert "lost_reason" in refusal([field], {"lost_reason": "other"})


def test_options_come_from_a_variable_or_an_expression(submit):
    by_key = {"type": "select", "key": "first", "valuesKey": "choices"}
    by_expression = {"type": "select", "key": "second", "valuesExpression": "=choices[item > 1]"}

    assert submit([by_key, by_expression], {"first": 1, "second": 2}, choices=[1, 2]) == {"first": 1, "second": 2}


def test_condition_that_never_ends_hides_nothing_and_harms_nobody(submit):
    endless = a_field(conditional={"hide": "=count(for a in 1..100000, b in 1..100000 return a) > 1"})

    assert submit([endless], {"remark": "x"}) == {"remark": "x"}


@pytest.mark.parametrize("sent", [None, [], "x", 5])
def test_what_is_no_object_is_refused(submit, sent):
    with pytest.raises(Invalid):
        submit([a_field()], sent)


def test_draft_takes_unfinished_values_of_known_fields():
    assert checked_draft(a_form(a_number(), LINES), {"amount": "1x", "lines": [{}]}) == {"amount": "1x", "lines": [{}]}


@pytest.mark.parametrize("sent", [{"role": "admin"}, {"amount": "x" * 200_001}, {"amount": "a\x00"}])
def test_draft_refuses_unknown_fields_and_excess(sent):
    with pytest.raises(Invalid):
        checked_draft(a_form(a_number()), sent)
