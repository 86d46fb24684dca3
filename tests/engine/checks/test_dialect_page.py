"""The page of the dialect says what the code runs and refuses, and each of its lines has a diagram that shows it."""

import re
from pathlib import Path

import pytest

from app.engine.checks import Known, check_files, read_xml
from app.engine.checks.dialect import EVENTS, REFUSED
from app.engine.checks.events import place_of
from app.engine.checks.extensions_table import EXTENSIONS, REFUSED_EXTENSIONS
from app.engine.checks.model import EVENTS as EVENT_ELEMENTS
from app.engine.checks.model import NODES, read_diagram

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "dialect.md"
DATA = ROOT / "tests" / "engine" / "data"
WORDS = {"compensation": "compensate", "plain": "none"}
KNOWN = Known(forms={"lead/qualify"}, decisions={"discount"}, job_types={"sales.issue_quote"})


def rows(heading: str) -> list[list[str]]:
    """The cells of the table under a heading; the last is the path of the diagram."""
    section = PAGE.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")][1:]
    return [[re.sub(r"\[.*?\]\(\.\./(.*?)\)", r"\1", cell.strip()) for cell in line.split("|")[1:-1]] for line in lines]


def in_ticks(heading: str) -> dict[str, list[str]]:
    """The rows about one element each, by its name."""
    return {row[0].strip("`"): row[1:] for row in rows(heading) if row[0].startswith("`")}


def holds(path: str, tag: str) -> bool:
    prefix, _, name = tag.rpartition(":")
    return f"<{prefix or 'bpmn'}:{name}" in (ROOT / path).read_text("utf-8")


def test_events_on_the_page_are_those_that_run() -> None:
    shown = {(place, WORDS.get(kind, kind)) for place, kind, _ in rows("Events that run")}

    assert shown == {(place, kind) for place, kinds in EVENTS.items() for kind in kinds}


@pytest.mark.parametrize(("place", "kind", "path"), rows("Events that run"), ids=lambda cell: cell.rpartition("/")[2])
def test_diagram_of_an_event_has_it_in_its_place(place: str, kind: str, path: str) -> None:
    diagram = read_diagram(read_xml((ROOT / path).read_bytes()))
    events = [node for process in diagram.executable for node in process.all_nodes() if node.kind in EVENT_ELEMENTS]

    assert (place, WORDS.get(kind, kind)) in {(place_of(node), node.event) for node in events}


def test_elements_on_the_page_are_those_that_run() -> None:
    shown = in_ticks("Activities, gateways and other elements that run")

    assert set(shown) == (NODES - EVENT_ELEMENTS) | {"transaction"}
    assert [tag for tag, (path,) in shown.items() if not holds(path, tag)] == []


def test_extension_elements_on_the_page_are_those_that_run() -> None:
    shown = in_ticks("Extension elements that run")

    assert set(shown) == {f"zeebe:{name}" for name in EXTENSIONS}
    assert [tag for tag, (path,) in shown.items() if not holds(path, tag)] == []


def test_refused_elements_on_the_page_are_those_that_are_refused_with_their_remedies() -> None:
    shown = in_ticks("Elements that are refused")

    refused = REFUSED | {f"zeebe:{name}": remedy for name, remedy in REFUSED_EXTENSIONS.items()}
    assert {tag: remedy for tag, (remedy, _) in shown.items()} == refused
    assert [tag for tag, (_, path) in shown.items() if not holds(path, tag)] == []


def test_diagrams_of_refused_uses_are_refused() -> None:
    paths = [ROOT / path for _, path in rows("Uses that are refused")]

    assert all(check_files({path.name: path.read_bytes()}) for path in paths)
    assert {path.parent.name for path in paths} == {"refused"}


@pytest.mark.parametrize("path", sorted((DATA / "named").glob("*.bpmn")), ids=lambda path: path.stem)
def test_diagram_that_names_others_passes_where_they_are_known(path: Path) -> None:
    assert check_files({path.name: path.read_bytes()}, KNOWN) == []
