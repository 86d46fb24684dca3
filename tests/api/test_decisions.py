"""Decisions through the API."""

from tests.api.programs import Program

DISCOUNT = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="rules" name="Rules"
 namespace="http://pratica.example">
<decision id="discount" name="Discount"><variable id="v" name="Discount"/>
<informationRequirement id="q"><requiredInput href="#total"/></informationRequirement>
<decisionTable id="t" hitPolicy="UNIQUE">
<input id="i" label="Total"><inputExpression id="e" typeRef="number"><text>total</text></inputExpression></input>
<output id="o" name="percent" typeRef="number"/>
<rule id="r1"><inputEntry id="c1"><text>&lt; 100</text></inputEntry>
<outputEntry id="o1"><text>0</text></outputEntry></rule>
<rule id="r2"><inputEntry id="c2"><text>&gt;= 100</text></inputEntry>
<outputEntry id="o2"><text>2.5</text></outputEntry></rule>
</decisionTable></decision>
<inputData id="total" name="total"/>
</definitions>"""


def test_decision_is_found_and_evaluated(admin: Program, luca: Program) -> None:
    deployed = admin.deploy(rules_dmn=DISCOUNT)
    assert deployed.status_code == 200, deployed.text
    (shown,) = luca.found("/decision-definitions", {"filter": {"decisionRequirementsId": "rules"}})
    by_id = luca.post(
        "/decision-definitions/evaluation", {"decisionDefinitionId": "discount", "variables": {"total": 250}}
    )
    key = {"decisionDefinitionKey": shown["decisionDefinitionKey"], "variables": {"total": 50}}
    by_key = luca.post("/decision-definitions/evaluation", key)

    assert (shown["decisionDefinitionId"], shown["name"], shown["version"]) == ("discount", "Discount", 1)
    assert (by_id.json["output"], by_key.json["output"]) == ("2.5", "0")
    assert by_id.json["failureMessage"] is None
    assert luca.get(f"/decision-definitions/{shown['decisionDefinitionKey']}/xml").text.startswith("<definitions")


def test_text_is_read_as_a_date_where_the_decision_asks_for_one(admin: Program, luca: Program) -> None:
    admin.deploy(
        rules_dmn=DISCOUNT.replace(b'typeRef="number"><text>total', b'typeRef="date"><text>total')
        .replace(b"&lt; 100", b'&lt; date("2026-06-01")')
        .replace(b"&gt;= 100", b'&gt;= date("2026-06-01")')
    )

    variables = {"decisionDefinitionId": "discount", "variables": {"total": "2026-11-21"}}
    said = luca.post("/decision-definitions/evaluation", variables)

    assert said.json["output"] == "2.5", said.text
