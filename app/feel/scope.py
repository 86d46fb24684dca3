"""Where a name is found: scopes while compiling, and the chain of environments while running.

An environment is a pair of the innermost scope's content and the environment around it;
the outermost content is the `Root`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from app.feel.budget import Run
from app.feel.exchange import entry_of, imported
from app.feel.tree import Node
from app.feel.types import FeelType
from app.feel.values import BuiltIn, Value

Environment = tuple[Any, Any]  # (content, environment around it); a recursive alias would need casts everywhere
Closure = Callable[[Environment, Run], Value]  # gives a FEEL value; object would need a cast at every use
Test = Callable[[Value, Environment, Run], bool | None]  # of a value
BUILT_INS: dict[str, BuiltIn] = {}
NOTHING = object()  # where None would be a value


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Source:
    """What all scopes of one text share: the text, the named types and the compilers of its nodes."""

    text: str
    types: Mapping[str, FeelType]
    compilers: Mapping[type[Node], Callable[[Any, Scope], Closure]]  # each takes its own node type

    def quoted(self, node: Node) -> str:
        """The text of a node, for a warning."""
        text = " ".join(self.text[node.start : node.end].split())
        return f"`{text}`" if len(text) <= 80 else f"`{text[:79]}…`"


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Scope:
    """A level of names. kind: root, value (one name), entries (of a context), item (of a filter)."""

    source: Source
    kind: str = "root"
    names: AbstractSet[str] = frozenset()
    outer: Scope | None = field(default=None)

    def compile(self, node: Node) -> Closure:
        """The closure that evaluates a node in this scope."""
        return self.source.compilers[type(node)](node, self)

    def with_value(self, name: str) -> Scope:
        """A scope inside this one that has one name."""
        return Scope(self.source, "value", frozenset((name,)), self)

    def with_entries(self, names: AbstractSet[str]) -> Scope:
        """A scope inside this one that has the entries of a context; the set may still grow."""
        return Scope(self.source, "entries", names, self)

    def with_item(self) -> Scope:
        """A scope inside this one that has an element's entries, and the element as `item`."""
        return Scope(self.source, "item", frozenset(("item",)), self)


def name_reader(name: str, scope: Scope) -> Closure:
    """The closure that finds a name from within a scope."""
    hops = 0
    while scope.outer is not None:
        if scope.kind == "item":
            return _hopped(_item_reader(name, name_reader(name, scope.outer)), hops)
        if name in scope.names:
            return _entry_reader(name, hops) if scope.kind == "entries" else _value_reader(hops)
        scope, hops = scope.outer, hops + 1
    return _entry_reader(name, hops)


def root_hops(name: str, scope: Scope) -> int | None:
    """How many environments out the root is that has a name; None when the name may lie in between."""
    hops = 0
    while scope.outer is not None:
        if scope.kind == "item" or name in scope.names:
            return None
        scope, hops = scope.outer, hops + 1
    return hops


def _value_reader(hops: int) -> Closure:
    if hops == 0:
        return lambda env, run: env[0]
    if hops == 1:
        return lambda env, run: env[1][0]
    return _hopped(lambda env, run: env[0], hops)


def _entry_reader(name: str, hops: int) -> Closure:
    if hops == 0:
        return lambda env, run: env[0][name]
    if hops == 1:
        return lambda env, run: env[1][0][name]
    return _hopped(lambda env, run: env[0][name], hops)


def _hopped(reader: Closure, hops: int) -> Closure:
    if hops == 0:
        return reader

    def read(env: Environment, run: Run) -> Value:
        for _ in range(hops):
            env = env[1]
        return reader(env, run)

    return read


def _item_reader(name: str, outer: Closure) -> Closure:
    is_item = name == "item"

    def read(env: Environment, run: Run) -> Value:
        item = env[0]
        if type(item) is dict and name in item:
            return item[name]
        return item if is_item else outer(env[1], run)

    return read


class Root(dict[str, Value]):
    """The variables of an evaluation, each turned into a FEEL value when it is first asked for.

    unusual_names: keys met on the way that the parser would have to know to find them.
    """

    __slots__ = ("_members", "context", "run", "unusual_names")

    def __init__(self, context: Mapping[str, object], run: Run) -> None:
        self.context = context
        self.run = run
        self.unusual_names: set[str] = set()
        self._members: dict[tuple[str, str], Value] = {}

    def member(self, name: str, entry: str) -> Value:
        """An entry of a context, or of all contexts in a list, without reading their other entries.

        NOTHING when it cannot be had so: the variable is read already, or is something else.
        """
        key = (name, entry)
        if key in self._members:
            return self._members[key]
        raw = NOTHING if name in self else self.context.get(name, NOTHING)
        if type(raw) is dict and entry in raw:
            value = entry_of(raw, entry, self.run, self.unusual_names)
        elif type(raw) is list and all(type(item) is dict and entry in item for item in raw):
            self.run.check_list(len(raw))
            value = [entry_of(item, entry, self.run, self.unusual_names) for item in raw]
        else:
            return NOTHING
        self._members[key] = value
        return value

    def look_for_unusual_names(self, *, everywhere: bool) -> None:
        """Collect the variables' names that are no identifiers; everywhere: those inside their values too."""
        for name in self.context:
            if isinstance(name, str) and not name.isidentifier():
                self.unusual_names.add(name)
            if everywhere:
                self[name]

    def __missing__(self, name: str) -> Value:
        if name in self.context:
            value = imported(self.context[name], self.run, self.unusual_names, 0)
        elif name in BUILT_INS:
            value = BUILT_INS[name]
        else:
            self.run.warn(f"There is no variable or function “{name}”.")
            value = None
        self[name] = value
        return value


class FeelRoot(dict[str, Value]):
    """Variables that are FEEL values already."""

    __slots__ = ("run",)

    def member(self, _name: str, _entry: str) -> Value:
        """NOTHING: there is nothing to save where all values are read already."""
        return NOTHING

    def __init__(self, values: Mapping[str, object], run: Run) -> None:
        super().__init__(values)
        self.run = run

    def __missing__(self, name: str) -> Value:
        value = BUILT_INS.get(name)
        if value is None:
            self.run.warn(f"There is no variable or function “{name}”.")
        return value
