"""One evaluation of a model: what is given, and what was found so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.dmn.boxed import checked
from app.dmn.graph import Node, Service
from app.dmn.reading import Trace
from app.feel.budget import Run
from app.feel.scope import FeelRoot
from app.feel.values import Function, Parameter, Value

_MISSING = object()


@dataclass(frozen=True, slots=True)
class Graph:
    """All elements of a model and of those it imports.

    nodes: by key; prefixes: the import's name by which one model knows another's elements, by
    the two name spaces.
    """

    nodes: Mapping[str, Node]
    prefixes: Mapping[tuple[str, str], str]


class Session:
    """Finds the value of each element once.

    given: values from outside by key; undeclared: those that the model knows nothing of, by name.
    """

    def __init__(
        self, graph: Graph, given: Mapping[str, Value], trace: Trace, *, undeclared: Mapping[str, Value] | None = None
    ) -> None:
        self._graph = graph
        self._values: dict[str, Value] = dict(given)
        self._undeclared = undeclared or {}
        self._trace = trace
        self._under_way: set[str] = set()

    def value_of(self, node: Node) -> Value:
        """The value of an input or decision, or the function of a knowledge model or service."""
        value = self._values.get(node.key, _MISSING)
        if value is not _MISSING:
            return value
        if node.key in self._under_way:
            self._trace.fail(f"“{node.name}” requires itself.")
            return None
        self._under_way.add(node.key)
        self._trace.run.spend(1)
        value = self._found(node)
        self._under_way.discard(node.key)
        self._values[node.key] = value
        return value

    def _found(self, node: Node) -> Value:
        if node.service is not None:
            return self._service_function(node, node.service)
        if node.function is not None:
            return node.function(self._scope_of(node), self._trace, node.name)
        if node.boxed is not None:
            return node.boxed(self._scope_of(node), self._trace)
        if node.kind == "input":
            self._trace.run.warn(f"The input “{node.name}” is not given.")
        return None

    def _scope_of(self, node: Node) -> FeelRoot:
        """What an element requires, by name; for a decision also what nobody declared, as in Camunda."""
        values: dict[str, Value] = dict(self._undeclared) if node.kind == "decision" else {}
        own = _namespace(node.key)
        for key in node.requires:
            required = self._graph.nodes.get(key)
            if required is None:
                continue
            prefix = self._graph.prefixes.get((own, _namespace(key)), "")
            scope = values.setdefault(prefix, {}) if prefix else values
            scope[required.name] = self.value_of(required)
            if required.kind == "decision":
                scope.setdefault(required.node_id, scope[required.name])  # Camunda's models use the id
        return FeelRoot(values, self._trace.run)

    def _service_function(self, node: Node, service: Service) -> Function:
        parameters = [
            self._graph.nodes[key]
            for key in (*service.input_data, *service.input_decisions)
            if key in self._graph.nodes
        ]

        def call(_run: Run, arguments: Sequence[object]) -> object:
            given = {part.key: value for part, value in zip(parameters, arguments, strict=True)}
            return self.service_value(node, service, given)

        return Function(node.name, tuple(Parameter(part.name, part.type) for part in parameters), call)

    def service_value(self, node: Node, service: Service, given: Mapping[str, Value]) -> Value:
        """What a decision service gives for values of its inputs, by key."""
        missing = dict.fromkeys((*service.input_data, *service.input_decisions))
        inner = Session(self._graph, {**missing, **given}, self._trace)
        outputs = [self._graph.nodes[key] for key in service.outputs if key in self._graph.nodes]
        values = {output.name: inner.value_of(output) for output in outputs}
        value: Value = next(iter(values.values()), None) if len(outputs) == 1 else values
        return value if node.type is None else checked(value, node.type, f"“{node.name}”", self._trace)


def _namespace(key: str) -> str:
    return key.rpartition("#")[0]
