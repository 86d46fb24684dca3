"""Scenarios of processes: told in files, run for real and undone. `docs/scenarios.md` describes them."""

from app.scenarios.coverage import Coverage, coverage_of
from app.scenarios.files import Scenario, read_scenario, scenario_files
from app.scenarios.running import ScenarioResult, run_scenario
from app.scenarios.stage import Stage, stage

__all__ = [
    "Coverage",
    "Scenario",
    "ScenarioResult",
    "Stage",
    "coverage_of",
    "read_scenario",
    "run_scenario",
    "scenario_files",
    "stage",
]
