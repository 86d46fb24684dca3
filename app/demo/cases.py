"""Lets the cases of the demo company happen: each step through the engine, at its time, by its person."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.catalog.models import Product
from app.core.actor import Actor
from app.core.db import Key, session, transaction
from app.demo.jobs import do_jobs
from app.demo.people import PEOPLE
from app.engine import operations
from app.engine.models import ProcessInstance, TaskState, Timer, UserTask
from app.parties.models import Party

Story = dict[str, Any]  # Any: JSON of `data/stories.json`
PROCESS = "lead_to_order"
SATURDAY = 5
ACTORS = {user_name: Actor("user", user_name, name) for user_name, name, _role, _groups in PEOPLE}
WEB_FORM = Actor("web", "web_form", "Web form")
STEP_HOURS = 5
DAY_FIELDS = frozenset({"follow_up_on", "expected_signing_on", "delivery_on"})


def tell(story: Story, *, number: int, at: datetime) -> None:
    """Let one case happen up to where it stands today; a case told before stays as it is."""
    start_key = f"demo:{number}"
    if session().scalar(select(ProcessInstance.key).where(ProcessInstance.start_key == start_key)) is not None:
        session().rollback()
        return
    session().rollback()
    moments = _moments(story, at)
    case_key = _begin(story, start_key=start_key, at=next(moments))
    for step in story.get("steps", ()):
        _take(case_key, step, until=next(moments), today=at)
    if story.get("jobs", True):  # else a worker finds something to do
        _let_time_pass(case_key, until=at)


def _begin(story: Story, *, start_key: str, at: datetime) -> Key:
    with transaction():
        lead = dict(story["lead"])
        if name := lead.pop("party", None):
            lead["party_id"] = str(session().scalars(select(Party.id).where(Party.name == name)).one())
        by = ACTORS[story["by"]] if story.get("by") else WEB_FORM
        return operations.start_instance(PROCESS, variables=lead, by=by, at=at, start_key=start_key).key


def _take(case_key: Key, step: Story, *, until: datetime, today: datetime) -> None:
    """One step of a story: complete the task that waits, claim it, or leave a draft."""
    _let_time_pass(case_key, until=until)
    by = ACTORS[step["by"]]
    values = {name: _value(name, value, today) for name, value in step.get("values", {}).items()}
    with transaction():
        task = (
            session()
            .scalars(select(UserTask).where(UserTask.instance_key == case_key, UserTask.state == TaskState.CREATED))
            .one()
        )
        assert task.element_id == step["task"], f"{task.element_id} waits, the story says {step['task']}"
        key = task.key
        if task.assignee != by.id:
            operations.assign_task(key, assignee=by.id, by=by, at=until)
        match step.get("does", "complete"):
            case "complete":
                operations.complete_task(key, variables=values, by=by, at=until)
            case "draft":
                operations.save_draft(key, values=values, by=by)
            case "claim":
                pass


def _let_time_pass(case_key: Key, *, until: datetime) -> None:
    """Do the jobs that wait and fire the timers that are due, in order."""
    do_jobs(case_key, at=until)
    while (timer := _due_timer(case_key, until)) is not None:
        with transaction():
            operations.fire_timer(timer.key, at=timer.due_at)
        do_jobs(case_key, at=timer.due_at)


def _due_timer(case_key: Key, until: datetime) -> Timer | None:
    open_timers = select(Timer).where(
        Timer.instance_key == case_key, Timer.fired_at.is_(None), Timer.cancelled_at.is_(None), Timer.due_at <= until
    )
    found = session().scalars(open_timers.order_by(Timer.due_at).limit(1)).first()
    session().rollback()
    return found


def _moments(story: Story, at: datetime) -> Iterator[datetime]:
    """The times of the story's steps: working days, the first `days_ago`, none after `at`."""
    moment = at - timedelta(days=story["days_ago"])
    gaps = story.get("gaps", [])
    for number in range(len(story.get("steps", ())) + 1):
        if number:
            hours = gaps[number - 1] * 24 if number <= len(gaps) else STEP_HOURS
            moment += timedelta(hours=hours)
        while moment.weekday() >= SATURDAY:
            moment += timedelta(days=1)
        moment = min(moment, at)
        yield moment


def _value(name: str, value: Any, today: datetime) -> Any:  # Any: a form's value
    """The value as the form sends it: days counted from today, products by their code."""
    if name in DAY_FIELDS:
        return (today.date() + timedelta(days=value)).isoformat()
    if name == "quote_lines":
        codes = dict(session().execute(select(Product.code, Product.id)).all())
        return [
            {"product_id": str(codes[code]), "quantity": quantity, "discount_percent": discount}
            for code, quantity, discount in value
        ]
    return value
