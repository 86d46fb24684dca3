"""Forms that must not be deployed, and what the analyst is told."""

import json

import pytest

from app.engine.forms import form_findings
from app.engine.forms.keys import is_reserved
from app.engine.registry import option_sources
from tests.engine.form_factories import a_field, a_form, attack


def messages(*components):
    """What is found in a form of these components, as one text."""
    return "\n".join(finding.message for finding in form_findings(a_form(*components)))


GOOD = [
    a_field(),
    a_field(key="party.name"),
    a_field(validate={"required": True, "minLength": 1, "maxLength": 30, "pattern": "^[A-Z]+$"}),
    a_field(conditional={"hide": '=state != "lost"'}),
    a_field(label="Total of {{total}}"),
    {"type": "text", "text": "# Quote {{number}}\n\n{{#if total < 3}}small{{/if}} **read** it"},
    {"type": "number", "key": "amount", "validate": {"min": 0, "max": "=limit"}},
    {"type": "datetime", "subtype": "date", "key": "wanted_on"},
    {"type": "select", "key": "answer", "values": [{"label": "Yes", "value": "yes"}]},
    {"type": "select", "key": "answer", "valuesExpression": "=answers"},
    {"type": "dynamiclist", "path": "lines", "components": [a_field()]},
    {"type": "group", "components": [a_field(), {"type": "separator"}, {"type": "spacer"}]},
    {"type": "table", "dataSource": "=lines", "columns": [{"label": "Item", "key": "item"}]},
    {"type": "button", "action": "submit", "label": "Send"},
    {"type": "expression", "key": "total_net", "expression": "=sum(lines.net)"},
]


@pytest.mark.parametrize("component", GOOD, ids=lambda component: component["type"])
def test_good_component_has_no_finding(component):
    assert messages(component) == ""


BAD = [
    ({"type": "html", "content": "<b>x</b>"}, "'html' is not allowed"),
    ({"type": "iframe", "url": "https://example.com"}, "'iframe' is not allowed"),
    ({"type": "image", "source": "https://example.com/a.png"}, "'image' is not allowed"),
    ({"type": "filepicker", "key": "files"}, "'filepicker' is not allowed"),
    ({"type": "script"}, "'script' is not allowed"),
    ({}, "'' is not allowed"),
    (a_field(key=""), "needs a key"),
    (a_field(key=None), "needs a key"),
    (a_field(key="__proto__.polluted"), "cannot be used"),
    (a_field(key="constructor.prototype.polluted"), "reserved"),
    (a_field(key="__builtins__"), "cannot be used"),
    (a_field(key="_owner"), "cannot be used"),
    (a_field(key="a.__class__"), "cannot be used"),
    (a_field(key="sum"), "reserved"),
    (a_field(key="today"), "reserved"),
    (a_field(key="if"), "reserved"),
    (a_field(key="toString"), "reserved"),
    (a_field(key="x" * 65), "cannot be used"),
    (a_field(key="a.b.c.d.e"), "too long"),
    (a_field(key="with space"), "cannot be used"),
    (a_field(key="naïve"), "cannot be used"),
    (a_field(constructor={"prototype": 1}), "'constructor' is not allowed"),
    (a_field(conditional={"hide": "=1 +"}), "cannot be read"),
    (a_field(conditional={"hide": "=[x for x in y]"}), "cannot be read"),
    (a_field(label="=__import__('os').system('id')"), "cannot be read"),
    (a_field(description="x" * 20_001), "longer than"),
    (a_field(validate={"pattern": "(a+)+\\1"}), "cannot be used"),
    (a_field(validate={"pattern": "(?=x)"}), "cannot be used"),
    (a_field(validate={"pattern": "x" * 501}), "at most 500"),
    (a_field(validate={"minLength": -1}), "minLength"),
    (a_field(validate={"maxLength": "many"}), "maxLength"),
    ({"type": "number", "key": "amount", "validate": {"min": "none"}}, "min must be a number"),
    ({"type": "text", "text": "hello <img src=x onerror=alert(1)>"}, "holds HTML"),
    ({"type": "text", "text": "[x](javascript:alert(1))"}, "run a script"),
    ({"type": "text", "text": "{{#if 1 +}}x{{/if}}"}, "cannot be read"),
    ({"type": "select", "key": "answer"}, "no options"),
    ({"type": "select", "key": "answer", "values": [{"label": "x"}]}, "Each option"),
    ({"type": "select", "key": "answer", "values": [{"value": "a"}, {"value": "a"}]}, "same value"),
    ({"type": "radio", "key": "answer", "valuesKey": "no.such_source"}, "does not exist"),
    ({"type": "datetime", "key": "wanted_on", "subtype": "century"}, "one of date, time"),
    ({"type": "dynamiclist", "components": [a_field()]}, "needs a key"),
    ({"type": "button", "action": "steal"}, "submit or reset"),
    ({"type": "expression", "key": "total_net"}, "computes nothing"),
]


@pytest.mark.parametrize(("component", "sentence"), BAD)
def test_bad_component_is_refused_with_a_sentence(component, sentence):
    assert sentence in messages(component)


def test_finding_names_its_component():
    found = form_findings(a_form(a_field(), {"type": "html", "id": "Field_7"}))

    assert [finding.component for finding in found] == ["Field_7"]


def test_two_fields_may_not_share_a_key():
    assert "Two fields fill remark" in messages(a_field(), {"type": "group", "components": [a_field()]})


def test_rows_may_use_the_names_of_the_page():
    assert messages(a_field(), {"type": "dynamiclist", "path": "lines", "components": [a_field()]}) == ""


@pytest.mark.parametrize("schema", [[], "x", None, {}, {"components": {}}, {"type": "other", "components": []}])
def test_what_is_no_form_is_refused_as_a_whole(schema):
    assert [finding.component for finding in form_findings(schema)] == [""]


def test_form_may_not_nest_without_end():
    component = a_field()
    for _ in range(9):
        component = {"type": "group", "components": [component]}

    assert "nests deeper" in messages(component)


def test_form_may_not_have_components_without_end():
    assert "more than 500" in messages(*[a_field(key=f"field{number}") for number in range(501)])


def test_registered_option_source_may_be_named(monkeypatch):
    monkeypatch.setitem(option_sources, "sales.reasons", lambda viewer, variables: [])

    assert messages({"type": "select", "key": "lost_reason", "valuesKey": "sales.reasons"}) == ""


@pytest.mark.parametrize("name", ["f01_html_labels.json", "f03_proto_pollution.json"])
def test_hostile_form_is_refused(name):
    found = form_findings(json.loads(attack(name)))

    assert found


def test_every_key_of_the_polluting_form_is_refused():
    schema = json.loads(attack("f03_proto_pollution.json"))

    assert len(form_findings(schema)) == len(schema["components"])


@pytest.mark.parametrize("name", ["null", "and", "count", "date", "prototype", "this", "i"])
def test_name_with_a_meaning_is_reserved(name):
    assert is_reserved(name)
