"""Tasks of people who are away go to whoever stands in for them: ADR 0020.

A task opened for somebody who is away gets their substitute; `meant_for` keeps whose it is. Tasks that were open
already are moved by the sweep (`engine.operations.substitution`), and go back in the same way.
"""

from collections.abc import Sequence
from datetime import date

from app.engine.models import UserTask
from app.engine.projection import Row
from app.engine.stepping import Step
from app.identity.models import User
from app.identity.queries import users_named
from app.identity.standing_in import StandIn, stand_ins
from app.trail.operations import record

PEOPLE = ("user", "token")


def hand_to_substitutes(steps: Sequence[Step]) -> None:
    """Let the tasks that steps open for people who are away go to their substitutes. One statement, if any is named.

    Whoever does something here is not away, whatever the calendar says.
    """
    opened = [(step, row) for step in steps for row in step.rows.opened[UserTask] if _is_for_another(row, step)]
    if not opened:
        return
    known = stand_ins(opened[0][0].at)
    moved = [(step, row) for step, row in opened if row["assignee"] in known]
    names = users_named(row["assignee"] for _, row in moved)
    for step, row in moved:
        _hand_over(row, known[row["assignee"]], names, step)


def away_words(name: str, until: date) -> str:
    """Why a task goes to another: `Luca Ferri is away until 27 November 2026.`"""
    return f"{name} is away until {until.day} {until:%B %Y}."


def _is_for_another(row: Row, step: Step) -> bool:
    present = step.by.id if step.by.kind in PEOPLE else None
    return row["assignee"] not in {None, present}


def _hand_over(row: Row, stand_in: StandIn, names: dict[str, User], step: Step) -> None:
    person = row["assignee"]
    row["meant_for"], row["assignee"] = person, stand_in.user_name
    shown = names[person].display_name if person in names else person
    record(
        action="task.substituted",
        entity="user_task",
        entity_id=row["key"],
        by=step.by,
        at=step.at,
        case_key=step.instance.key,
        before={"assignee": person},
        after={"task": row["name"], "assignee": stand_in.user_name, "meant_for": person},
        reason=away_words(shown, stand_in.until),
    )
