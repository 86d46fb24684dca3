"""Texts that are no FEEL are refused with line, column and what was expected."""

from __future__ import annotations

import pytest

from app.feel import FeelSyntaxError, evaluate, evaluate_mapping_source, parse, parse_unary_tests


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("1 +", 1, 4, "a value, a name or an opening bracket"),
        ("if a then 1", 1, 12, "else"),
        ("for i in [1] retrun i", 1, 14, "return"),
        ("[1, 2", 1, 6, ", or ]"),
        ('a =\n  "b', 2, 3, 'a closing "'),
        ("1 2", 1, 3, "an operator or the end"),
        ("a.", 1, 3, "a name"),
        ("", 1, 1, "a value, a name or an opening bracket"),
        ("f(a: 1, 2)", 1, 10, "names for all arguments or for none"),
        ("1 /* two", 1, 3, "*/"),
    ],
)
def test_syntax_error_says_where_and_what(text, line, column, expected):
    (problem,) = parse(text).errors

    assert (problem.line, problem.column, problem.expected) == (line, column, expected)


def test_evaluating_no_feel_raises():
    with pytest.raises(FeelSyntaxError, match=r"Line 1, column 4: The text ends here\."):
        evaluate("1 +", {})


@pytest.mark.parametrize("text", ["(" * 5000, "[" * 5000, "-" * 5000 + "1", "a" + ".b" * 5000, "1" + "=1" * 5000])
def test_deep_text_is_refused(text):
    assert parse(text).errors


def test_long_sum_is_no_deep_text():
    assert evaluate("+".join(["1"] * 5000), {}) == 5000


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('id')",
        "().__class__.__bases__[0]",
        "open('/etc/passwd')",
        'evaluate("1")',
        "x.__class__",
        "(lambda: 1)()",
    ],
)
def test_python_means_nothing(text):
    expression = parse(text)

    assert expression.errors or expression.evaluate({"x": 1}).value is None


def test_cell_text_is_read_as_tests():
    assert not parse_unary_tests('< 5, [7..9], "a"').errors
    assert parse_unary_tests("< ").errors


def test_mapping_source_is_an_expression_after_an_equals_sign():
    assert evaluate_mapping_source("= a + 1", {"a": 1}) == 2
    assert evaluate_mapping_source("a + 1", {"a": 1}) == "a + 1"
