"""The files of scenarios: where they lie, what they may say."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from app.core.db import Json
from app.scenarios.errors import ScenarioInvalid
from app.shipped import ROOT

FOLDER = ROOT / "bpmn" / "scenarios"
BEGINS = "2026-11-23T09:00"  # a Monday
STEP_KINDS = ("task", "job", "message", "signal", "clock", "retry", "given")
MOST_STEPS = 200


@dataclass(frozen=True)
class Scenario:
    """One way through a process. `file` names it in sentences; the rest is as `docs/scenarios.md` says."""

    file: str
    name: str
    process: str
    at: str
    given: tuple[str | Json, ...]
    start: Json
    called: dict[str, Json]
    writes_documents: bool
    steps: tuple[Json, ...]
    expect: Json


class _Start(Schema):
    by = fields.String()
    variables = fields.Dict(keys=fields.String(), load_default=dict)
    message = fields.String()
    timer = fields.String()


class _Expected(Schema):
    path = fields.List(fields.String())
    passes = fields.List(fields.String())
    avoids = fields.List(fields.String())
    ends = fields.List(fields.String())
    state = fields.String(validate=validate.OneOf(("ACTIVE", "COMPLETED", "TERMINATED")))
    open = fields.List(fields.String())
    variables = fields.Dict(keys=fields.String())
    documents = fields.List(fields.String())
    mails = fields.Integer(strict=True)
    incidents = fields.List(fields.String())


class _Step(Schema):
    task = fields.String()
    job = fields.String()
    message = fields.String()
    signal = fields.String()
    clock = fields.String()
    retry = fields.String()
    given = fields.Raw()
    by = fields.String()
    values = fields.Dict(keys=fields.String())
    refused = fields.String()
    result = fields.Dict(keys=fields.String())
    fails = fields.String()
    error = fields.String()
    key = fields.String()
    variables = fields.Dict(keys=fields.String())
    process = fields.String()
    where = fields.Dict(keys=fields.String())
    expect_open = fields.List(fields.String())
    expect = fields.Dict(keys=fields.String())


class _File(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 200))
    process = fields.String(required=True)
    at = fields.String(load_default=BEGINS)
    given = fields.List(fields.Raw(), load_default=list)
    start = fields.Nested(_Start, load_default=lambda: _Start().load({}))
    called = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String()), load_default=dict)
    documents = fields.String(validate=validate.OneOf(("write", "skip")), load_default="skip")
    steps = fields.List(fields.Nested(_Step), load_default=list, validate=validate.Length(0, MOST_STEPS))
    expect = fields.Nested(_Expected, load_default=dict)


def scenario_files(processes: Iterable[str] = (), *, folder: Path = FOLDER) -> list[Path]:
    """The files of these processes, of all when none is named, in order. Raises ScenarioInvalid for an unknown one."""
    known = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    wanted = sorted(set(processes)) or known
    for process in wanted:
        if process not in known:
            raise ScenarioInvalid(folder.name, f"there are no scenarios of {process!r}; known are {', '.join(known)}.")
    return [path for process in wanted for path in sorted((folder / process).glob("*.json"))]


def read_scenario(content: bytes | str, *, file: str) -> Scenario:
    """The scenario that a file tells. Raises ScenarioInvalid with a sentence that names the place."""
    try:
        told = _File().load(json.loads(content))
    except ValidationError as error:
        raise ScenarioInvalid(file, _sentence(error.messages)) from error
    except ValueError as error:
        raise ScenarioInvalid(file, f"this is no JSON: {error}.") from error
    _refuse_unclear_steps(told["steps"], file)
    return Scenario(
        file=file,
        name=told["name"],
        process=told["process"],
        at=told["at"],
        given=tuple(told["given"]),
        start=told["start"],
        called=told["called"],
        writes_documents=told["documents"] == "write",
        steps=tuple(told["steps"]),
        expect=told["expect"],
    )


def _refuse_unclear_steps(steps: Sequence[Json], file: str) -> None:
    for number, step in enumerate(steps, start=1):
        kinds = [kind for kind in STEP_KINDS if kind in step]
        if len(kinds) != 1:
            said = " and ".join(kinds) or "none of them"
            raise ScenarioInvalid(file, f"step {number} needs one of {', '.join(STEP_KINDS)}; it has {said}.")


def _sentence(messages: Any, place: str = "") -> str:  # Any: marshmallow's tree of messages
    if isinstance(messages, dict):
        name, inner = next(iter(messages.items()))
        step = name + 1 if isinstance(name, int) else name
        return _sentence(inner, f"{place}.{step}" if place else str(step))
    first = messages[0] if isinstance(messages, list) else messages
    return f"{place}: {first}"
