"""Regular expressions are those of XPath and cannot explode."""

from __future__ import annotations

import pytest

from app.feel import evaluate


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ('matches("abc", "B", "i")', True),
        ('matches("a b", "a  b", "x")', False),
        ('matches("ab", "a  b", "x")', True),
        ('matches("x", "[a-z-[aeiou]]")', True),
        ('matches("e", "[a-z-[aeiou]]")', False),
        ('matches("ß", "\\\\p{IsBasicLatin}")', False),
        ('matches("aa", "(a)\\\\1")', True),
        ('matches("aaa", "(a*)*\\\\1")', None),
        ('matches("a", "[")', None),
        ('matches("a", "a", "z")', None),
        ('replace("0123456789", "(\\\\d{3})(\\\\d{3})", "($1) $2-")', "(012) 345-6789"),
        ('replace("abc", "x*", "-")', None),
        ('replace("a.b", ".", "-", "q")', "a-b"),
        ('split("a, b,c", ",\\\\s*")', ["a", "b", "c"]),
        ('extract("a1b22", "[0-9]+")', ["1", "22"]),
        ('matches("\\uD800", "a")', None),
    ],
)
def test_regular_expression_gives(expression, value):
    assert evaluate(expression, {}) == value


def test_the_classic_bomb_is_fast():
    assert evaluate('matches(x, "^(a+)+$")', {"x": "a" * 10_000 + "b"}) is False
