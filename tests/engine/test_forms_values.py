"""The JSON that a form sends, read strictly."""

from decimal import Decimal

import pytest

from app.core.errors import Invalid
from app.engine.forms import read_values
from tests.engine.form_factories import attack


def test_numbers_are_exact():
    assert read_values('{"price": 0.1, "count": 3}') == {"price": Decimal("0.1"), "count": 3}


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("", "not JSON"),
        ("[1]", "one JSON object"),
        ('"x"', "one JSON object"),
        ('{"a": NaN}', "NaN is not a number"),
        ('{"a": Infinity}', "not a number"),
        ('{"a": 1e400}', "out of bounds"),
        ('{"a": ' + "9" * 41 + "}", "characters"),
        ('{"a": 1, "a": 2}', "twice"),
        (b'{"a": "\xff"}', "UTF-8"),
        ("[" * 100_000, "not JSON"),
        ('{"a":' + "[" * 20 + "]" * 20 + "}", "too deep"),
        ('{"a": "' + "x" * 1_000_000 + '"}', "too large"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_strange_body_is_refused(body, sentence):
    with pytest.raises(Invalid, match=sentence):
        read_values(body)


@pytest.mark.parametrize("name", ["submit_f15_bignum.json", "submit_f17_notutf8.bin"])
def test_hostile_submission_is_refused_before_the_form_is_looked_at(name):
    with pytest.raises(Invalid):
        read_values(attack(name))
