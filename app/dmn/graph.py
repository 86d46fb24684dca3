"""The elements of a decision model and what each of them requires."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app.dmn.boxed import expression_in, read_boxed, read_function, typed
from app.dmn.document import Element, child, children, element_id, local_name, name_of
from app.dmn.itemtypes import type_by_reference
from app.dmn.reading import Boxed, Reading, Trace
from app.feel.scope import FeelRoot
from app.feel.types import FeelType
from app.feel.values import Function

_REQUIREMENTS = ("informationRequirement", "knowledgeRequirement")
_REQUIRED = ("requiredDecision", "requiredInput", "requiredKnowledge")
_PARTS = ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")

MakeFunction = Callable[[FeelRoot, Trace, str], Function]


@dataclass(frozen=True, slots=True)
class Service:
    """What belongs to a decision service, as references."""

    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...]
    input_decisions: tuple[str, ...]
    input_data: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """An input, decision, business knowledge model or decision service.

    key: name space and id, one of a kind among all models; requires: keys.
    """

    key: str
    node_id: str
    name: str
    kind: str
    type: FeelType | None
    requires: tuple[str, ...] = ()
    boxed: Boxed | None = field(default=None, repr=False)
    function: MakeFunction | None = field(default=None, repr=False)
    service: Service | None = None


def read_nodes(definitions: Element, namespace: str, reading: Reading) -> list[Node]:
    """All elements of a model, in the order of the file."""
    return [_READERS[local_name(element)](element, namespace, reading) for element in children(definitions, *_READERS)]


def key_of(href: str, namespace: str) -> str:
    """The key that an href means; one without a name space is of the model itself."""
    before, _, node_id = href.partition("#")
    return f"{before or namespace}#{node_id}"


def _variable_name(element: Element) -> str:
    variable = child(element, "variable")
    return (name_of(variable) if variable is not None else "") or name_of(element)


def _variable_type(element: Element, reading: Reading) -> FeelType | None:
    variable = child(element, "variable")
    return None if variable is None else type_by_reference(variable.get("typeRef"), variable, reading)


def _requires(element: Element, namespace: str) -> tuple[str, ...]:
    return tuple(
        key_of(target.get("href") or "", namespace)
        for requirement in children(element, *_REQUIREMENTS)
        for target in children(requirement, *_REQUIRED)
    )


def _key(element: Element, namespace: str) -> str:
    return f"{namespace}#{element_id(element)}"


def _input(element: Element, namespace: str, reading: Reading) -> Node:
    return Node(
        _key(element, namespace),
        element_id(element),
        _variable_name(element),
        "input",
        _variable_type(element, reading),
    )


def _decision(element: Element, namespace: str, reading: Reading) -> Node:
    name = name_of(element)
    boxed = read_boxed(expression_in(element), element, reading, f"“{name}”")
    wanted = _variable_type(element, reading)
    return Node(
        _key(element, namespace),
        element_id(element),
        _variable_name(element),
        "decision",
        wanted,
        _requires(element, namespace),
        boxed if wanted is None else typed(boxed, wanted, f"“{name}”"),
    )


def _knowledge(element: Element, namespace: str, reading: Reading) -> Node:
    logic = child(element, "encapsulatedLogic")
    name = name_of(element)
    if logic is None:
        reading.find(element, f"“{name}” has no logic.")
    return Node(
        _key(element, namespace),
        element_id(element),
        _variable_name(element),
        "knowledge",
        None,
        _requires(element, namespace),
        function=None if logic is None else read_function(logic, reading, f"“{name}”"),
    )


def _service(element: Element, namespace: str, reading: Reading) -> Node:
    parts = [tuple(key_of(part.get("href") or "", namespace) for part in children(element, name)) for name in _PARTS]
    if not parts[0]:
        reading.find(element, f"“{name_of(element)}” has no output decision.")
    return Node(
        _key(element, namespace),
        element_id(element),
        _variable_name(element),
        "service",
        _variable_type(element, reading),
        tuple(key for part in parts for key in part),
        service=Service(*parts),
    )


_READERS: dict[str, Callable[[Element, str, Reading], Node]] = {
    "inputData": _input,
    "decision": _decision,
    "businessKnowledgeModel": _knowledge,
    "decisionService": _service,
}


def nodes_in_circles(nodes: Iterable[Node]) -> list[Node]:
    """The elements that require themselves, over others."""
    open_nodes = {node.key: set(node.requires) for node in nodes if node.kind != "service"}
    while True:
        free = [key for key, needs in open_nodes.items() if not needs & open_nodes.keys()]
        if not free:
            break
        for key in free:
            del open_nodes[key]
    return [node for node in nodes if node.key in open_nodes]
