"""What a diagram refers to by id: forms, decisions, other processes. Reads broken diagrams too."""

from collections import defaultdict
from dataclasses import dataclass, field

from lxml import etree

from app.engine.checks import read_xml
from app.engine.checks.wording import BPMN

ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
NAMED_BY = {
    f"{ZEEBE}formDefinition": ("forms", "formId"),
    f"{ZEEBE}calledDecision": ("decisions", "decisionId"),
    f"{ZEEBE}calledElement": ("processes", "processId"),
}
Users = dict[str, list[str]]


@dataclass(frozen=True)
class References:
    """Ids that a diagram names as they are (no expressions), each with the names of the elements that name it."""

    forms: Users = field(default_factory=lambda: defaultdict(list))
    decisions: Users = field(default_factory=lambda: defaultdict(list))
    processes: Users = field(default_factory=lambda: defaultdict(list))


def references(content: bytes) -> References:
    """What a BPMN file refers to. Raises UnreadableFile."""
    found = References()
    for element in read_xml(content).iter(*NAMED_BY):
        kind, attribute = NAMED_BY[str(element.tag)]
        named = element.get(attribute, "").strip()
        if named and not named.startswith("="):
            users: Users = getattr(found, kind)
            users[named].append(_owner_name(element))
    return found


def process_ids(content: bytes) -> set[str]:
    """The ids of the processes in a BPMN file. Raises UnreadableFile."""
    return {process.get("id", "") for process in read_xml(content).findall(f"{BPMN}process")} - {""}


def callable_processes(content: bytes) -> set[str]:
    """The processes of a file that another process can call: they have a plain start event."""
    return {
        process.get("id", "") for process in read_xml(content).findall(f"{BPMN}process") if _starts_plainly(process)
    }


def _starts_plainly(process: etree._Element) -> bool:
    starts = process.findall(f"{BPMN}startEvent")
    return any(not any(str(part.tag).endswith("EventDefinition") for part in start) for start in starts)


def _owner_name(element: etree._Element) -> str:
    """What people call the element whose extension this is."""
    owner = element.getparent()
    while owner is not None and not owner.get("id"):
        owner = owner.getparent()
    if owner is None:
        return ""
    return " ".join((owner.get("name") or owner.get("id") or "").split())
