"""Cycles of timers in words."""

import pytest

from app.cases.wording import interval_words


@pytest.mark.parametrize(
    ("interval", "words"),
    [("P1D", "day"), ("P7D", "7 days"), ("PT1H30M", "1 hour 30 minutes"), ("P1M", "month"), ("PT5M", "5 minutes")],
)
def test_cycle_is_told_in_words(interval, words):
    assert interval_words(interval) == words
