"""The server and the browser's forms give the same answers; docs/feel-and-forms.md lists where they do not."""

import json
import os
import re
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app import feel
from app.runtime.frontend import find_node

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "feel-and-forms.md"
SHEET = json.loads((HERE / "forms_expressions.json").read_text("utf-8"))
EXPRESSIONS = [text for group in SHEET["expressions"].values() for text in group]
ROW = re.compile(
    r"^\| `(?P<expression>.+?)` \| `(?P<ours>.+?)` \| `(?P<theirs>.+?)` \| (?P<reason>.+?) \|$", re.MULTILINE
)
REFUSED = "refused"


def ours(expression: str) -> str:
    try:
        return shown(plain(feel.evaluate(expression, SHEET["context"])))
    except feel.FeelError:
        return REFUSED


def plain(value: Any) -> Any:
    """A FEEL value as the browser has it: numbers as the nearest binary ones, functions and ranges by their kind."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, Decimal):
        return float(value)
    kind = feel.kind_of(value)
    return f"a {kind}" if kind in {"range", "function"} else feel.to_json(value)


def shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


@pytest.fixture(scope="module")
def browser() -> dict[str, str]:
    """What the engine of the forms answers, by expression; all in one process of Node."""
    asked = json.dumps({"context": SHEET["context"], "expressions": EXPRESSIONS})
    command = (find_node().folder / "node", HERE / "browser_answers.js")
    done = subprocess.run(
        command, input=asked.encode(), capture_output=True, check=True, env={**os.environ, "TZ": "UTC"}
    )
    answers = [
        REFUSED if "error" in answer else shown(_with_floats(answer["value"])) for answer in json.loads(done.stdout)
    ]
    return dict(zip(EXPRESSIONS, answers, strict=True))


def _with_floats(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_floats(item) for item in value]
    if isinstance(value, dict):
        return {name: _with_floats(item) for name, item in value.items()}
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def test_there_are_many_expressions_and_none_twice() -> None:
    assert len(EXPRESSIONS) == len(set(EXPRESSIONS)) >= 120


def test_the_document_lists_every_difference_and_no_other(browser: dict[str, str]) -> None:
    listed = {row["expression"]: (row["ours"], row["theirs"]) for row in ROW.finditer(DOCUMENT.read_text("utf-8"))}

    found = {text: (ours(text), browser[text]) for text in EXPRESSIONS if ours(text) != browser[text]}

    assert found == listed


def test_every_listed_difference_has_a_reason() -> None:
    reasons = [row["reason"].strip() for row in ROW.finditer(DOCUMENT.read_text("utf-8"))]

    assert all(reason.endswith(".") for reason in reasons)
