"""Diagrams in the place of called processes: they give what the scenario says, at once."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from xml.sax.saxutils import quoteattr

from app.core.actor import SYSTEM
from app.core.db import Json, json_text, transaction
from app.engine.operations import deploy

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="stub" targetNamespace="https://pratica.example/stubs">'
)


def deploy_stubs(called: Mapping[str, Json], *, at: datetime) -> None:
    """Deploy a stub for each process: it sets these variables, or ends with the error `{"error": code}`."""
    if called:
        with transaction():
            deploy({f"{process}.bpmn": _stub(process, values) for process, values in called.items()}, by=SYSTEM, at=at)


def _stub(process: str, values: Json) -> bytes:
    code = values.get("error")
    variables = {} if isinstance(code, str) else values
    ids = ["begun", *(f"set_{number}" for number in range(len(variables))), "over"]
    scripts = "".join(_script(at, name, value) for at, (name, value) in zip(ids[1:], variables.items(), strict=False))
    flows = "".join(
        f'<bpmn:sequenceFlow id="{source}_done" sourceRef="{source}" targetRef="{target}"/>'
        for source, target in pairwise(ids)
    )
    error = f'<bpmn:error id="stub_error" errorCode={quoteattr(str(code))}/>' if isinstance(code, str) else ""
    ends = '<bpmn:errorEventDefinition id="thrown" errorRef="stub_error"/>' if error else ""
    return (
        f'{HEAD}{error}<bpmn:process id={quoteattr(process)} name={quoteattr(process)} isExecutable="true">'
        f'<bpmn:startEvent id="begun"/>{scripts}<bpmn:endEvent id="over">{ends}</bpmn:endEvent>{flows}'
        "</bpmn:process></bpmn:definitions>"
    ).encode()


def _script(element_id: str, name: str, value: object) -> str:
    expression = quoteattr(f"={json_text(value)}")
    return (
        f'<bpmn:scriptTask id="{element_id}" name="{element_id}"><bpmn:extensionElements>'
        f"<zeebe:script expression={expression} resultVariable={quoteattr(name)}/>"
        "</bpmn:extensionElements></bpmn:scriptTask>"
    )
