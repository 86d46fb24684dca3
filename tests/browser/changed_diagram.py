"""The shipped diagram `lead_to_order` with one task more, for the deployment of a second version."""

import re
from pathlib import Path

SHIPPED = Path(__file__).parents[2] / "bpmn" / "lead_to_order.bpmn"
FIRST_CALL = """
    <bpmn:userTask id="call_lead" name="Call them first">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:assignmentDefinition candidateGroups="sales" />
      </bpmn:extensionElements>
      <bpmn:incoming>register_lead_done</bpmn:incoming>
      <bpmn:outgoing>call_lead_done</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:sequenceFlow id="call_lead_done" sourceRef="call_lead" targetRef="qualify_lead" />
"""
FIRST_CALL_SHAPES = """
      <bpmndi:BPMNShape id="call_lead_shape" bpmnElement="call_lead">
        <dc:Bounds x="320" y="270" width="100" height="80" />
      </bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="call_lead_done_edge" bpmnElement="call_lead_done">
        <di:waypoint x="370" y="270" /><di:waypoint x="370" y="180" /><di:waypoint x="470" y="180" />
      </bpmndi:BPMNEdge>
"""
ARROW = r'(<bpmndi:BPMNEdge id="register_lead_done_edge".*?)<di:waypoint[^>]*y="180" />\s*<di:waypoint[^>]*y="180" />'
QUALIFY = r'<bpmn:userTask id="qualify_lead"'
CHANGES = (
    (r"<bpmn:flowNodeRef>qualify_lead", r"<bpmn:flowNodeRef>call_lead</bpmn:flowNodeRef>\g<0>"),
    (rf"({QUALIFY}.*?<bpmn:incoming>)register_lead_done", r"\1call_lead_done"),
    (r'(sourceRef="register_lead" targetRef=)"qualify_lead"', r'\1"call_lead"'),
    (QUALIFY, rf"{FIRST_CALL}\g<0>"),
    (ARROW, r'\1<di:waypoint x="370" y="350" />'),
    (r'<bpmndi:BPMNShape id="qualify_lead_shape"', rf"{FIRST_CALL_SHAPES}\g<0>"),
)


def changed_diagram() -> str:
    """The shipped diagram with a task before the qualification."""
    text = SHIPPED.read_text("utf-8")
    for old, new in CHANGES:
        text, count = re.subn(old, new, text, count=1, flags=re.DOTALL)
        assert count == 1, old
    return text
