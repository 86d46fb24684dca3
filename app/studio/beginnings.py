"""A new decision and a new form: nearly nothing in them, and an id made of the name."""

import json
from collections.abc import Container
from xml.sax.saxutils import quoteattr

from app.studio.blank import free_id

DECISION = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="{id}_definitions" name={name} namespace="https://pratica.example/decisions" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.7.0">
  <decision id="{id}" name={name}>
    <decisionTable id="{id}_table" hitPolicy="FIRST">
      <input id="{id}_input" label="Amount">
        <inputExpression id="{id}_input_expression" typeRef="number">
          <text>amount</text>
        </inputExpression>
      </input>
      <output id="{id}_output" label="Result" name="result" typeRef="string" />
      <rule id="{id}_rule">
        <inputEntry id="{id}_rule_amount"><text></text></inputEntry>
        <outputEntry id="{id}_rule_result"><text>"none"</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="{id}_diagram">
      <dmndi:DMNShape id="{id}_shape" dmnElementRef="{id}">
        <dc:Bounds height="80" width="180" x="160" y="100" />
      </dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
"""  # noqa: E501  # a file is written as editors write it


def new_decision(name: str, taken: Container[str]) -> tuple[str, bytes]:
    """File name and content of a decision with this name and an id that is not taken."""
    decision_id = free_id(name, taken)
    content = DECISION.format(id=decision_id, name=quoteattr(name))
    return f"bpmn/decisions/{decision_id}.dmn", content.encode("utf-8")


def new_form(name: str, taken: Container[str]) -> tuple[str, bytes]:
    """File name and content of a form whose id is made of this name and not taken."""
    form_id = free_id(name, taken)
    heading = {"id": f"{form_id}_heading", "type": "text", "text": f"# {name}"}
    schema = {"id": form_id, "type": "default", "schemaVersion": 18, "components": [heading]}
    return f"forms/{form_id}.form", json.dumps(schema, indent=2, ensure_ascii=False).encode("utf-8")
