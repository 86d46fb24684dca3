"""Decision tables: hit policies, defaults, allowed values, and what is noted for history."""

from __future__ import annotations

from decimal import Decimal
from time import perf_counter

import pytest

from app.dmn import Evaluation, load
from tests.dmn.models import make_decision, make_input, make_literal, make_model, make_table

RULES = [("&lt; 10", "1"), ("[5..20]", "2"), ("&gt; 8", "2")]


def _evaluate(table: str, **inputs: object) -> Evaluation:
    content = "".join(make_input(name) for name in inputs)
    model = load(make_model(content + make_decision("d", table, inputs=" ".join(inputs))))
    assert model.findings == []
    return model.evaluate("d", inputs)


@pytest.mark.parametrize(
    ("policy", "a", "value"),
    [
        ("", 3, 1),
        ('hitPolicy="FIRST"', 9, 1),
        ('hitPolicy="ANY"', 15, 2),
        ('hitPolicy="RULE ORDER"', 9, [1, 2, 2]),
        ('hitPolicy="COLLECT"', 6, [1, 2]),
        ('hitPolicy="COLLECT"', None, None),
        ('hitPolicy="COLLECT" aggregation="SUM"', 9, 5),
        ('hitPolicy="COLLECT" aggregation="MIN"', 9, 1),
        ('hitPolicy="COLLECT" aggregation="MAX"', 9, 2),
        ('hitPolicy="COLLECT" aggregation="COUNT"', 9, 3),
        ('hitPolicy="COLLECT" aggregation="COUNT"', None, None),
    ],
)
def test_hit_policy_gives(policy, a, value):
    assert _evaluate(make_table(policy, RULES), a=a).value == value


@pytest.mark.parametrize(("policy", "value"), [("PRIORITY", 2), ("OUTPUT ORDER", [2, 1])])
def test_allowed_values_rank_outputs(policy, value):
    table = make_table(f'hitPolicy="{policy}"', RULES[:2], extra="<outputValues><text>2, 1</text></outputValues>")

    assert _evaluate(table, a=6).value == value


def test_two_hits_under_unique_are_an_error():
    evaluation = _evaluate(make_table("", RULES), a=9)

    assert evaluation.value is None
    assert evaluation.errors == ("“d”: the rules 1, 2, 3 all match, but the hit policy is UNIQUE.",)


def test_different_outputs_under_any_are_an_error():
    evaluation = _evaluate(make_table('hitPolicy="ANY"', RULES), a=6)

    assert evaluation.value is None
    assert evaluation.errors == ("“d”: the rules 1, 2 match with different outputs under ANY.",)


def test_default_stands_for_no_hit():
    extra = "<defaultOutputEntry><text>7</text></defaultOutputEntry>"

    assert _evaluate(make_table("", RULES[:1], extra=extra), a=99).value == 7


def test_several_outputs_are_a_context():
    table = make_table("", [("1", '"x"', "2")], outputs="letter number")

    assert _evaluate(table, a=1).value == {"letter": "x", "number": Decimal(2)}


def test_history_gets_inputs_hits_and_outputs():
    evaluation = _evaluate(make_table('hitPolicy="COLLECT"', RULES), a=6)

    (hits,) = evaluation.hits
    assert (hits.table_id, hits.inputs) == ("table", {"a": Decimal(6)})
    assert [(rule.number, rule.rule_id, rule.outputs) for rule in hits.rules] == [
        (1, "rule1", {"output": Decimal(1)}),
        (2, "rule2", {"output": Decimal(2)}),
    ]


def test_cell_that_is_no_feel_is_found_with_rule_and_column():
    table = make_table("", [("1", "2"), ("&gt;", "1 +")])
    model = load(make_model(make_input("a") + make_decision("d", table, inputs="a")))

    assert [finding.message for finding in model.findings] == [
        (
            "“d”, rule 2, column “a”: Line 1, column 2: The text ends here. "
            "Expected a value, a name or an opening bracket."
        ),
        (
            "“d”, rule 2, column “output”: Line 1, column 4: The text ends here. "
            "Expected a value, a name or an opening bracket."
        ),
    ]
    evaluation = model.evaluate("d", {"a": 3})
    assert evaluation.value is None
    assert evaluation.errors[0].startswith("“d”, rule 2 has a cell that cannot be read.")


def test_unknown_hit_policy_is_found():
    model = load(make_model(make_decision("d", make_table('hitPolicy="BEST"', RULES))))

    assert model.findings[0].message == "“d”: there is no hit policy BEST."


def test_input_outside_its_allowed_values_is_an_error():
    table = (
        "<decisionTable><input><inputExpression><text>a</text></inputExpression>"
        '<inputValues><text>"x", "y"</text></inputValues></input><output/>'
        "<rule><inputEntry><text>-</text></inputEntry><outputEntry><text>1</text></outputEntry></rule></decisionTable>"
    )

    assert _evaluate(table, a="x").value == 1
    assert _evaluate(table, a="z").errors == ('“d”: string "z" is not an allowed value of “a”.',)


def test_hundred_rules_with_five_inputs_are_fast():
    rules = [(f"[{n}..{n + 1})", "&gt; 0", '"x"', "-", "true", str(n)) for n in range(100)]
    names = "a b c d e"
    content = "".join(make_input(name) for name in names.split())
    table = make_table('hitPolicy="UNIQUE"', rules, inputs=names)
    model = load(make_model(content + make_decision("result", table, inputs=names)))
    inputs = {"a": 99, "b": 1, "c": "x", "d": None, "e": True}
    assert model.evaluate("result", inputs).value == 99

    start = perf_counter()
    for _ in range(20):
        model.evaluate("result", inputs)

    assert (perf_counter() - start) / 20 < 0.01  # seconds; about 0.0001 on an idle machine


def test_literal_decision_needs_no_table():
    model = load(make_model(make_input("a") + make_decision("d", make_literal("a * 2"), inputs="a")))

    assert model.evaluate("d", {"a": 4}).value == 8


def test_warning_names_rule_and_column_and_the_values():
    rules = [("&lt; limit", "1"), ("-", "a * bonus")]

    warnings = _evaluate(make_table('hitPolicy="FIRST"', rules), a=5).warnings

    assert [warning.partition(": ")[0].partition(", ")[2] for warning in warnings] == [
        "rule 1, column “a”",
        "rule 1, column “a”",
        "rule 2, column “output”",
        "rule 2, column “output”",
    ]
    assert "number 5 cannot be compared with null" in warnings[1]
