"""Texts read once and evaluated many times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from app.feel.budget import DEFAULT_BUDGET, Budget, Clock, Run
from app.feel.compiler import compiled, compiled_tests
from app.feel.errors import FeelBudgetExceeded, FeelSyntaxError, SyntaxProblem
from app.feel.exchange import check_size, feel_value
from app.feel.freenames import free_names
from app.feel.parser import read_expression, read_unary_tests
from app.feel.scope import BUILT_INS, Closure, Environment, Root, Test
from app.feel.types import FeelType
from app.feel.values import Value

_NO_TYPES: Mapping[str, FeelType] = {}
_NO_NAMES: frozenset[str] = frozenset()
_LONGEST_CACHED = 4000  # characters
_WORDS = re.compile(r"\w+")
_TOO_DEEP = "The expression nests too deep."


@dataclass(frozen=True, slots=True)
class Result:
    """What an evaluation gave. warnings: why parts of it became null, a sentence each."""

    value: Value
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Expression:
    """A FEEL expression that was read. errors: empty when the text is FEEL.

    names: variables and functions it takes from its context, built-in functions left out.
    """

    text: str
    names: frozenset[str] = frozenset()
    errors: tuple[SyntaxProblem, ...] = ()
    closure: Closure | None = field(default=None, repr=False, compare=False)

    def evaluate(
        self, context: Mapping[str, object], *, clock: Clock | None = None, budget: Budget = DEFAULT_BUDGET
    ) -> Result:
        """The value for these variables, with warnings.

        Raises FeelSyntaxError when the text is no FEEL, FeelBudgetExceeded beyond the budget.
        """
        run = Run(budget, clock)
        return Result(self.value_for(context, run), tuple(run.warnings))

    def value_for(self, context: Mapping[str, object], run: Run) -> Value:
        """The value for these variables, on a run's budget. Raises as `evaluate`.

        A context with names that one must know to find them makes the text be read again with them.
        """
        root = Root(context, run)
        root.look_for_unusual_names(everywhere=bool(self.errors))
        expression = self._knowing(root)
        value = expression.value_in((root, None), run)
        again = self._knowing(root)
        if again is not expression:  # names came up inside the variables
            run.warnings.clear()
            value = again.value_in((root, None), run)
        check_size(value, run)
        return value

    def _knowing(self, root: Root) -> Expression:
        names = root.unusual_names
        return parse_with_names(self.text, frozenset(names)) if names and _mentions(self.text, names) else self

    def value_in(self, env: Environment, run: Run) -> Value:
        """The value in an environment of FEEL values, on a run's budget. For packages built on this one."""
        if self.closure is None:
            raise FeelSyntaxError(self.errors[0])
        try:
            return self.closure(env, run)
        except RecursionError:
            raise FeelBudgetExceeded(_TOO_DEEP) from None


@dataclass(frozen=True, slots=True)
class UnaryTestsExpression:
    """The unary tests of a cell, read. errors: empty when the text is FEEL."""

    text: str
    names: frozenset[str] = frozenset()
    errors: tuple[SyntaxProblem, ...] = ()
    test: Test | None = field(default=None, repr=False, compare=False)

    def evaluate(
        self,
        value: object,
        context: Mapping[str, object],
        *,
        clock: Clock | None = None,
        budget: Budget = DEFAULT_BUDGET,
    ) -> Result:
        """Whether the value passes: True, False, or None with a warning when that is not known."""
        run = Run(budget, clock)
        root = Root(context, run)
        root.look_for_unusual_names(everywhere=bool(self.errors))
        tested = feel_value(value, run, root.unusual_names)
        env = (tested, (root, None))
        tests = self._knowing(root)
        answer = tests.passes(tested, env, run)
        again = self._knowing(root)
        if again is not tests:  # names came up inside the variables
            run.warnings.clear()
            answer = again.passes(tested, env, run)
        return Result(answer, tuple(run.warnings))

    def _knowing(self, root: Root) -> UnaryTestsExpression:
        names = root.unusual_names
        return parse_tests_with_names(self.text, frozenset(names)) if names and _mentions(self.text, names) else self

    def passes(self, value: Value, env: Environment, run: Run) -> bool | None:
        """Whether a FEEL value passes. env: `(value, environment)`. For packages built on this one."""
        if self.test is None:
            raise FeelSyntaxError(self.errors[0])
        try:
            return self.test(value, env, run)
        except RecursionError:
            raise FeelBudgetExceeded(_TOO_DEEP) from None


def read(text: str, names: Iterable[str] = (), types: Mapping[str, FeelType] = _NO_TYPES) -> Expression:
    """The expression of a text, not cached. names: known names with symbols; types: by name."""
    try:
        tree = read_expression(text, names)
        closure = compiled(tree, text, types)
    except FeelSyntaxError as error:
        return Expression(text, errors=(error.problem,))
    except RecursionError:
        return Expression(text, errors=(SyntaxProblem(1, 1, _TOO_DEEP),))
    return Expression(text, free_names(tree) - BUILT_INS.keys(), closure=closure)


def read_tests(text: str, names: Iterable[str] = (), types: Mapping[str, FeelType] = _NO_TYPES) -> UnaryTestsExpression:
    """The unary tests of a text, not cached."""
    try:
        tree = read_unary_tests(text, names)
        test = compiled_tests(tree, text, types)
    except FeelSyntaxError as error:
        return UnaryTestsExpression(text, errors=(error.problem,))
    except RecursionError:
        return UnaryTestsExpression(text, errors=(SyntaxProblem(1, 1, _TOO_DEEP),))
    return UnaryTestsExpression(text, free_names(tree) - BUILT_INS.keys() - {"?"}, test=test)


def parse(expression: str) -> Expression:
    """The expression of a text; never raises: look at its `errors`."""
    return parse_with_names(expression, _NO_NAMES)


def parse_with_names(expression: str, names: frozenset[str]) -> Expression:
    """As `parse`, with names in view that hold symbols or keywords, such as `pre-bonus`."""
    return _read_once(expression, names) if len(expression) < _LONGEST_CACHED else read(expression, names)


def parse_unary_tests(expression: str) -> UnaryTestsExpression:
    """The unary tests of a text; never raises: look at its `errors`."""
    return parse_tests_with_names(expression, _NO_NAMES)


def parse_tests_with_names(expression: str, names: frozenset[str]) -> UnaryTestsExpression:
    """As `parse_unary_tests`, with names in view that hold symbols or keywords."""
    return _read_tests_once(expression, names) if len(expression) < _LONGEST_CACHED else read_tests(expression, names)


@lru_cache(maxsize=2048)
def _read_once(expression: str, names: frozenset[str]) -> Expression:
    return read(expression, names)


@lru_cache(maxsize=2048)
def _read_tests_once(expression: str, names: frozenset[str]) -> UnaryTestsExpression:
    return read_tests(expression, names)


def _mentions(text: str, names: Iterable[str]) -> bool:
    return any(all(word in text for word in _WORDS.findall(name)) for name in names)
