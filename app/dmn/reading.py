"""What is known while a model is read: names, types, and everything found wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from app.dmn.document import Element, element_id
from app.feel.budget import Run
from app.feel.expression import Expression, UnaryTestsExpression, read, read_tests
from app.feel.scope import FeelRoot
from app.feel.types import FeelType
from app.feel.values import Value

_MOST_FINDINGS = 500


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a model: the id of the element and a sentence."""

    element_id: str
    message: str


@dataclass(frozen=True, slots=True)
class RuleHit:
    """A rule that matched. number: from 1, as in the table; outputs: by the column's name."""

    number: int
    rule_id: str
    outputs: dict[str, Value]


@dataclass(frozen=True, slots=True)
class TableHits:
    """What a decision table saw and which of its rules matched."""

    decision: str
    table_id: str
    inputs: dict[str, Value]
    rules: tuple[RuleHit, ...]


@dataclass(slots=True)
class Trace:
    """One evaluation under way: its budget and warnings, the tables' hits, the errors."""

    run: Run
    hits: list[TableHits] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def fail(self, sentence: str) -> None:
        """Note an error of the model, also as a warning."""
        self.errors.append(sentence)
        self.run.warn(sentence)

    def locate(self, place: str, *, since: int) -> None:
        """Say where the warnings arose that came after the first `since`, and the errors among them."""
        warnings = self.run.warnings
        for position in range(since, len(warnings)):
            bare = warnings[position]
            warnings[position] = f"{place}: {bare}"
            self.errors = [warnings[position] if error == bare else error for error in self.errors]


Boxed = Callable[[FeelRoot, Trace], Value]  # gives a FEEL value


@dataclass(slots=True)
class Reading:
    """A model being read. names: those that hold symbols or keywords; types: item definitions."""

    names: frozenset[str] = frozenset()
    types: dict[str, FeelType] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def find(self, element: Element, message: str) -> None:
        """Note what is wrong with an element."""
        if len(self.findings) < _MOST_FINDINGS:
            self.findings.append(Finding(element_id(element), message))

    def expression(self, text: str, element: Element, place: str) -> Expression:
        """The FEEL of an element; what does not parse is noted with its place."""
        expression = read(text, self.names, self.types)
        for problem in expression.errors:
            self.find(element, f"{place}: {problem}")
        return expression

    def tests(self, text: str, element: Element, place: str) -> UnaryTestsExpression:
        """The unary tests of an element; what does not parse is noted with its place."""
        tests = read_tests(text, self.names, self.types)
        for problem in tests.errors:
            self.find(element, f"{place}: {problem}")
        return tests


def evaluated(expression: Expression, root: FeelRoot, trace: Trace) -> Value:
    """The value of a FEEL text; null with a warning when it does not parse."""
    if expression.errors:
        trace.fail(f"`{expression.text[:80]}` cannot be read. {expression.errors[0]}")
        return None
    return expression.value_in((root, None), trace.run)


def with_names(root: FeelRoot, names: dict[str, Value]) -> FeelRoot:
    """The variables of a scope with some more, or others of the same name."""
    return FeelRoot({**root, **names}, root.run)
