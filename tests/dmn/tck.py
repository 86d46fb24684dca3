"""Runs the public DMN Technology Compatibility Kit: `python -m tests.dmn.tck [FOLDER ...]`.

The kit lies in ../shared/data/dmn-tck, or where the environment's DMN_TCK says.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from app.dmn import DmnError, Model, load
from app.dmn.document import children, read_document
from app.feel import FeelError, evaluate
from app.feel.budget import Run
from app.feel.compare import equal

KIT = Path(os.environ.get("DMN_TCK") or Path(__file__).resolve().parents[3] / "shared" / "data" / "dmn-tck")
_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_CONSTRUCTORS = {
    "date": "date",
    "time": "time",
    "dateTime": "date and time",
    "duration": "duration",
    "dayTimeDuration": "duration",
    "yearMonthDuration": "duration",
}
_NUMBERS = ("decimal", "double", "float", "integer", "int", "long")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one result node of one test case gave. state: passed, failed or errored."""

    name: str
    state: str
    detail: str = ""

    @property
    def folder(self) -> str:
        return self.name.split("/")[1]


def outcomes(only: tuple[str, ...] = ()) -> Iterator[Outcome]:
    """Every result of the kit, or of the folders whose name starts so."""
    for folder in sorted(KIT.glob("compliance-level-*/*")):
        if not only or folder.name.startswith(only):
            yield from _folder_outcomes(folder)


def _folder_outcomes(folder: Path) -> Iterator[Outcome]:
    models = _models(folder)
    for path in sorted(folder.glob("*.xml")):
        cases = etree.parse(path).getroot()
        model = models.get((cases.findtext("{*}modelName") or "").strip()) or next(iter(models.values()), None)
        for case in cases.iterfind("{*}testCase"):
            for result in case.iterfind("{*}resultNode"):
                name = f"{folder.parent.name}/{folder.name}/{path.stem}/{case.get('id')}/{result.get('name')}"
                yield _outcome(name, model, case, result) if model else Outcome(name, "errored", "no model to be read")


def _models(folder: Path) -> dict[str, Model]:
    """The models of a folder by file name, each loaded with all that it imports; unreadable ones left out."""
    waiting = {path.name: path.read_bytes() for path in sorted(folder.glob("*.dmn"))}
    models: dict[str, Model] = {}
    while waiting:
        spaces = {_attribute(text, "namespace") for text in waiting.values()}
        ready = [name for name, text in waiting.items() if not _imports(text) & spaces]
        for name in ready or list(waiting):
            text = waiting.pop(name)
            with contextlib.suppress(DmnError):
                models[name] = load(text, models.values())
    return models


def _imports(text: bytes) -> set[str | None]:
    try:
        return {element.get("namespace") for element in children(read_document(text), "import")}
    except DmnError:
        return set()


def _attribute(text: bytes, name: str) -> str | None:
    try:
        return read_document(text).get(name)
    except DmnError:
        return None


def _outcome(name: str, model: Model, case: etree._Element, result: etree._Element) -> Outcome:
    expected_element = result.find("{*}expected")
    expected = None if expected_element is None else _value(expected_element)
    inputs = {node.get("name"): _value(node) for node in case.iterfind("{*}inputNode")}
    try:
        evaluation = _evaluated(model, case, result, inputs)
    except (DmnError, FeelError) as error:
        return Outcome(name, "errored", f"{type(error).__name__}: {error}")
    except Exception as error:  # noqa: BLE001  # the kit finds what we forgot
        return Outcome(name, "errored", f"!! {type(error).__name__}: {error}")
    if _same(evaluation.value, expected):
        return Outcome(name, "passed")
    warnings = " ".join(evaluation.warnings)[:300]
    return Outcome(name, "failed", f"expected {expected!r}, got {evaluation.value!r} {warnings}")


def _evaluated(model: Model, case: etree._Element, result: etree._Element, inputs: dict[str, Any]) -> Any:
    invocable = case.get("invocableName")
    if case.get("type") == "decisionService":
        evaluation = model.evaluate_service(invocable, inputs)
        several = isinstance(evaluation.value, dict) and len(case.findall("{*}resultNode")) > 1
        return replace(evaluation, value=evaluation.value[result.get("name")]) if several else evaluation
    return model.evaluate(result.get("name"), inputs)


def _value(element: etree._Element) -> Any:
    if element.get(_NIL) == "true":
        return None
    components = element.findall("{*}component")
    if components:
        return {part.get("name"): _value(part) for part in components}
    items = element.find("{*}list")
    if items is not None:
        return None if items.get(_NIL) == "true" else [_value(item) for item in items.iterfind("{*}item")]
    value = element.find("{*}value")
    return None if value is None else _scalar(value)


def _scalar(element: etree._Element) -> Any:
    if element.get(_NIL) == "true":
        return None
    text = "".join(element.itertext())
    kind = (element.get(_TYPE) or "string").split(":")[-1]
    if kind in _NUMBERS:
        return Decimal(text.strip())
    if kind == "boolean":
        return text.strip() == "true"
    if kind in _CONSTRUCTORS:
        return evaluate(f'{_CONSTRUCTORS[kind]}("{text.strip()}")', {})
    return text


def _same(actual: Any, expected: Any) -> bool:
    if isinstance(expected, Decimal) and isinstance(actual, Decimal):
        return abs(actual - expected) <= Decimal("1e-8") * max(1, abs(expected))
    if isinstance(expected, list) and isinstance(actual, list):
        return len(actual) == len(expected) and all(map(_same, actual, expected))
    if isinstance(expected, dict) and isinstance(actual, dict):
        return actual.keys() == expected.keys() and all(_same(actual[key], expected[key]) for key in expected)
    return equal(actual, expected, Run()) is True


def main(only: tuple[str, ...]) -> int:
    """Print passed, failed and errored by folder, and the total."""
    if not KIT.is_dir():
        print(f"The kit is missing: {KIT} is no folder.")
        return 1
    by_folder: dict[str, Counter[str]] = {}
    for outcome in outcomes(only):
        by_folder.setdefault(outcome.folder, Counter())[outcome.state] += 1
        if outcome.state != "passed":
            print(f"{outcome.state}: {outcome.name}\n    {outcome.detail}")
    for folder, counts in by_folder.items():
        print(f"{folder:45} {counts['passed']:5} passed {counts['failed']:4} failed {counts['errored']:4} errored")
    total = sum(by_folder.values(), Counter())
    print(f"{'total':45} {total['passed']:5} passed {total['failed']:4} failed {total['errored']:4} errored")
    return 0


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
