"""Every shipped scenario, and every sequence flow of every shipped diagram."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.scenarios import ScenarioResult, Stage, coverage_of, read_scenario, run_scenario, scenario_files, stage
from app.shipped import ROOT, SHIPPED, contents

FILES = scenario_files()
PROCESSES = sorted(path.stem for path in (ROOT / "bpmn").glob("*.bpmn"))


class Results:
    """What came of each file; run once, asked for by both tests."""

    def __init__(self, on: Stage) -> None:
        self.on = on
        self.known: dict[Path, ScenarioResult] = {}

    def of(self, path: Path) -> ScenarioResult:
        if path not in self.known:
            told = read_scenario(path.read_bytes(), file=path.relative_to(ROOT).as_posix())
            self.known[path] = run_scenario(told, on=self.on)
        return self.known[path]


@pytest.fixture(scope="module")
def results(app: Flask) -> Iterator[Results]:
    with app.app_context(), stage() as on:
        yield Results(on)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_scenario_goes_as_told(path: Path, results: Results) -> None:
    result = results.of(path)

    assert result.scenario.process == path.parent.name
    assert result.failure is None, result.failure


@pytest.mark.parametrize("process", PROCESSES)
def test_scenarios_take_every_flow(process: str, results: Results) -> None:
    done = [results.of(path) for path in FILES]
    coverage = {one.process: one for one in coverage_of(contents(SHIPPED), done)}

    assert coverage[process].missing == ()
