"""The list of built-in functions in the ADR is the list in the code; what some of them give."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.feel import evaluate
from app.feel.scope import BUILT_INS

ADR = Path(__file__).resolve().parents[2] / "docs" / "adr" / "0002-feel-is-the-only-expression-language.md"


def test_every_built_in_function_is_in_the_adr_with_its_source():
    rows = re.findall(r"^\| (?:DMN|Camunda).*?\| (.+) \|$", ADR.read_text("utf-8"), re.MULTILINE)

    listed = [name for row in rows for name in re.findall(r"`([^`]+)`", row.split(";")[0].split(", the older")[0])]

    assert set(listed) == set(BUILT_INS)
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("expression", ["distinct values([1, 2, 1, 3, 2])", "union([1, 2, 1], [3, 2])"])
def test_the_first_of_equal_elements_stays_in_its_place(expression):
    assert evaluate(expression, {}) == [1, 2, 3]
