"""A small process as an editor writes it: drawn, so that it can be opened again."""

from itertools import pairwise
from xml.sax.saxutils import quoteattr

SPACE = 240  # from one element to the next: another one finds room between them
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" '
    'xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">\n'
)


def small_process(tasks: tuple[str, ...] = ("ask", "decide"), *, process_id: str = "small", form_id: str = "") -> bytes:
    """A start, user tasks one after the other, an end; the first task has the form, if one is named."""
    ids = ("begun", *tasks, "done")
    nodes = "".join(_node(node_id, form_id if node_id == tasks[0] else "") for node_id in ids)
    flows = "".join(
        f'<bpmn:sequenceFlow id="{left}_to_{right}" sourceRef="{left}" targetRef="{right}" />\n'
        for left, right in pairwise(ids)
    )
    shapes = "".join(_shape(number, node_id) for number, node_id in enumerate(ids))
    edges = "".join(_edge(number, *pair) for number, pair in enumerate(pairwise(ids)))
    return (
        f'{HEAD}<bpmn:process id="{process_id}" name="Small" isExecutable="true">\n{nodes}{flows}</bpmn:process>\n'
        f'<bpmndi:BPMNDiagram id="diagram"><bpmndi:BPMNPlane id="plane" bpmnElement="{process_id}">\n'
        f"{shapes}{edges}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>\n</bpmn:definitions>\n"
    ).encode()


def _node(node_id: str, form_id: str) -> str:
    name = quoteattr(node_id.capitalize())
    if node_id in {"begun", "done"}:
        return f'<bpmn:{"start" if node_id == "begun" else "end"}Event id="{node_id}" name={name} />\n'
    form = f'<zeebe:formDefinition formId="{form_id}" />' if form_id else ""
    groups = '<zeebe:assignmentDefinition candidateGroups="sales" />'
    inner = f"<bpmn:extensionElements><zeebe:userTask />{form}{groups}</bpmn:extensionElements>"
    return f'<bpmn:userTask id="{node_id}" name={name}>{inner}</bpmn:userTask>\n'


def _shape(number: int, node_id: str) -> str:
    is_event = node_id in {"begun", "done"}
    x, y, width, height = (SPACE * number + 32, 102, 36, 36) if is_event else (SPACE * number, 80, 100, 80)
    bounds = f'<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'
    return f'<bpmndi:BPMNShape id="{node_id}_shape" bpmnElement="{node_id}">{bounds}</bpmndi:BPMNShape>\n'


def _edge(number: int, left: str, right: str) -> str:
    begin = SPACE * number + (68 if left == "begun" else 100)
    end = SPACE * (number + 1) + (32 if right == "done" else 0)
    points = "".join(f'<di:waypoint x="{x}" y="120" />' for x in (begin, end))
    return f'<bpmndi:BPMNEdge id="{left}_{right}_edge" bpmnElement="{left}_to_{right}">{points}</bpmndi:BPMNEdge>\n'
