"""Values typed by a person: read as their kind, refused with a sentence beside the field."""

from decimal import Decimal

import pytest

from app.cases.wording import plain_error
from app.core.errors import Invalid
from app.monitor.values import Kind, kind_of, read_value, typed_as

VALUES = [
    ("=1+1", Kind.TEXT, "=1+1"),
    ("12", Kind.NUMBER, 12),
    (" -12.50 ", Kind.NUMBER, Decimal("-12.50")),
    ("yes", Kind.YES_NO, True),
    ("no", Kind.YES_NO, False),
    ("2026-11-30", Kind.DATE, "2026-11-30"),
    ('{"a": [1, 2.5, null]}', Kind.JSON, {"a": [1, Decimal("2.5"), None]}),
]


@pytest.mark.parametrize(("typed", "kind", "value"), VALUES)
def test_value_is_read_as_its_kind_and_shown_so_again(typed, kind, value):
    assert read_value(typed, kind) == value
    assert kind_of(value) is kind
    assert read_value(typed_as(value, kind), kind) == value


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", Kind.NUMBER),
        ("1,250.50", Kind.NUMBER),
        ("1e9", Kind.NUMBER),
        ("NaN", Kind.NUMBER),
        ("٣", Kind.YES_NO),
        ("9" * 35, Kind.NUMBER),
        ("true", Kind.YES_NO),
        ("30.11.2026", Kind.DATE),
        ("2026-02-30", Kind.DATE),
        ("{", Kind.JSON),
        ('{"a": 1, "a": 2}', Kind.JSON),
        ('"\\u0000"', Kind.JSON),
        ("[" * 60 + "]" * 60, Kind.JSON),
    ],
)
def test_what_is_not_of_its_kind_is_refused_beside_the_field(typed, kind):
    with pytest.raises(Invalid) as refusal:
        read_value(typed, kind)

    assert list(refusal.value.fields) == ["value"]


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("The mail server does not answer.", "The mail server does not answer."),
        ("ConnectionRefusedError: [Errno 111] Connection refused", "the other side refused the connection"),
        ("KeyError: 'amount'", "nobody foresaw: “'amount'”"),
        ("RuntimeError", "it did not say what"),
    ],
)
def test_errors_of_workers_are_told_in_plain_words(message, words):
    assert words in plain_error(message)
