"""Models: requirements, functions, services, imports, types, and what is found wrong in them."""

from __future__ import annotations

import pytest

from app.dmn import DmnError, NoSuchDecision, load
from tests.dmn.models import make_decision, make_input, make_literal, make_model

BONUS = (
    '<businessKnowledgeModel id="bonus" name="bonus"><encapsulatedLogic><formalParameter name="n" typeRef="number"/>'
    "<literalExpression><text>n * 2</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>"
)
CHAIN = (
    make_input("a", "number")
    + make_decision("low", make_literal("a + 1"), inputs="a")
    + make_decision("high", make_literal("low * 10"), decisions="low")
)


def test_decision_finds_what_it_requires():
    model = load(make_model(CHAIN))

    assert model.findings == []
    assert model.decisions == {"low": "low", "high": "high"}
    assert model.evaluate("high", {"a": 4}).value == 50


def test_variables_that_nobody_declares_are_seen_by_decisions():
    model = load(make_model(make_decision("d", make_literal("[amount, a]")) + make_input("a")))

    assert model.evaluate("d", {"amount": 4, "a": 1}).value == [4, None]


def test_variable_with_a_decisions_name_does_not_stand_for_it():
    model = load(make_model(CHAIN))

    assert model.evaluate("high", {"a": 4, "high": 1, "low": 2}).value == 50


def test_required_decision_is_known_by_its_id_too():
    required = f'<decision id="season" name="The season">{make_literal("1 + 1")}</decision>'
    model = load(make_model(required + make_decision("d", make_literal("season"), decisions="season")))

    assert model.evaluate("d", {}).value == 2


def test_knowledge_model_is_a_function():
    model = load(make_model(BONUS + make_decision("d", make_literal("bonus(n: 4)"), knowledge="bonus")))

    assert model.evaluate("d", {}).value == 8


def test_service_is_evaluated_and_called():
    service = (
        '<decisionService id="s" name="s"><outputDecision href="#high"/><encapsulatedDecision href="#low"/>'
        '<inputData href="#a"/></decisionService>'
    )
    model = load(make_model(CHAIN + service + make_decision("d", make_literal("s(7)"), knowledge="s")))

    assert model.findings == []
    assert model.evaluate_service("s", {"a": 1}).value == 20
    assert model.evaluate("d", {}).value == 80


def test_import_gives_names_under_its_own():
    below = load(make_model(CHAIN, namespace="below"))
    above = load(
        make_model(
            '<import name="b" namespace="below" importType="https://www.omg.org/spec/DMN/20191111/MODEL/"/>'
            '<decision id="d" name="d"><informationRequirement><requiredDecision href="below#high"/>'
            "</informationRequirement><literalExpression><text>b.high + 1</text></literalExpression></decision>",
            namespace="above",
        ),
        [below],
    )

    assert above.findings == []
    assert above.evaluate("d", {"a": 1}).value == 21
    assert above.evaluate("d", {"b": {"a": 2}}).value == 31


def test_input_of_another_type_is_null_with_a_warning():
    evaluation = load(make_model(CHAIN)).evaluate("low", {"a": "x"})

    assert evaluation.value is None
    assert evaluation.warnings[0] == 'The input “a” is null: string "x" is not of its type.'


def test_item_definition_checks_components_and_allowed_values():
    types = (
        '<itemDefinition name="person"><itemComponent name="first name"><typeRef>string</typeRef></itemComponent>'
        '<itemComponent name="level"><typeRef>string</typeRef><allowedValues><text>"low", "high"</text></allowedValues>'
        "</itemComponent></itemDefinition>"
    )
    model = load(
        make_model(types + make_input("p", "person") + make_decision("d", make_literal("p.first name"), inputs="p"))
    )

    assert model.findings == []
    assert model.evaluate("d", {"p": {"first name": "Ada", "level": "low"}}).value == "Ada"
    assert model.evaluate("d", {"p": {"first name": "Ada", "level": "middle"}}).value is None
    assert model.evaluate("d", {"p": {"first name": "Ada"}}).value == "Ada"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (make_decision("d", make_literal("1 +")), "“d”: Line 1, column 4"),
        (make_decision("d", make_literal("1"), inputs="nobody"), "“d” requires “nobody”, which is not there."),
        (make_decision("d", ""), "“d” has no expression."),
        (make_decision("d", make_literal("1"), decisions="d"), "“d” requires itself."),
        (make_input("a") + make_input("a"), "The id “a” stands twice."),
        (make_input("a", "tNothing"), "There is no type “tNothing”."),
        ('<import name="x" namespace="y"/>', "The imported model “y” is not there."),
        (
            (
                '<businessKnowledgeModel id="k" name="k"><encapsulatedLogic kind="Java"><context/></encapsulatedLogic>'
                "</businessKnowledgeModel>"
            ),
            "“k” is a Java function, which is not run: only FEEL is.",
        ),
        (
            (
                '<decision id="d" name="d"><literalExpression expressionLanguage="https://www.python.org">'
                "<text>1</text></literalExpression></decision>"
            ),
            "“d” is written in https://www.python.org; only FEEL is evaluated.",
        ),
        (
            '<itemDefinition name="t"><itemComponent name="x"><typeRef>t</typeRef></itemComponent></itemDefinition>',
            "The type “t” contains itself.",
        ),
    ],
)
def test_finding_names_what_is_wrong(content, message):
    findings = load(make_model(content)).findings

    assert any(finding.message.startswith(message) for finding in findings), findings


def test_circle_of_decisions_ends():
    model = load(
        make_model(
            make_decision("x", make_literal("y"), decisions="y") + make_decision("y", make_literal("x"), decisions="x")
        )
    )

    assert [finding.element_id for finding in model.findings] == ["x", "y"]
    assert model.evaluate("x", {}).errors == ("“x” requires itself.",)


def test_long_chain_of_decisions_is_our_error_at_worst():
    links = [make_decision("d0", make_literal("1"))]
    links += [make_decision(f"d{n}", make_literal(f"d{n - 1} + 1"), decisions=f"d{n - 1}") for n in range(1, 1000)]
    model = load(make_model("".join(links)))

    assert model.evaluate("d20", {}).value == 21
    with pytest.raises(DmnError, match="nest too deep"):
        model.evaluate("d999", {})


def test_unknown_decision_is_refused():
    with pytest.raises(NoSuchDecision, match="has no decision “nothing”"):
        load(make_model("")).evaluate("nothing", {})
