"""What two versions of a decision or a form are said to differ in."""

import json
from pathlib import Path

import pytest

from app.engine.checks import read_json
from app.studio.comparing import MOST_READ, compare
from app.studio.decision_differences import decision_differences
from app.studio.differences import Change, Difference, Kind
from app.studio.drafts.models import DraftKind
from app.studio.form_differences import form_differences
from tests.engine.decisions import RATING

FORM = read_json(Path("forms/lead_to_order/qualify_lead.form").read_bytes())


def rewritten(old: str, new: str) -> list[Difference]:
    assert old in RATING
    return decision_differences(RATING.encode(), RATING.replace(old, new, 1).encode())


def test_decisions_and_forms_do_not_differ_from_themselves():
    for path in Path("bpmn/decisions").glob("*.dmn"):
        assert decision_differences(path.read_bytes(), path.read_bytes()) == []
    for path in Path("forms").glob("*/*.form"):
        schema = read_json(path.read_bytes())
        assert form_differences(schema, schema) == []


def test_changed_cell_is_told_by_rule_and_column():
    found = rewritten("30 + extra", "31 + extra")

    assert [(each.name, each.changes) for each in found] == [
        ("Rating, rule 2", (Change("Days to pay", "30 + extra", "31 + extra"),))
    ]


def test_changed_expression_hit_policy_and_column_are_told():
    found = rewritten('hitPolicy="UNIQUE"', 'hitPolicy="FIRST"')

    assert found[0].changes == (Change("Hit policy", "unique", "first"),)


def test_removed_rule_says_what_it_said():
    rule = "<rule" + RATING.partition("<rule")[2].partition("</rule>")[0] + "</rule>"

    found = rewritten(rule, "")

    assert [each.kind for each in found] == [Kind.REMOVED]
    assert found[0].name == "Rating, former rule 1"
    assert found[0].changes


def edited(change) -> list[Difference]:
    schema = json.loads(json.dumps(FORM, default=str))
    change(schema["components"])
    return form_differences(json.loads(json.dumps(FORM, default=str)), schema)


def test_new_field_is_named_by_its_label():
    found = edited(lambda fields: fields.append({"id": "new", "type": "textfield", "key": "city", "label": "City"}))

    assert found == [Difference(Kind.ADDED, "new", "textfield", "City")]


def test_removed_field_takes_what_it_holds_along():
    found = edited(lambda fields: fields.pop(0))

    assert {each.kind for each in found} == {Kind.REMOVED}


@pytest.mark.parametrize(
    ("name", "value", "label", "said"),
    [
        ("label", "Other", "Label", "Other"),
        ("validate", {"required": True}, "Required", "yes"),
        ("conditional", {"hide": "=x = 1"}, "Hidden if", "=x = 1"),
        ("values", [{"label": "A", "value": "a"}], "Options", "A = a"),
    ],
)
def test_changed_property_is_told_by_its_label(name, value, label, said):
    found = edited(lambda fields: fields[0].update({name: value}))

    assert [(change.label, change.new) for change in found[0].changes] == [(label, said)]


def test_field_that_was_shifted_has_moved_and_the_others_have_not():
    found = edited(lambda fields: fields.append(fields.pop(0)))

    assert [each.kind for each in found] == [Kind.MOVED]


def test_very_long_file_that_differs_at_its_end_is_not_called_the_same():
    before = "{\n" * (MOST_READ + 1)

    compared = compare(DraftKind.FORM, before, f"{before}x")

    assert (compared.is_same, compared.is_cut) == (False, True)
