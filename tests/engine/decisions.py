"""Decisions and a process that asks them, for tests."""

from datetime import datetime

from app.core.db import transaction
from app.engine import operations
from tests.engine.driver import ANNA, END, START, bpmn, flows

MODEL = "https://www.omg.org/spec/DMN/20191111/MODEL/"
RATING = f"""<definitions xmlns="{MODEL}" id="definitions" name="Rating" namespace="tests">
<inputData id="amount_data" name="amount"><variable name="amount" typeRef="number"/></inputData>
<inputData id="signed_data" name="signed on"><variable name="signed on" typeRef="date"/></inputData>
<decision id="size" name="Size">
  <informationRequirement><requiredInput href="#amount_data"/></informationRequirement>
  <literalExpression><text>if amount &gt; 1000 then "large" else "small"</text></literalExpression>
</decision>
<decision id="rating" name="Rating">
  <description>How much we trust a customer.</description>
  <informationRequirement><requiredDecision href="#size"/></informationRequirement>
  <informationRequirement><requiredInput href="#signed_data"/></informationRequirement>
  <decisionTable id="rating_table" hitPolicy="UNIQUE">
    <input id="i1" label="Size"><inputExpression typeRef="string"><text>Size</text></inputExpression></input>
    <input id="i2" label="Signed"><inputExpression typeRef="date"><text>signed on</text></inputExpression></input>
    <input id="i3" label="Country"><inputExpression typeRef="string"><text>country</text></inputExpression>
      <inputValues><text>"IT","DE"</text></inputValues></input>
    <input id="i4" label="Is new"><inputExpression typeRef="boolean"><text>is_new</text></inputExpression></input>
    <output id="o1" label="Grade" name="grade" typeRef="string"/>
    <output id="o2" label="Days to pay" name="days" typeRef="number"/>
    <rule id="r1"><description>Large and old.</description>
      <inputEntry><text>"large"</text></inputEntry>
      <inputEntry><text>&lt; date("2026-06-01")</text></inputEntry>
      <inputEntry><text>-</text></inputEntry><inputEntry><text>false</text></inputEntry>
      <outputEntry><text>"A"</text></outputEntry><outputEntry><text>60</text></outputEntry></rule>
    <rule id="r2">
      <inputEntry><text>"small"</text></inputEntry><inputEntry><text>-</text></inputEntry>
      <inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
      <outputEntry><text>"B"</text></outputEntry><outputEntry><text>30 + extra</text></outputEntry></rule>
    <rule id="r3">
      <inputEntry><text>-</text></inputEntry><inputEntry><text>-</text></inputEntry>
      <inputEntry><text>-</text></inputEntry><inputEntry><text>true</text></inputEntry>
      <outputEntry><text>"C"</text></outputEntry><outputEntry><text>0</text></outputEntry></rule>
  </decisionTable>
</decision></definitions>"""
DECISION_TASK = (
    '<bpmn:businessRuleTask id="rate_customer" name="Rate the customer"><bpmn:extensionElements>'
    '<zeebe:calledDecision decisionId="rating" resultVariable="rated"/>'
    "</bpmn:extensionElements></bpmn:businessRuleTask>"
)


def deploy_rating(at: datetime) -> operations.DeploymentResult:
    """Deploy the decisions and a process `p` that asks one of them."""
    diagram = bpmn(START + DECISION_TASK + END + flows("start -> rate_customer", "rate_customer -> end"))
    with transaction():
        return operations.deploy({"p.bpmn": diagram, "rating.dmn": RATING.encode()}, by=ANNA, at=at)
