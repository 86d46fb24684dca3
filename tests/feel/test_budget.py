"""Nothing that is written in FEEL takes long or much."""

from __future__ import annotations

from time import monotonic

import pytest

from app.feel import Budget, FeelBudgetExceeded, evaluate, parse

DOUBLING = "(for i in 1..60 return if i = 1 then 1 else [partial[-1], partial[-1]])[-1]"
LONG_TEXT = 'string join(for i in 1..90000 return "aaaaaaaaaa")'


@pytest.mark.parametrize(
    "expression",
    [
        "for i in 1..1000000000 return i",
        "some i in 1..1000000000 satisfies i < 0",
        "for i in 1..100000, j in 1..100000 return 1",
        'for i in 1..99 return if i = 1 then "x" else partial[-1] + partial[-1]',
        "for i in 1..99 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
        DOUBLING,
        f"string({DOUBLING})",
        f"{DOUBLING} = {DOUBLING}",
        f"to json({DOUBLING})",
        f"list contains([{DOUBLING}], 5)",
        "(for i in 1..5000 return if i = 1 then 1 else [partial[-1]])[-1]",
        "(function(f) f(f))(function(f) f(f))",
        f"{{l: {LONG_TEXT}, r: for i in 1..100000 return substring(l, 2)}}.r",
        f'matches({LONG_TEXT}, "(a?){{900}}(a*)*b")',
        f'replace({LONG_TEXT}, "a", "aaaaaaaaaaaaaaaaaaaa")',
    ],
)
def test_expensive_expression_is_stopped_soon(expression):
    start = monotonic()

    with pytest.raises(FeelBudgetExceeded):
        evaluate(expression, {})

    assert monotonic() - start < 10


@pytest.mark.parametrize("expression", ["10 ** 1000000000", "1.0000001 ** 1e30", "exp(1e9)", 'duration("P1D") * 1e300'])
def test_number_beyond_bounds_is_null(expression):
    assert evaluate(expression, {}) is None


def test_budget_is_the_callers():
    with pytest.raises(FeelBudgetExceeded, match="more than 100 steps"):
        evaluate("for i in 1..200 return i", {}, budget=Budget(steps=100))


def test_value_from_outside_has_bounds_too():
    endless: list[object] = []
    endless.append(endless)

    with pytest.raises(FeelBudgetExceeded):
        evaluate("x", {"x": endless})


def test_warnings_stay_few_and_short():
    result = parse(f'for i in 1..1000 return {DOUBLING.replace("60", "5")} + "{"x" * 500}"').evaluate({})

    assert len(result.warnings) == 50
    assert max(map(len, result.warnings)) < 400
