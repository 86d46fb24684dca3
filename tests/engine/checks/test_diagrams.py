"""Each small diagram under tests/engine/data says in its first lines what must be found in it, and nothing more."""

import re
from pathlib import Path

import pytest

from app.engine.checks import Finding, check_files

DATA = Path(__file__).parents[1] / "data"
EXPECTED = re.compile(r"<!-- (error|warning) (.*?): (.*?) -->")


def diagrams(folder: str) -> list[Path]:
    return sorted((DATA / folder).glob("*.bpmn"))


def expected(path: Path) -> list[tuple[str, str | None, str]]:
    return [(severity, element, part) for severity, element, part in EXPECTED.findall(path.read_text("utf-8"))]


def is_expected(finding: Finding, expectations: list[tuple[str, str | None, str]]) -> bool:
    return any(
        finding.severity == severity and finding.element_id == element and part in finding.message
        for severity, element, part in expectations
    )


@pytest.mark.parametrize("path", diagrams("valid"), ids=lambda path: path.stem)
def test_valid_diagram_passes_without_a_finding(path: Path) -> None:
    assert check_files({path.name: path.read_bytes()}) == []


@pytest.mark.parametrize("path", [*diagrams("refused"), *diagrams("warned")], ids=lambda path: path.stem)
def test_diagram_has_exactly_the_findings_it_announces(path: Path) -> None:
    expectations = expected(path)

    findings = check_files({path.name: path.read_bytes()})

    unexpected = [str(finding) for finding in findings if not is_expected(finding, expectations)]
    missed = [
        expectation for expectation in expectations if not any(is_expected(found, [expectation]) for found in findings)
    ]
    assert (unexpected, missed) == ([], [])


@pytest.mark.parametrize("path", [*diagrams("refused"), *diagrams("warned")], ids=lambda path: path.stem)
def test_every_finding_says_what_to_do(path: Path) -> None:
    for finding in check_files({path.name: path.read_bytes()}):
        assert finding.message.endswith((".", '"', "…")) or ":" in finding.message
        assert finding.remedy.endswith(".")
        assert finding.line
