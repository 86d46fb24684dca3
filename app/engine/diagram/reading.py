"""From XML to `Process`. The file was checked before; what is odd here is a fault of ours."""

from collections.abc import Iterator

from lxml import etree

from app.engine.checks.reading import read_xml
from app.engine.diagram.nodes import (
    ACTIVITIES,
    Assignment,
    Copy,
    EventDefinition,
    EventKind,
    Flow,
    JobDefinition,
    Loop,
    Node,
    Process,
    TimerDefinition,
    TimerText,
)

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
EVENTS = frozenset({"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "inclusiveGateway", "eventBasedGateway"})
EVENT_KINDS: dict[str, EventKind] = {
    "timerEventDefinition": "timer",
    "messageEventDefinition": "message",
    "errorEventDefinition": "error",
    "escalationEventDefinition": "escalation",
    "signalEventDefinition": "signal",
    "conditionalEventDefinition": "conditional",
    "compensateEventDefinition": "compensate",
    "cancelEventDefinition": "cancel",
    "terminateEventDefinition": "terminate",
    "linkEventDefinition": "link",
}
TIMER_KINDS: dict[str, TimerText] = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


def read_processes(xml: bytes) -> list[Process]:
    """The executable processes of a BPMN file."""
    root = read_xml(xml)
    reader = _Reader(root)
    processes = [reader.process(element) for element in root.iterfind(f"{BPMN}process")]
    return [process for process in processes if process.is_executable]


class _Reader:
    """Holds what a file declares once: messages, errors, escalations, signals."""

    def __init__(self, root: etree._Element) -> None:
        self.messages = {m.get("id"): m for m in root.iterfind(f"{BPMN}message")}
        self.codes = {e.get("id"): e.get("errorCode") for e in root.iterfind(f"{BPMN}error")}
        self.codes |= {e.get("id"): e.get("escalationCode") for e in root.iterfind(f"{BPMN}escalation")}
        self.codes |= {s.get("id"): s.get("name") for s in root.iterfind(f"{BPMN}signal")}
        undoing = {e.get("id") for e in root.iterfind(".//*[@isForCompensation='true']")}  # not texts beside the event
        associations = [a for a in root.iter(f"{BPMN}association") if a.get("targetRef") in undoing]
        self.handlers = {a.get("sourceRef"): a.get("targetRef") for a in associations}

    def process(self, element: etree._Element) -> Process:
        nodes = {node.id: node for node in map(self.node, _nodes(element))}
        flows = tuple(_flow(flow) for flow in element.iterfind(f"{BPMN}sequenceFlow"))
        process_id = element.get("id", "")
        version_tag = _extension(element, "versionTag")
        return Process(
            id=process_id,
            name=element.get("name") or process_id,
            nodes=nodes,
            flows=_without_links(nodes, flows),
            is_executable=element.tag != f"{BPMN}process" or element.get("isExecutable") == "true",
            version_tag=version_tag.get("value") if version_tag is not None else None,
        )

    def node(self, element: etree._Element) -> Node:
        tag = "subProcess" if _local(element) == "transaction" else _local(element)
        calls = _extension(element, "calledElement")
        form = _extension(element, "formDefinition")
        decision = _extension(element, "calledDecision")
        script = _extension(element, "script")
        result = next((e for e in (decision, script) if e is not None), None)
        return Node(
            id=element.get("id", ""),
            type=tag,
            name=element.get("name"),
            event=self._event(element) if tag in EVENTS or tag == "receiveTask" else None,
            job=_job(element),
            assignment=_assignment(element),
            form_id=form.get("formId") if form is not None else None,
            script=script.get("expression") if script is not None else None,
            result_variable=result.get("resultVariable") if result is not None else None,
            decision_id=decision.get("decisionId") if decision is not None else None,
            called_process_id=calls.get("processId") if calls is not None else None,
            passes_all_to_child=calls is None or calls.get("propagateAllParentVariables", "true") == "true",
            passes_all_from_child=calls is None or calls.get("propagateAllChildVariables", "true") == "true",
            inputs=_copies(element, "input"),
            outputs=_copies(element, "output"),
            headers=_pairs(element, "taskHeaders/header", "key"),
            properties=_pairs(element, "properties/property", "name"),
            loop=_loop(element),
            default_flow=element.get("default"),
            attached_to=element.get("attachedToRef"),
            is_interrupting=_is_interrupting(element),
            is_event_sub_process=element.get("triggeredByEvent") == "true",
            is_for_compensation=element.get("isForCompensation") == "true",
            handler=self.handlers.get(element.get("id")) if tag == "boundaryEvent" else None,
            body=self.process(element) if tag == "subProcess" else None,
        )

    def _event(self, element: etree._Element) -> EventDefinition:
        if _local(element) == "receiveTask":
            return self._message(element.get("messageRef"))
        for child in element:
            kind = EVENT_KINDS.get(_local(child))
            if kind == "message" and child.get("messageRef"):
                return self._message(child.get("messageRef"))
            if kind == "message":
                return EventDefinition("message")  # thrown by a job, which knows what it sends
            if kind == "timer":
                return EventDefinition("timer", timer=_timer(child))
            if kind == "link":
                return EventDefinition("link", name=child.get("name"))
            if kind == "compensate":
                return EventDefinition("compensate", name=child.get("activityRef"))
            if kind == "conditional":
                return EventDefinition("conditional", condition=(child.findtext(f"{BPMN}condition") or "").strip())
            if kind is not None:
                reference = child.get("errorRef") or child.get("escalationRef") or child.get("signalRef")
                return EventDefinition(kind, name=self.codes.get(reference))
        return EventDefinition("none")

    def _message(self, reference: str | None) -> EventDefinition:
        message = self.messages[reference]
        subscription = _extension(message, "subscription")
        key = subscription.get("correlationKey") if subscription is not None else None
        return EventDefinition("message", name=message.get("name"), correlation_key=key)


def _nodes(element: etree._Element) -> Iterator[etree._Element]:
    known = ACTIVITIES | EVENTS | GATEWAYS | {"transaction"}
    return (child for child in element if isinstance(child.tag, str) and _local(child) in known)


def _local(element: etree._Element) -> str:
    return element.tag.removeprefix(BPMN) if isinstance(element.tag, str) else ""


def _extension(element: etree._Element, name: str) -> etree._Element | None:
    return element.find(f"{BPMN}extensionElements/{ZEEBE}{name}")


def _flow(element: etree._Element) -> Flow:
    condition = element.findtext(f"{BPMN}conditionExpression")
    return Flow(
        id=element.get("id", ""),
        source=element.get("sourceRef", ""),
        target=element.get("targetRef", ""),
        condition=condition.strip() if condition and condition.strip() else None,
    )


def _without_links(nodes: dict[str, Node], flows: tuple[Flow, ...]) -> tuple[Flow, ...]:
    """Flows, with one more from each link that is thrown to where it is caught."""
    caught = {
        n.event.name: n.id for n in nodes.values() if n.type == "intermediateCatchEvent" and _is_link(n) and n.event
    }
    added = tuple(
        Flow(id=f"{n.id}#link", source=n.id, target=caught[n.event.name])
        for n in nodes.values()
        if n.type == "intermediateThrowEvent" and _is_link(n) and n.event and n.event.name in caught
    )
    return flows + added


def _is_link(node: Node) -> bool:
    return node.event is not None and node.event.kind == "link"


def _is_interrupting(element: etree._Element) -> bool:
    return element.get("cancelActivity", "true") == "true" and element.get("isInterrupting", "true") == "true"


def _job(element: etree._Element) -> JobDefinition | None:
    definition = _extension(element, "taskDefinition")
    if definition is None:
        definition = next(
            (
                found
                for thrown in element.iterfind(f"{BPMN}messageEventDefinition")
                if (found := _extension(thrown, "taskDefinition")) is not None
            ),
            None,
        )
    if definition is None:
        return None
    return JobDefinition(type=definition.get("type", ""), retries=definition.get("retries") or "3")


def _assignment(element: etree._Element) -> Assignment:
    assignment = _extension(element, "assignmentDefinition")
    schedule = _extension(element, "taskSchedule")
    priority = _extension(element, "priorityDefinition")
    return Assignment(
        assignee=assignment.get("assignee") if assignment is not None else None,
        candidate_groups=assignment.get("candidateGroups") if assignment is not None else None,
        candidate_users=assignment.get("candidateUsers") if assignment is not None else None,
        due_date=schedule.get("dueDate") if schedule is not None else None,
        follow_up_date=schedule.get("followUpDate") if schedule is not None else None,
        priority=priority.get("priority") if priority is not None else None,
    )


def _copies(element: etree._Element, direction: str) -> tuple[Copy, ...]:
    found = element.iterfind(f"{BPMN}extensionElements/{ZEEBE}ioMapping/{ZEEBE}{direction}")
    return tuple(Copy(source=line.get("source", ""), target=line.get("target", "")) for line in found)


def _pairs(element: etree._Element, path: str, key: str) -> dict[str, str]:
    steps = "/".join(f"{ZEEBE}{part}" for part in path.split("/"))
    found = element.iterfind(f"{BPMN}extensionElements/{steps}")
    return {line.get(key, ""): line.get("value", "") for line in found}


def _loop(element: etree._Element) -> Loop | None:
    loop = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return None
    characteristics = _extension(loop, "loopCharacteristics")
    condition = loop.findtext(f"{BPMN}completionCondition")
    attributes = {} if characteristics is None else dict(characteristics.attrib.items())
    said = {str(name): str(value) for name, value in attributes.items()}
    return Loop(
        is_sequential=loop.get("isSequential") == "true",
        input_collection=str(said.get("inputCollection", "")),
        input_element=said.get("inputElement"),
        output_collection=said.get("outputCollection"),
        output_element=said.get("outputElement"),
        completion_condition=condition.strip() if condition and condition.strip() else None,
    )


def _timer(element: etree._Element) -> TimerDefinition:
    for child in element:
        if kind := TIMER_KINDS.get(_local(child)):
            return TimerDefinition(kind, (child.text or "").strip())
    raise ValueError("a timer without date, duration or cycle passed the checks")
