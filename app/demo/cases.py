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
FRIDAY = 4
MORNING = 7  # o'clock UTC
WORKING_MINUTES = 8 * 60
ACTORS = {user_name: Actor("user", user_name, name) for user_name, name, _role, _groups in PEOPLE}
WEB_FORM = Actor("web", "web_form", "Web form")
USUAL_GAP_DAYS = 0.2
SHORTEST_PAUSE = timedelta(minutes=20)
WORKERS_TAKE = timedelta(minutes=1)
DAY_FIELDS = frozenset({"follow_up_on", "expected_signing_on", "delivery_on"})


def tell(story: Story, *, number: int, at: datetime) -> None:
    """Let one case happen up to where it stands today; a case told before stays as it is."""
    start_key = f"demo:{number}"
    if session().scalar(select(ProcessInstance.key).where(ProcessInstance.start_key == start_key)) is not None:
        session().rollback()
        return
    session().rollback()
    moments = _moments(story, at, number=number)
    case_key = _begin(story, start_key=start_key, at=next(moments))
    steps = story.get("steps", ())
    for position, step in enumerate(steps, start=1):
        moment = next(moments)
        let_time_pass(case_key, until=moment)
        _take(case_key, step, moment=moment, today=at)
        if position < len(steps) or story.get("jobs", True):
            do_jobs(case_key, at=min(at, moment + WORKERS_TAKE))
    if story.get("jobs", True):  # else a worker finds something to do
        let_time_pass(case_key, until=at)


def _begin(story: Story, *, start_key: str, at: datetime) -> Key:
    with transaction():
        lead = dict(story["lead"])
        if name := lead.pop("party", None):
            lead["party_id"] = str(session().scalars(select(Party.id).where(Party.name == name)).one())
        by = ACTORS[story["by"]] if story.get("by") else WEB_FORM
        return operations.start_instance(PROCESS, variables=lead, by=by, at=at, start_key=start_key).key


def _take(case_key: Key, step: Story, *, moment: datetime, today: datetime) -> None:
    """One step of a story: complete the task that waits, claim it, or leave a draft."""
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
            operations.assign_task(key, assignee=by.id, by=by, at=moment)
        match step.get("does", "complete"):
            case "complete":
                operations.complete_task(key, variables=values, by=by, at=moment)
            case "draft":
                operations.save_draft(key, values=values, by=by)
            case "claim":
                pass


def let_time_pass(case_key: Key, *, until: datetime) -> None:
    """Fire the timers that are due, in order, and do the jobs that follow."""
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


def _moments(story: Story, at: datetime, *, number: int) -> Iterator[datetime]:
    """The times of the story's steps: in working hours, the first `days_ago`, none after `at`."""
    gaps = story.get("gaps", [])
    days_ago = story["days_ago"]
    moment = at
    for step in range(len(story.get("steps", ())) + 1):
        planned = _in_working_hours(at - timedelta(days=days_ago), minute=number * 37 + step * 95)
        moment = min(at, planned if step == 0 else max(planned, moment + SHORTEST_PAUSE))
        yield moment
        days_ago -= gaps[step] if step < len(gaps) else USUAL_GAP_DAYS


def _in_working_hours(moment: datetime, *, minute: int) -> datetime:
    """A minute between eight and four on that day, or on the Friday before a weekend."""
    back = max(0, moment.weekday() - FRIDAY)
    morning = moment.replace(hour=MORNING, minute=0, second=0, microsecond=0) - timedelta(days=back)
    return morning + timedelta(minutes=minute % WORKING_MINUTES)


def _value(name: str, value: Any, today: datetime) -> Any:  # Any: a form's value
    """The value as the form sends it: days counted from today, products by their code."""
    if name in DAY_FIELDS:
        return (today.date() + timedelta(days=value)).isoformat()
    if name == "quote_lines":
        codes = dict(session().execute(select(Product.code, Product.id)).all())
        return [
            {
                "product_id": str(codes[code]),
                "quantity": quantity,
                "discount_percent": discount,
                "alternative": letter[0] if letter else "all",
            }
            for code, quantity, discount, *letter in value
        ]
    return value
