"""What expressions give, beyond what the public kit asks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.feel import DateTime, DayTimeDuration, Range, Time, YearMonthDuration, evaluate, parse, unary_tests


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("0.1 + 0.2", Decimal("0.3")),
        ("1 / 3", Decimal("0.3333333333333333333333333333333333")),
        ("-5 ** 2", Decimal(25)),
        ("2 + 3 * 4", Decimal(14)),
        ('"a" + "b"', "ab"),
        ("if null then 1 else 2", Decimal(2)),
        ("false and null", False),
        ("true and null", None),
        ("true or null", True),
        ("null = null", True),
        ("x = null", True),
        ('1 = "1"', None),
        ("[1, 2, 3][-1]", Decimal(3)),
        ("[1, 2, 3][item > 1]", [Decimal(2), Decimal(3)]),
        ("[{a: 1}, {a: 2}].a", [Decimal(1), Decimal(2)]),
        ("[{a: 1, b: 5}, {a: 2, b: 6}][a = 2].b", [Decimal(6)]),
        ("{a: 1, b: a + 1}.b", Decimal(2)),
        ("for i in 1..3 return i * i", [Decimal(1), Decimal(4), Decimal(9)]),
        ("for i in 3..1 return i", [Decimal(3), Decimal(2), Decimal(1)]),
        ("for i in 1..4 return if i = 1 then 1 else partial[-1] * i", [Decimal(n) for n in (1, 2, 6, 24)]),
        ('for d in @"2026-02-27"..@"2026-03-01" return d.day', [Decimal(27), Decimal(28), Decimal(1)]),
        ("some i in [1, 2], j in [2, 3] satisfies i + j = 5", True),
        ("every i in [] satisfies false", True),
        ("5 in (1, [4..6])", True),
        ("5 in ]5..6]", False),
        ("3 between 1 and 3 and true", True),
        ("(function(a, b) a - b)(b: 1, a: 3)", Decimal(2)),
        ("{fact: function(n) if n = 0 then 1 else n * fact(n - 1), r: fact(5)}.r", Decimal(120)),
        ("sort([3, 1, 2], function(a, b) a > b)", [Decimal(3), Decimal(2), Decimal(1)]),
        ('"\\u00e9\\U01F40E"', "é\U0001f40e"),
        ("1 /* one */ + 2 // two", Decimal(3)),
        ("10 ** 1000000000", None),
        ("0 ** -1", None),
        ("1 / 0", None),
        ("[1..3] instance of range<number>", True),
        ("{a: 1} instance of context<a: number>", True),
        ("[1] instance of list", None),
        ("[10..1]", None),
        ("null[item = 1]", None),
        ("(function(a, b) b)(a: 1)", None),
        ('@"10:00:00+02:00" < @"11:00:00"', True),
        ('range("[2..)").end', None),
        ('range("[..2)")', None),
        ('get or else(null, "x")', "x"),
        ("is defined(x.y)", False),
    ],
)
def test_expression_has_value(expression, value):
    result = evaluate(expression, {"x": None})

    assert result == value
    assert type(result) is type(value)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ('date("2024-02-29") + duration("P1Y")', "2025-02-28"),
        ('@"2026-03-28T12:00:00@Europe/Rome" + @"P1D"', "2026-03-29T13:00:00@Europe/Rome"),
        ('@"2026-03-28T12:00:00+01:00" + @"P1D"', "2026-03-29T12:00:00+01:00"),
        ('@"23:30:00" + @"PT1H"', "00:30:00"),
        ('@"2026-01-31" + @"P1M"', "2026-02-28"),
        ('@"2026-11-21T10:00:00Z" - @"2026-11-20T09:00:00Z"', "P1DT1H"),
        ('date and time(@"2026-07-01T10:00:00Z", "Europe/Rome")', "2026-07-01T12:00:00@Europe/Rome"),
        ('years and months duration(@"2020-01-31", @"2021-03-01")', "P1Y1M"),
        ('@"P1Y" / 2', "P6M"),
        ('-@"PT90M"', "-PT1H30M"),
        ('date("-99999-12-31")', "-99999-12-31"),
        ('date("999999999-12-31") - @"P1D"', "999999999-12-30"),
    ],
)
def test_time_arithmetic_gives(expression, text):
    assert evaluate(f"string({expression})", {}) == text


def test_names_may_hold_spaces_symbols_and_keywords():
    context = {"first name": "Ada", "pre-bonus": 5, "rock and roll": 2, "order": {"net/gross": 3, "net": 12}}

    assert evaluate("first name", context) == "Ada"
    assert evaluate("pre-bonus + 1", context) == 6
    assert evaluate("rock and roll * 2", context) == 4
    assert evaluate("order.net/gross", context) == 3
    assert evaluate("order.net / 4", context) == 3
    assert unary_tests("> pre-bonus", 6, context) is True


def test_names_may_hold_digits_on_their_own():
    context = {"Loan 1": 5, "order": {"part 2": 7}}

    assert evaluate("Loan 1 + 1", context) == 6
    assert evaluate("order.part 2", context) == 7


def test_python_values_become_feel_values():
    context = {
        "number": 0.1,
        "nothing": float("nan"),
        "day": date(2026, 11, 21),
        "moment": datetime(2026, 11, 21, 10, 30, tzinfo=UTC),
        "clock": time(10, 30),
        "length": timedelta(hours=36),
        "pair": (1, 2),
    }

    assert evaluate("number * 3", context) == Decimal("0.3")
    assert evaluate("nothing", context) is None
    assert evaluate('day + @"P1D"', context) == date(2026, 11, 22)
    assert str(evaluate("moment", context)) == "2026-11-21T10:30:00Z"
    assert evaluate("clock", context) == Time(37_800_000_000_000)
    assert evaluate("length", context) == DayTimeDuration(129_600_000_000_000)
    assert evaluate("pair[2]", context) == 2


def test_feel_times_become_python_times():
    moment = evaluate('@"2026-11-21T10:30:00@Europe/Rome"', {})

    assert isinstance(moment, DateTime)
    assert moment.to_datetime().astimezone(UTC) == datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
    assert evaluate('@"10:30:00Z"', {}).to_time() == time(10, 30, tzinfo=UTC)
    assert evaluate('@"PT1H"', {}).to_timedelta() == timedelta(hours=1)
    assert evaluate('@"P1Y2M"', {}) == YearMonthDuration(14)


def test_now_comes_from_the_clock_of_the_call():
    def clock() -> datetime:
        return datetime(2026, 11, 21, 10, 30, tzinfo=UTC)

    assert str(evaluate("now()", {}, clock=clock)) == "2026-11-21T10:30:00Z"
    assert evaluate("today()", {}, clock=clock) == date(2026, 11, 21)


def test_null_comes_with_its_reason():
    result = parse('amount + "1" > 3').evaluate({"amount": 2})

    assert result.value is None
    assert result.warnings[0] == '`amount + "1"` is null: number 2 cannot be added to string "1".'


def test_names_that_an_expression_takes_from_outside():
    expression = parse("sum(for l in lines return l.net) > limit and {a: 1, b: a}.b = 1")

    assert expression.names == {"lines", "limit"}


@pytest.mark.parametrize(
    ("tests", "value", "answer"),
    [
        ("-", 1, True),
        ("< 10, > 20", 15, False),
        ("[10..20]", 20, True),
        ("[10..20)", 20, False),
        ('"A", "B"', "B", True),
        ('not("A", "B")', "B", False),
        ("? > limit", 6, True),
        ('starts with(?, "a")', "abc", True),
        ("limit", 5, True),
        ("< 10", "x", None),
        ("null", None, True),
        ("true", False, False),
    ],
)
def test_unary_tests_answer(tests, value, answer):
    assert unary_tests(tests, value, {"limit": 5}) is answer


def test_open_range_is_a_value():
    assert evaluate("(< 10)", {}) == Range(None, Decimal(10), False, False, "<")
