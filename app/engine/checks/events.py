"""Events: which kind may stand where, and what each needs."""

from lxml import etree

from app.engine.checks.dialect import EVENTS
from app.engine.checks.finding import Report
from app.engine.checks.model import ACTIVITIES, Diagram, Node
from app.engine.checks.wording import BPMN, called, named, quoted

_WORDS = {"compensate": "compensation", "none": "plain"}


def check_events(diagram: Diagram, report: Report) -> None:
    """Report events that do not run where they stand, and references that lead nowhere."""
    for process in diagram.executable:
        for node in process.all_nodes():
            if node.kind.endswith("Event"):
                _check_event(node, diagram, report)
        for scope in process.walk():
            _check_links(scope.nodes, report)


def _check_event(node: Node, diagram: Diagram, report: Report) -> None:
    place = place_of(node)
    if node.event == "multiple":
        message = f"{called(node.element)} has {len(node.definitions)} event definitions."
        report.error(node.element, message, "Use one event for each, after an event-based gateway where one is enough.")
    elif node.event not in EVENTS[place]:
        kinds = " or ".join(sorted(_WORDS.get(kind, kind) for kind in EVENTS[place]))
        message = f"{called(node.element)} is a {_WORDS.get(node.event, node.event)} {place}, which does not run here."
        report.error(node.element, message, f"What runs there: {kinds}.")
    if node.kind == "boundaryEvent":
        _check_boundary(node, diagram, report)
    if node.event == "conditional" and not _condition_of(node):
        report.error(node.element, f"{called(node.element)} has no condition.", "Write a FEEL condition.")
    for definition in node.definitions:
        _check_reference(node, definition, diagram, report)


def _condition_of(node: Node) -> str:
    return (node.definitions[0].findtext(BPMN + "condition") or "").strip()


def place_of(node: Node) -> str:
    """Where an event stands, in the words of `dialect.EVENTS`."""
    if node.kind == "startEvent":
        if node.scope.is_event_sub_process:
            kind = "start event of an event sub-process"
            return kind if node.interrupts else f"non-interrupting {kind}"
        return "start event" if node.scope.is_process else "start event of a sub-process"
    if node.kind == "boundaryEvent":
        interrupts = node.interrupts or node.event == "compensate"  # its activity has completed; nothing can be ended
        return "boundary event" if interrupts else "non-interrupting boundary event"
    return {"endEvent": "end event", "intermediateCatchEvent": "intermediate catch event"}.get(
        node.kind, "intermediate throw event"
    )


def _check_boundary(node: Node, diagram: Diagram, report: Report) -> None:
    attached = node.element.get("attachedToRef", "")
    if node.host is None:
        found = diagram.nodes.get(attached)
        reason = "is not an activity" if found and found.kind not in ACTIVITIES else "is not there"
        where = f'"{quoted(attached)}", which {reason} in the same process' if attached else "nothing"
        message = f"{called(node.element)} is attached to {where}."
        report.error(node.element, message, "Drag it onto the border of a task or sub-process.")
    elif node.host.is_event_sub_process:
        message = f"{called(node.element)} is attached to an event sub-process."
        report.error(node.element, message, "Attach it to an activity that a flow leads to.")
    elif node.event == "escalation" and node.host.kind not in ("subProcess", "callActivity"):
        message = f"{called(node.element)} waits for an escalation, which {named(node.host.element)} cannot throw."
        report.error(node.element, message, "Attach it to a sub-process or call activity.")
    if node.incoming:
        message = f"{called(node.element)} has an incoming flow."
        report.error(node.element, message, "Remove the flow; a boundary event begins by its event.")
    if not node.outgoing and node.event != "compensate":
        message = f"{called(node.element)} has no outgoing flow."
        report.error(node.element, message, "Draw what happens when the event comes.")


def _check_reference(node: Node, definition: etree._Element, diagram: Diagram, report: Report) -> None:
    kind = node.event
    attribute = f"{kind}Ref"
    if kind not in ("message", "error", "escalation", "signal"):
        return
    if definition.get(attribute):
        if diagram.referenced(definition, attribute, kind) is None:
            name = quoted(definition.get(attribute, ""))
            message = f'{called(node.element)} names the {kind} "{name}", which is not there.'
            report.error(node.element, message, f"Choose one of the {kind}s of this file, or add it.")
    elif not _may_be_open(node, kind):
        report.error(node.element, f"{called(node.element)} names no {kind}.", f"Choose or add the {kind}.")


def _may_be_open(node: Node, kind: str) -> bool:
    """Whether an event may leave out its reference: a catcher of all errors, a message sent by a job."""
    catches = node.kind in ("boundaryEvent", "startEvent")
    return (catches and kind in ("error", "escalation")) or (kind == "message" and _throws(node))


def _throws(node: Node) -> bool:
    return node.kind in ("endEvent", "intermediateThrowEvent")


def _check_links(nodes: list[Node], report: Report) -> None:
    links = [node for node in nodes if node.event == "link"]
    catches: dict[str, Node] = {}
    for node in links:
        name = node.definitions[0].get("name", "").strip()
        if not name:
            report.error(node.element, f"{called(node.element)} is a link without a name.", "Give the link a name.")
        elif not _throws(node) and name in catches:
            message = f'Two link catch events are called "{quoted(name)}".'
            report.error(node.element, message, "Give each link catch event a name of its own.")
        elif not _throws(node):
            catches[name] = node
        if node.outgoing if _throws(node) else node.incoming:
            message = f"{called(node.element)} is a link and has a flow on its far side."
            report.error(node.element, message, "Remove the flow; the link itself leads on.")
    for node in links:
        name = node.definitions[0].get("name", "").strip()
        if _throws(node) and name and name not in catches:
            message = f'{called(node.element)} leads to the link "{quoted(name)}", which nothing catches.'
            report.error(node.element, message, "Add a link catch event of that name in the same scope.")
