"""Runs a scenario: begins its case, takes its steps, looks at what came of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter

from app.core.actor import SYSTEM
from app.core.clock import company_zone
from app.core.db import transaction
from app.core.errors import AppError, Invalid
from app.engine import catalogue
from app.engine.due import read_moment
from app.engine.operations import publish_message, start_instance
from app.engine.operations.starting import start_by_event
from app.scenarios.cases import collected_cases, completed_elements, passages
from app.scenarios.errors import ScenarioFailed
from app.scenarios.expectations import check_expectations, check_step
from app.scenarios.files import Scenario
from app.scenarios.reference import given_sources
from app.scenarios.run import Run
from app.scenarios.stage import Stage
from app.scenarios.steps import settle, take_step
from app.scenarios.stubs import deploy_stubs


@dataclass(frozen=True)
class ScenarioResult:
    """What came of a scenario.

    failure: a sentence that names file and step; None when all was as told. path: elements that its case completed,
    in order. flows: ids of the sequence flows that were taken, by process.
    """

    scenario: Scenario
    failure: str | None
    path: tuple[str, ...] = ()
    flows: Mapping[str, frozenset[str]] = field(default_factory=dict)
    seconds: float = 0.0


def run_scenario(scenario: Scenario, *, on: Stage) -> ScenarioResult:
    """Run a scenario on a stage and undo it. A scenario that fails says why; nothing is raised for it."""
    began = perf_counter()
    with on.scene(writes_documents=scenario.writes_documents), collected_cases() as keys:
        run = Run(scenario, on.data, keys, on.data.at)
        failure = _failure(run)
        with transaction():
            path, flows = tuple(completed_elements(run.own_keys)), _flows(run)
    return ScenarioResult(scenario, failure, path, flows, perf_counter() - began)


def _failure(run: Run) -> str | None:
    """Why the scenario fails, as a sentence; None when it does not."""
    try:
        _play(run)
    except (ScenarioFailed, Invalid) as failed:
        return f"{run.place}: {_with_fields(failed)}"
    except AppError as refused:
        return f"{run.place}: {refused.message}"
    return None


def _with_fields(failed: AppError) -> str:
    fields = failed.fields if isinstance(failed, Invalid) else {}
    said = "; ".join(f"{name}: {' '.join(texts)}" for name, texts in fields.items())
    return f"{failed.message} ({said})" if said else failed.message


def _play(run: Run) -> None:
    run.at = read_moment(run.scenario.at, company_zone())
    deploy_stubs(run.scenario.called, at=run.at)
    for wanted in run.scenario.given:
        run.give(wanted, given_sources)
    _start(run)
    settle(run)
    run.step = 0
    check_step(run, {})
    for number, step in enumerate(run.scenario.steps, start=1):
        run.step = number
        take_step(run, step)
        settle(run)
        check_step(run, step)
    run.step = None
    check_expectations(run)


def _start(run: Run) -> None:
    start = run.scenario.start
    variables = run.filled(start["variables"])
    by = run.person(start["by"])[0] if "by" in start else SYSTEM
    with transaction():
        if "message" in start:
            publish_message(
                start["message"],
                correlation_key="",
                variables=variables,
                time_to_live_seconds=0,
                message_id=None,
                by=by,
                at=run.at,
            )
        elif "timer" in start:
            definition = catalogue.latest_definition(run.scenario.process)
            start_by_event(definition, start["timer"], received=variables, by=by, at=run.at)
        else:
            start_instance(run.scenario.process, variables=variables, by=by, at=run.at)


def _flows(run: Run) -> dict[str, frozenset[str]]:
    process_of = {case.key: case.process_id for case in run.cases()}
    taken: dict[str, set[str]] = defaultdict(set)
    for passage in passages(run.keys):
        taken[process_of[passage.instance_key]].update(passage.incoming_flows)
    return {process: frozenset(flows) for process, flows in taken.items()}
