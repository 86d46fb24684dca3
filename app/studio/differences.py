"""What differs between two BPMN files, element by element, in words. Pure; `bpmn_words` says what things are called."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from app.engine.checks import read_xml
from app.studio.bpmn_words import label_of, local_name, shown_value, type_words

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
SHAPE = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNShape"
EDGE = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNEdge"
BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
KEYED = {"input": "target", "output": "target", "header": "key", "property": "name"}
PARTS = frozenset(  # of an element: their values are told as the element's own
    """
    conditionExpression completionCondition condition multiInstanceLoopCharacteristics timeDate timeDuration timeCycle
    loopCardinality documentation extensionElements property dataInput dataOutput inputSet outputSet
    dataInputAssociation dataOutputAssociation script standardLoopCharacteristics ioSpecification text
    """.split()
)
UNTOLD = frozenset("definitions collaboration laneSet childLaneSet category categoryValue".split())
LEFT_OUT = frozenset("incoming outgoing flowNodeRef laneSet childLaneSet".split())
Place = tuple[str, ...]
Properties = dict[str, tuple[str, str]]


class Kind(StrEnum):
    """What became of an element."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True)
class Change:
    """One property that differs. old, new: empty where there is none."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Difference:
    """An element that differs. type: in words, `user task`; name: what people call it; changes: of a changed one."""

    kind: Kind
    element_id: str
    type: str
    name: str
    changes: tuple[Change, ...] = ()
    is_moved: bool = False


def differences(before: bytes, after: bytes) -> list[Difference]:
    """What was added, removed, changed and moved between two files, in this order and as they stand in the file.

    Elements are the same when their id is. Raises UnreadableFile.
    """
    old, new = _Drawing(read_xml(before)), _Drawing(read_xml(after))
    both = [element_id for element_id in new.elements if element_id in old.elements]
    found = [new.difference(Kind.ADDED, each) for each in new.elements if each not in old.elements]
    found += [old.difference(Kind.REMOVED, each) for each in old.elements if each not in new.elements]
    kept = [_kept(old, new, element_id) for element_id in both]
    order = list(Kind)
    return sorted([*found, *filter(None, kept)], key=lambda each: order.index(each.kind))


def changes_between(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Change, ...]:
    """The properties that differ, by label; one that is missing is empty."""
    labels = [*old, *(label for label in new if label not in old)]
    pairs = (Change(label, old.get(label, ""), new.get(label, "")) for label in labels)
    return tuple(pair for pair in pairs if pair.old != pair.new)


def moved_among(former: Sequence[str], present: Sequence[str]) -> set[str]:
    """Of the same names in two orders, the fewest that must have moved."""
    place = {name: number for number, name in enumerate(former)}
    ends: list[int] = []  # of the best run of each length, the place of its last name
    last: list[str] = []
    before: dict[str, str | None] = {}
    for name in present:
        length = bisect_left(ends, place[name])
        before[name] = last[length - 1] if length else None
        ends[length : length + 1], last[length : length + 1] = [place[name]], [name]
    stayed, current = set[str](), last[-1] if last else None
    while current is not None:
        stayed.add(current)
        current = before[current]
    return set(present) - stayed


class _Drawing:
    """A file that was read: its elements by id, their lanes and where they are drawn."""

    def __init__(self, root: etree._Element) -> None:
        self.elements = dict(_elements(root))
        self.places = dict(_places(root))
        self._lanes = {
            str(node.text or "").strip(): lane
            for lane in root.iter(f"{BPMN}lane")
            for node in lane.iterfind(f"{BPMN}flowNodeRef")
        }

    def difference(self, kind: Kind, element_id: str) -> Difference:
        """A line about an element of this drawing."""
        element = self.elements[element_id]
        return Difference(kind, element_id, type_words(element), self.name_of(element_id))

    def name_of(self, element_id: str) -> str:
        """What people call an element; of a flow without a name, where it leads."""
        element = self.elements.get(element_id)
        if element is None:
            return element_id
        name = " ".join((element.get("name") or element.findtext(f"{BPMN}text") or "").split())
        if not name and element.get("targetRef") and element.get("sourceRef"):
            return f"{self._end(element, 'sourceRef')} → {self._end(element, 'targetRef')}"
        return name or element_id

    def properties(self, element_id: str) -> Properties:
        """All that is said about an element, by label: as written, and as people read it."""
        element = self.elements[element_id]
        told: dict[str, list[tuple[str, str]]] = {}
        for path, written in _values(element, ()):
            said = self.name_of(written) if path[-1].endswith(("Ref", "default")) else shown_value(written)
            told.setdefault(label_of(path), []).append((written, said))
        found: Properties = {
            label: ("; ".join(written for written, _ in pairs), "; ".join(said for _, said in pairs))
            for label, pairs in told.items()
        }
        if element_id in self._lanes:
            lane = self._lanes[element_id]
            found["Lane"] = lane.get("id") or "", lane.get("name") or lane.get("id") or ""
        return found

    def ends_of(self, element_id: str) -> tuple[str, str]:
        """Ids of what a flow joins."""
        element = self.elements[element_id]
        return element.get("sourceRef") or "", element.get("targetRef") or ""

    def _end(self, flow: etree._Element, which: str) -> str:
        end = self.elements.get(flow.get(which, ""))
        name = "" if end is None else " ".join((end.get("name") or "").split())
        return name or flow.get(which, "")


def _kept(old: _Drawing, new: _Drawing, element_id: str) -> Difference | None:
    """What differs of an element that both files have."""
    is_moved = _is_moved(old, new, element_id)
    changes = _changes(old.properties(element_id), new.properties(element_id))
    former, present = (type_words(each.elements[element_id]) for each in (old, new))
    if former != present:
        changes = (Change("Type", former, present), *changes)
    if not changes and not is_moved:
        return None
    kind = Kind.CHANGED if changes else Kind.MOVED
    return Difference(kind, element_id, present, new.name_of(element_id), changes, is_moved)


def _changes(old: Properties, new: Properties) -> tuple[Change, ...]:
    """As `changes_between`, but what was only renamed elsewhere is no change here."""
    same = {label for label, (written, _) in old.items() if label in new and new[label][0] == written}
    was, now = ({label: said for label, (_, said) in each.items() if label not in same} for each in (old, new))
    return changes_between(was, now)


def _is_moved(old: _Drawing, new: _Drawing, element_id: str) -> bool:
    """Whether it is drawn elsewhere; a flow that follows what it joins is not said to have moved."""
    if element_id not in old.places or old.places[element_id] == new.places.get(element_id):
        return False
    return not any(end and old.places.get(end) != new.places.get(end) for end in new.ends_of(element_id))


def _elements(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    seen = set()
    for element in root.iter(f"{BPMN}*"):
        element_id = element.get("id")
        if element_id and element_id not in seen and _stands_alone(element):
            seen.add(element_id)
            yield element_id, element


def _stands_alone(element: etree._Element) -> bool:
    name = local_name(element)
    return name not in PARTS and name not in UNTOLD and not name.endswith("EventDefinition")


def _places(root: etree._Element) -> Iterator[tuple[str, Place]]:
    for shape in root.iter(SHAPE):
        bounds = shape.find(BOUNDS)
        if bounds is not None:
            yield shape.get("bpmnElement", ""), tuple(bounds.get(name, "") for name in ("x", "y", "width", "height"))
    for edge in root.iter(EDGE):
        points = edge.iterfind(WAYPOINT)
        yield edge.get("bpmnElement", ""), tuple(f"{point.get('x')} {point.get('y')}" for point in points)


def _values(element: etree._Element, path: Place) -> Iterator[tuple[Place, str]]:
    """The values of an element and its parts, each with its place among them."""
    for name, value in element.items():
        if name not in {"id", XSI_TYPE} and KEYED.get(local_name(element)) != name:
            yield (*path, etree.QName(name).localname), str(value)
    if element.text and element.text.strip() and path:
        yield path, element.text.strip()
    for part in element.iterchildren("*"):
        name = local_name(part)
        if name in LEFT_OUT or (part.tag.startswith(BPMN) and part.get("id") and _stands_alone(part)):
            continue
        inner = path if name in {"extensionElements", "ioMapping", "taskHeaders", "properties"} else (*path, name)
        key = part.get(KEYED[name]) if name in KEYED else None
        yield from _values(part, (*path, f"{name} {key}") if key else inner)
