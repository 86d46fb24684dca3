"""Hostile diagrams, decisions and forms are refused with element and expression, or do no harm."""

import subprocess
import sys
from datetime import datetime
from pathlib import Path
from time import perf_counter

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.engine.errors import DeploymentRefused
from app.engine.models import Deployment, Incident, ProcessInstance, UserTask
from app.engine.operations import deploy, start_instance

ATTACKS = Path(__file__).parent / "attacks"
SCRIPTS = sorted([*ATTACKS.glob("bpmn/script/*"), *ATTACKS.glob("bpmn/dos/*")])

# File, element that a finding must name, part of its sentence.
REFUSED = [
    *((str(path.relative_to(ATTACKS)), "t", "The element script does not run here: ") for path in SCRIPTS),
    ("bpmn/expr/e01_gateway.bpmn", "f2", "__import__('os')"),
    ("bpmn/expr/e05_timer_date_exec.bpmn", "t", "__import__('os').popen"),
    ("bpmn/expr/e07_timer_months_dos.bpmn", "t", "longer than 100 years"),
    ("bpmn/expr/e09_timer_cycle_zero.bpmn", "b", "shorter than 60 seconds"),
    ("bpmn/expr/e11_mi_cardinality_huge.bpmn", "t", "loopCardinality does not run here: 10**7"),
    ("bpmn/expr/e13_mi_completion_exec.bpmn", "t", "__import__('os')"),
    ("bpmn/expr/e15_prescript.bpmn", "t", "__import__(chr(111)+chr(115))"),
    ("bpmn/expr/e17_service_unknown_operator.bpmn", "t", 'id="os.system"'),
    ("bpmn/expr/e19_message_payload.bpmn", "M1", "__import__('os')"),
    ("bpmn/structure/t01_no_start.bpmn", "p", "no start event"),
    ("bpmn/structure/t03_duplicate_process.bpmn", "p", "used twice"),
    ("bpmn/structure/t05_unknown_element.bpmn", "t", "quantumTask is not known"),
    ("bpmn/structure/t07_mutual_call.bpmn", "t", 'calledElement="q"'),
    ("bpmn/structure/t09_token_explosion.bpmn", "a", "The element script does not run"),
    ("bpmn/structure/t11_nested_200.bpmn", "sp180", "nest more than 20 deep"),
    ("bpmn/structure/t15_empty.bpmn", None, "empty"),
    ("bpmn/structure/t19_nan_bounds.bpmn", "t", '"nan"'),
    ("xml/m01_xxe_file.bpmn", None, "DOCTYPE"),
    ("xml/m03_billion_laughs.bpmn", None, "DOCTYPE"),
    ("xml/m05_param_entity.bpmn", None, "DOCTYPE"),
    ("xml/m07_deep_300.bpmn", "p", "100 deep"),
    ("dmn/host.bpmn", "d", "spiffworkflow:calledDecisionId"),
    ("dmn/e21_input_cell.dmn", "c1", "__import__('os')"),
    ("dmn/e23_question_mark.dmn", "c1", "__import__('os')"),
    ("xml/m09_entity_in_dmn.dmn", None, "DOCTYPE"),
    ("forms/f01_html_labels.json", "iframe", "iframe"),
    ("forms/f03_proto_pollution.json", "__proto__.polluted", "cannot be used"),
]
HARMLESS = {
    "bpmn/expr/e03_gateway_bomb.bpmn",
    "bpmn/structure/t13_deadlock_join.bpmn",
    "bpmn/structure/t17_utf16.bpmn",
    "bpmn/structure/t21_lane_spoof.bpmn",
    "bpmn/xss/x01_names.bpmn",
}
MEASURE = """
import resource, sys, time
from pathlib import Path
from app.engine.checks import check_files
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
slowest = 0.0
for name in sys.argv[1:]:
    path = Path(name)
    begun = time.perf_counter()
    check_files({path.name.replace(".json", ".form"): path.read_bytes()})
    slowest = max(slowest, time.perf_counter() - begun)
print(slowest, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


def files_of(name: str) -> dict[str, bytes]:
    """The attack as it is deployed: a decision lies beside its host, a form has its ending."""
    path = ATTACKS / name
    files = {path.name.replace(".json", ".form"): path.read_bytes()}
    if path.suffix == ".dmn":
        files["host.bpmn"] = (ATTACKS / "dmn/host.bpmn").read_bytes()
    return files


def signs_of_execution() -> list[Path]:
    return [*Path.cwd().glob("bpm_pwned_*"), *ATTACKS.rglob("bpm_pwned_*")]


def started(name: str, session: Session, *, by: Actor, at: datetime) -> ProcessInstance:
    with transaction():
        deploy(files_of(name), by=by, at=at)
    with transaction():
        instance = start_instance("p", variables={}, by=by, at=at)
    return session.get_one(ProcessInstance, instance.key)


def test_every_attack_file_is_accounted_for() -> None:
    there = {str(path.relative_to(ATTACKS)) for path in ATTACKS.rglob("*") if path.is_file()} - {"README.md"}

    assert {name for name, *_ in REFUSED} | HARMLESS == there


@pytest.mark.parametrize(("name", "element_id", "part"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_attack_is_refused_with_its_element(
    session: Session, actor: Actor, at: datetime, *, name: str, element_id: str | None, part: str
) -> None:
    begun = perf_counter()
    with pytest.raises(DeploymentRefused) as refusal, transaction():
        deploy(files_of(name), by=actor, at=at)
    seconds = perf_counter() - begun

    findings = [(found.severity, found.element_id) for found in refusal.value.findings if part in found.message]
    assert ("error", element_id) in findings
    assert seconds < 1
    assert session.scalar(select(func.count()).select_from(Deployment)) == 0
    assert signs_of_execution() == []


def test_python_in_a_script_is_repeated_in_the_refusal(session: Session, actor: Actor, at: datetime) -> None:
    with pytest.raises(DeploymentRefused) as refusal, transaction():
        deploy(files_of("bpmn/script/s01.bpmn"), by=actor, at=at)

    assert "os.system('touch bpm_pwned_S01')" in refusal.value.message


def test_power_bomb_in_a_condition_ends_at_once(session: Session, actor: Actor, at: datetime) -> None:
    begun = perf_counter()
    instance = started("bpmn/expr/e03_gateway_bomb.bpmn", session, by=actor, at=at)

    assert perf_counter() - begun < 3
    assert instance.state == "COMPLETED" or instance.incident_count == 1


def test_join_that_waits_for_ever_is_only_a_warning(session: Session, actor: Actor, at: datetime) -> None:
    instance = started("bpmn/structure/t13_deadlock_join.bpmn", session, by=actor, at=at)

    assert instance.state == "ACTIVE"


def test_diagram_in_utf_16_runs(session: Session, actor: Actor, at: datetime) -> None:
    instance = started("bpmn/structure/t17_utf16.bpmn", session, by=actor, at=at)

    assert instance.state == "ACTIVE"


def test_lane_grants_nothing(session: Session, actor: Actor, at: datetime) -> None:
    instance = started("bpmn/structure/t21_lane_spoof.bpmn", session, by=actor, at=at)

    task = session.scalars(select(UserTask).where(UserTask.instance_key == instance.key)).one()
    assert (task.assignee, list(task.candidate_groups), list(task.candidate_users)) == (None, [], [])


def test_markup_in_a_name_stays_text(session: Session, actor: Actor, at: datetime) -> None:
    instance = started("bpmn/xss/x01_names.bpmn", session, by=actor, at=at)

    task = session.scalars(select(UserTask).where(UserTask.instance_key == instance.key)).one()
    assert task.name == "<img src=x onerror=alert(document.domain)>"
    assert session.scalar(select(func.count()).select_from(Incident)) == 0


def test_all_attacks_are_checked_in_little_time_and_memory() -> None:
    names = [str(path) for path in sorted(ATTACKS.rglob("*")) if path.suffix in {".bpmn", ".dmn", ".json"}]

    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *names], capture_output=True, text=True, timeout=60, check=True
    )

    slowest_seconds, grown_mebibytes = map(float, done.stdout.split())
    assert slowest_seconds < 1
    assert grown_mebibytes < 64
