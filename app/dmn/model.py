"""Decision models: loading them and evaluating their decisions and services."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.dmn.boxed import checked
from app.dmn.document import Element, children, local_name, name_of, read_document
from app.dmn.errors import DmnError, NoSuchDecision
from app.dmn.graph import Node, nodes_in_circles, read_nodes
from app.dmn.itemtypes import read_types
from app.dmn.reading import Finding, Reading, TableHits, Trace
from app.dmn.session import Graph, Session
from app.feel.budget import DEFAULT_BUDGET, Budget, Clock, Run
from app.feel.cursor import is_plain_name
from app.feel.exchange import check_size, feel_value
from app.feel.types import FeelType, completed
from app.feel.values import Value

_NAMED = frozenset(
    "inputData decision businessKnowledgeModel decisionService itemDefinition itemComponent formalParameter variable "
    "column output import parameter parameters".split()
)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a decision gave.

    warnings: why parts became null; errors: those of them that the model is to blame for, such
    as two hits under UNIQUE; hits: what each table saw and which rules matched, in order.
    """

    value: Value
    warnings: tuple[str, ...]
    errors: tuple[str, ...]
    hits: tuple[TableHits, ...]


class Model:
    """A DMN model that was read. inputs, decisions, services: names by id; findings: all that is wrong."""

    def __init__(self, definitions: Element, models: Iterable[Model]) -> None:
        known = {model.namespace: model for model in models}
        reading = Reading()
        self.name = name_of(definitions)
        self.namespace: str = definitions.get("namespace") or ""
        self.names = frozenset(_names_in(definitions))
        self.nodes: dict[str, Node] = {}
        self.prefixes: dict[tuple[str, str], str] = {}
        self._import(definitions, known, reading)
        reading.names = frozenset(name for name in self.names if not is_plain_name(name))
        read_types(definitions, reading)
        self.types = reading.types
        self.own_nodes = read_nodes(definitions, self.namespace, reading)
        self.nodes.update((node.key, node) for node in self.own_nodes)
        self._graph = Graph(self.nodes, self.prefixes)
        self._declared_names = {node.name for node in self.nodes.values()} | set(self.prefixes.values())
        self._check(definitions, reading)
        self.findings: list[Finding] = reading.findings
        self.inputs = {node.node_id: node.name for node in self.own_nodes if node.kind == "input"}
        self.decisions = {node.node_id: node.name for node in self.own_nodes if node.kind == "decision"}
        self.services = {node.node_id: node.name for node in self.own_nodes if node.kind == "service"}

    def _import(self, definitions: Element, known: Mapping[str, Model], reading: Reading) -> None:
        for element in children(definitions, "import"):
            if "DMN" not in (element.get("importType") or "DMN").upper():
                continue
            namespace, prefix = element.get("namespace") or "", name_of(element)
            model = known.get(namespace)
            if model is None:
                reading.find(element, f"The imported model “{namespace}” is not there.")
                continue
            self.nodes.update(model.nodes)
            self.prefixes.update(model.prefixes)
            self.prefixes[self.namespace, namespace] = prefix
            self.names |= model.names
            for name, feel_type in model.types.items():
                reading.types[f"{prefix}.{name}" if prefix else name] = feel_type

    def _check(self, definitions: Element, reading: Reading) -> None:
        elements = {part.get("id"): part for part in definitions.iter() if isinstance(part.tag, str)}
        seen: set[str] = set()
        for node in self.own_nodes:
            element = elements.get(node.node_id, definitions)
            if node.key in seen:
                reading.find(element, f"The id “{node.node_id}” stands twice.")
            seen.add(node.key)
            for key in node.requires:
                if key not in self.nodes:
                    reading.find(element, f"“{node.name}” requires “{key.rpartition('#')[2]}”, which is not there.")
        for node in nodes_in_circles(self.own_nodes):
            reading.find(elements.get(node.node_id, definitions), f"“{node.name}” requires itself.")

    def evaluate(
        self,
        decision: str,
        inputs: Mapping[str, object],
        *,
        clock: Clock | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> Evaluation:
        """The value of a decision, by its name or id, for inputs by name.

        Inputs of an imported model stand in a mapping under the import's name, or by their own.
        What the model does not declare is a variable of all its decisions, as in Camunda.
        Raises NoSuchDecision, and FeelBudgetExceeded beyond the budget.
        """
        node = self._node(decision, ("decision", "knowledge"))
        trace = Trace(Run(budget, clock))
        asked = [part for part in self.nodes.values() if part.kind == "input"]
        given, undeclared = self._given(asked, inputs, trace), self._undeclared(inputs, trace)
        session = Session(self._graph, given, trace, undeclared=undeclared)
        return _finished(trace, lambda: session.value_of(node))

    def evaluate_service(
        self,
        service: str,
        inputs: Mapping[str, object],
        *,
        clock: Clock | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> Evaluation:
        """The value of a decision service, by its name or id, for its inputs by name. Raises as `evaluate`."""
        node = self._node(service, ("service",))
        parts = node.service
        assert parts is not None
        trace = Trace(Run(budget, clock))
        asked = [self.nodes[key] for key in (*parts.input_data, *parts.input_decisions) if key in self.nodes]
        given = self._given(asked, inputs, trace)
        session = Session(self._graph, {}, trace)
        return _finished(trace, lambda: session.service_value(node, parts, given))

    def _node(self, name: str, kinds: tuple[str, ...]) -> Node:
        for node in self.own_nodes:
            if node.kind in kinds and name in (node.node_id, node.name):
                return node
        raise NoSuchDecision(name, self.name)

    def _given(self, asked: Iterable[Node], inputs: Mapping[str, object], trace: Trace) -> dict[str, Value]:
        given: dict[str, Value] = {}
        for node in asked:
            found = self._given_value(node, inputs)
            if found is not None:
                value = feel_value(found[0], trace.run)
                given[node.key] = value if node.type is None else _checked_input(value, node.name, node.type, trace)
        return given

    def _undeclared(self, inputs: Mapping[str, object], trace: Trace) -> dict[str, Value]:
        return {
            name: feel_value(value, trace.run) for name, value in inputs.items() if name not in self._declared_names
        }

    def _given_value(self, node: Node, inputs: Mapping[str, object]) -> tuple[object] | None:
        prefix = self.prefixes.get((self.namespace, node.key.rpartition("#")[0]), "")
        inner = inputs.get(prefix) if prefix else None
        if isinstance(inner, Mapping) and node.name in inner:
            return (inner[node.name],)
        return (inputs[node.name],) if node.name in inputs else None


def _checked_input(value: Value, name: str, wanted: FeelType, trace: Trace) -> Value:
    return checked(completed(value, wanted), wanted, f"The input “{name}”", trace)


def _finished(trace: Trace, work: Callable[[], Value]) -> Evaluation:
    try:
        value = work()
        check_size(value, trace.run)
    except RecursionError:
        raise DmnError("The decisions or their expressions nest too deep.") from None
    return Evaluation(value, tuple(trace.run.warnings), tuple(trace.errors), tuple(trace.hits))


def _names_in(definitions: Element) -> Iterator[str]:
    for element in definitions.iter():
        if isinstance(element.tag, str) and local_name(element) in _NAMED and element.get("name"):
            yield name_of(element)


def load(xml: bytes | str, models: Iterable[Model] = ()) -> Model:
    """The model of a DMN file. models: those that it may import, by their name space.

    Raises NotDmn for a text that cannot be read at all; everything else that is wrong stands in
    the model's `findings`.
    """
    return Model(read_document(xml), models)
