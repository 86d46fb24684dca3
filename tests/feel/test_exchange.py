"""Between FEEL and JSON no digit is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.feel import FeelError, dumps, evaluate, from_json, loads, parse, to_json


def test_numbers_keep_their_digits():
    text = '{"a": 0.1, "b": 1234567890123456789012345678901234, "c": 1.50, "d": 3}'

    assert loads(text)["b"] == Decimal(1234567890123456789012345678901234)
    assert dumps(loads(text)) == '{"a": 0.1, "b": 1234567890123456789012345678901234, "c": 1.5, "d": 3}'


def test_times_ranges_and_functions_become_text():
    value = evaluate('{d: @"2026-11-21", t: @"10:00:00Z", p: @"P1D", r: [1..3], f: function(x) x}', {})

    assert to_json(value) == {"d": "2026-11-21", "t": "10:00:00Z", "p": "P1D", "r": "[1..3]", "f": "function(x)"}


@pytest.mark.parametrize("text", ["", "{", "NaN", "[1e999999]", "[" * 5000, "9" * 5000, "x"])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(FeelError):
        loads(text)


def test_texts_from_json_stay_texts():
    assert from_json({"d": "2026-11-21", "n": 1.5}) == {"d": "2026-11-21", "n": Decimal("1.5")}


def test_characters_are_escaped():
    assert loads(dumps({'a"\n': 'é"\\'})) == {'a"\n': 'é"\\'}


def test_numbers_from_outside_are_read_as_they_print_each_time():
    numbers = {"a": 1, "b": 1.0, "c": 0.0, "d": -0.0, "e": 9.95, "f": 1024, "g": -1, "h": True}

    read = [from_json(numbers) for _ in range(2)]

    assert [list(map(str, values.values())) for values in read] == [
        ["1", "1.0", "0.0", "-0.0", "9.95", "1024", "-1", "True"]
    ] * 2


def test_numbers_that_are_none_become_null_with_a_warning():
    result = parse("lines.price").evaluate({"lines": [{"price": float("nan")}, {"price": float("inf")}]})

    assert result.value == [None, None]
    assert len(result.warnings) == 2
