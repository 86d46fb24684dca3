"""What a scenario expects, compared with what came."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from app.core.db import Json, session
from app.documents.models import Document
from app.engine.models import ElementState
from app.mail.models import MailMessage
from app.scenarios.cases import completed_elements, open_incidents, open_tasks, passages
from app.scenarios.errors import ScenarioFailed
from app.scenarios.run import Run
from app.scenarios.substitution import ANY

END_EVENT = "endEvent"


def check_step(run: Run, step: Json) -> None:
    """After each step: no incident that is not expected, the tasks and variables that it names."""
    with run.read_only():
        _check_incidents(run)
        if "expect_open" in step:
            _same(step["expect_open"], [task.element_id for task in open_tasks(run.keys)], "open tasks")
        _check_variables(run, step.get("expect", {}))


def check_expectations(run: Run) -> None:
    """At the end: all that `expect` says. Raises ScenarioFailed with the first difference."""
    expect = run.scenario.expect
    with run.read_only():
        _check_end(run, expect)
        _check_way(run, expect)
        _check_variables(run, expect.get("variables", {}))
        if "documents" in expect:
            _same(expect["documents"], _documents(run), "documents")
        if "mails" in expect and (sent := _mails(run)) != expect["mails"]:
            raise ScenarioFailed(f"{expect['mails']} mails were expected; {sent} were written.")


def _check_end(run: Run, expect: Json) -> None:
    case = run.own_case
    if case is None:
        raise ScenarioFailed(f"no case of {run.scenario.process} began.")
    still_open = [task.element_id for task in open_tasks(run.keys)]
    wanted = expect.get("state", "COMPLETED")
    if case.state != wanted:
        waits = ", ".join(still_open) or _active(run)
        raise ScenarioFailed(f"the case should be {wanted}, but it is {case.state}; it waits at {waits}.")
    if "open" in expect:
        _same(expect["open"], still_open, "open tasks")
    left = [incident.element_id for incident in open_incidents(run.keys)]
    _same(expect.get("incidents", []), left, "incidents")


def _check_way(run: Run, expect: Json) -> None:
    if "path" in expect:
        _check_path(expect["path"], completed_elements(run.own_keys))
    everywhere = set(completed_elements(run.keys))
    if missed := [element for element in expect.get("passes", []) if element not in everywhere]:
        raise ScenarioFailed(f"these elements were not completed: {', '.join(missed)}.")
    if passed := [element for element in expect.get("avoids", []) if element in everywhere]:
        raise ScenarioFailed(f"these elements were completed, but should not be: {', '.join(passed)}.")
    if "ends" in expect:
        _same(expect["ends"], _ends(run), "end events")


def _check_path(wanted: list[str], taken: list[str]) -> None:
    for number, (one, other) in enumerate(zip(wanted, taken, strict=False), start=1):
        if one != other:
            before = f" after {wanted[number - 2]}" if number > 1 else ""
            raise ScenarioFailed(f"the path was expected to go to {one}{before}, but it went to {other}.")
    if len(wanted) > len(taken):
        raise ScenarioFailed(f"the path ended before {wanted[len(taken)]}.")
    if len(taken) > len(wanted):
        raise ScenarioFailed(f"the path went on to {', '.join(taken[len(wanted) :])}.")


def _check_variables(run: Run, wanted: Json) -> None:
    present = run.variables() if wanted else {}
    for name, value in wanted.items():
        expected, found = run.filled(value), present.get(name)
        if found is None if expected == ANY else not _agree(found, expected):
            shown = "a value" if expected == ANY else repr(expected)
            raise ScenarioFailed(f"the variable {name} should be {shown}, but it is {found!r}.")


def _agree(found: Any, expected: Any) -> bool:  # Any: JSON
    """Whether a value is as expected; a mapping may have more keys than the expected one names."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return all(_agree(found.get(name), value) for name, value in expected.items())
    if isinstance(expected, list) and isinstance(found, list):
        return len(found) == len(expected) and all(map(_agree, found, expected))
    if isinstance(expected, float):
        return found is not None and not isinstance(found, str) and abs(float(found) - expected) < 1e-9
    return bool(found == expected) or (expected == ANY and found is not None)


def _check_incidents(run: Run) -> None:
    """An incident stops the scenario, unless it is expected or a later step retries it."""
    later = run.scenario.steps[run.step or 0 :]
    allowed = {*run.scenario.expect.get("incidents", []), *(step["retry"] for step in later if "retry" in step)}
    for incident in open_incidents(run.keys):
        if incident.element_id not in allowed:
            trace = incident.technical_trace or ""
            last = f" ({trace.strip().splitlines()[-1]})" if trace.strip() else ""
            raise ScenarioFailed(f"{incident.element_id} has an incident: {incident.message}{last}")


def _documents(run: Run) -> list[str]:
    wanted = select(Document.kind).where(Document.case_key.in_(run.keys)).order_by(Document.created_at)
    return list(session().scalars(wanted))


def _mails(run: Run) -> int:
    wanted = select(func.count()).select_from(MailMessage).where(MailMessage.case_key.in_(run.keys))
    return session().scalar(wanted) or 0


def _ends(run: Run) -> list[str]:
    done = [passage for passage in passages(run.own_keys) if passage.state is ElementState.COMPLETED]
    return [passage.element_id for passage in done if passage.element_type == END_EVENT]


def _active(run: Run) -> str:
    active = [passage.element_id for passage in passages(run.keys) if passage.state is ElementState.ACTIVE]
    return ", ".join(active) or "nothing"


def _same(wanted: Iterable[str], found: Iterable[str], what: str) -> None:
    expected, there = Counter(wanted), Counter(found)
    if expected == there:
        return
    missing = ", ".join((expected - there).elements())
    more = ", ".join((there - expected).elements())
    parts = [part for part in (missing and f"missing: {missing}", more and f"not expected: {more}") if part]
    raise ScenarioFailed(f"the {what} are others than expected; {'; '.join(parts)}.")
