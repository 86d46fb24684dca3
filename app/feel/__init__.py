"""FEEL, the expression language of DMN 1.5, as a closed and bounded interpreter.

    evaluate('amount > 1000 and customer.rating = "A"', {"amount": 1200, "customer": {"rating": "A"}})  # True
    unary_tests("< 10, [20..30]", 25, {})  # True
    parse("amount +").errors  # line, column, what was found and what was expected
    parse("a + b").names  # the variables it takes
    parse('amount + "x"').evaluate({"amount": 1}).warnings  # why it is null

Python values go in as they are. Out come `Decimal`, `str`, `bool`, None, lists, dicts and
`datetime.date` (`FarDate` beyond its years), and the small classes exported here for times,
durations, ranges and functions; `str()` of each is its ISO text, `to_datetime` and its like give
Python's own. `dumps` and `loads` are JSON without a lost digit. Nothing in a text reaches Python.

All failures are `FeelError`: `FeelSyntaxError` for a text that is no FEEL, `FeelBudgetExceeded`
for an evaluation beyond its `Budget`. Everything else that goes wrong is null and a warning.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.feel import builtins as _builtins  # noqa: F401  # fills the table of built-in functions
from app.feel.budget import DEFAULT_BUDGET, Budget, Clock, Run
from app.feel.calendar import FarDate
from app.feel.errors import FeelBudgetExceeded, FeelError, FeelSyntaxError, SyntaxProblem
from app.feel.exchange import dumps, from_json, loads, to_json
from app.feel.expression import Expression, Result, UnaryTestsExpression, parse, parse_unary_tests
from app.feel.temporal import DateTime, DayTimeDuration, Time, YearMonthDuration
from app.feel.values import Function, Range, Value, kind_of

__all__ = [
    "DEFAULT_BUDGET",
    "Budget",
    "Clock",
    "DateTime",
    "DayTimeDuration",
    "Expression",
    "FarDate",
    "FeelBudgetExceeded",
    "FeelError",
    "FeelSyntaxError",
    "Function",
    "Range",
    "Result",
    "SyntaxProblem",
    "Time",
    "UnaryTestsExpression",
    "YearMonthDuration",
    "dumps",
    "evaluate",
    "evaluate_mapping_source",
    "expression_of",
    "from_json",
    "kind_of",
    "loads",
    "parse",
    "parse_unary_tests",
    "to_json",
    "unary_tests",
]


def evaluate(
    expression: str, context: Mapping[str, object], *, clock: Clock | None = None, budget: Budget = DEFAULT_BUDGET
) -> Value:
    """The value of an expression for these variables; None where the standard says null.

    clock: gives the time for `now()` and `today()`, aware; the machine's time without it.
    Raises FeelSyntaxError for a text that is no FEEL, FeelBudgetExceeded beyond the budget.
    """
    return parse(expression).value_for(context, Run(budget, clock))


def unary_tests(
    expression: str,
    value: object,
    context: Mapping[str, object],
    *,
    clock: Clock | None = None,
    budget: Budget = DEFAULT_BUDGET,
) -> bool | None:
    """Whether a value passes tests such as `< 10, [20..30]`; None when that is not known.

    Raises as `evaluate`.
    """
    answer = parse_unary_tests(expression).evaluate(value, context, clock=clock, budget=budget).value
    return answer if isinstance(answer, bool) else None


def expression_of(text: str) -> str | None:
    """The expression in an attribute of a diagram: what follows a leading `=`, or None for static text."""
    return text[1:].strip() if text.startswith("=") else None


def evaluate_mapping_source(
    text: str, context: Mapping[str, object], *, clock: Clock | None = None, budget: Budget = DEFAULT_BUDGET
) -> Value:
    """The value of an attribute of a diagram: an expression after `=`, else the text itself.

    Raises as `evaluate`.
    """
    expression = expression_of(text)
    if expression is None:
        return text
    return evaluate(expression, context, clock=clock, budget=budget)
