"""`pratica scenarios`: run the scenarios of processes and say which flows they take."""

import json
import sys
from collections.abc import Sequence

import click

from app.scenarios.coverage import Coverage, coverage_of
from app.scenarios.files import read_scenario, scenario_files
from app.scenarios.running import ScenarioResult, run_scenario
from app.scenarios.stage import stage
from app.shipped import ROOT


@click.command()
@click.argument("processes", metavar="[PROCESS]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def scenarios(processes: tuple[str, ...], as_json: bool) -> None:
    """Run scenarios, of all processes or of those named; exit 1 when one fails or a flow is taken by none.

    Nothing of it stays in the database.
    """
    files = scenario_files(processes)
    told = [read_scenario(path.read_bytes(), file=path.relative_to(ROOT).as_posix()) for path in files]
    with stage() as on:
        results = [run_scenario(scenario, on=on) for scenario in told]
        wanted = set(processes) or {scenario.process for scenario in told}
        coverage = [one for one in coverage_of(on.files, results) if not processes or one.process in wanted]
    click.echo(_json(results, coverage) if as_json else _text(results, coverage))
    sys.exit(1 if any(result.failure for result in results) or any(one.missing for one in coverage) else 0)


def _json(results: Sequence[ScenarioResult], coverage: Sequence[Coverage]) -> str:
    told = [
        {
            "file": result.scenario.file,
            "name": result.scenario.name,
            "process": result.scenario.process,
            "failure": result.failure,
            "path": result.path,
            "seconds": round(result.seconds, 3),
        }
        for result in results
    ]
    covered = [{"process": one.process, "flows": one.flows, "missing": one.missing} for one in coverage]
    return json.dumps({"scenarios": told, "coverage": covered}, ensure_ascii=False, indent=2)


def _text(results: Sequence[ScenarioResult], coverage: Sequence[Coverage]) -> str:
    lines = [
        f"{'failed' if result.failure else 'ok    '}  {result.scenario.process}: {result.scenario.name}"
        + (f"\n        {result.failure}" if result.failure else "")
        for result in results
    ]
    lines += ["", *map(_covered, coverage), "", _summary(results)]
    return "\n".join(lines)


def _covered(one: Coverage) -> str:
    missing = f"; no scenario takes {', '.join(one.missing)}" if one.missing else ""
    return f"{one.process}: {one.flows - len(one.missing)} of {one.flows} flows, {one.percent} %{missing}"


def _summary(results: Sequence[ScenarioResult]) -> str:
    failed = sum(result.failure is not None for result in results)
    seconds = sum(result.seconds for result in results)
    return f"{len(results)} scenarios, {failed} failed, {seconds:.1f} s."
