"""Makes the least that people at work need: employees, absences, the deployed process, one task on its way."""

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

from app import handlers
from app.activities.models import Employee
from app.core.actor import Actor
from app.core.db import session, transaction
from app.engine.operations import complete_task, deploy
from app.identity.models import Absence, AbsenceKind
from tests.engine.driver import Driver
from tests.fixtures.moments import NOW

ROOT = Path(__file__).parents[2]
ANNA = Actor("user", "anna", "Anna Bianchi")
LUCA = Actor("user", "luca", "Luca Ferri")
MARTA = Actor("user", "marta", "Marta Testa")
MONDAY = date(2026, 11, 23)

assert handlers


@cache
def process_files() -> dict[str, bytes]:
    """The shipped diagram with its forms."""
    paths = [ROOT / "bpmn/task.bpmn", *ROOT.glob("forms/task/*.form")]
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in paths}


def deploy_process(at: datetime) -> None:
    with transaction():
        deploy(process_files(), by=ANNA, at=at)


def make_employee(user_name: str | None = "luca", **values: Any) -> Employee:
    employee = Employee(
        id=uuid4(),
        **{"name": "Luca Ferri", "user_name": user_name, "created_at": NOW, "created_by": "anna", **values},
    )
    session().add(employee)
    session().flush()
    return employee


def make_absence(employee: Employee, starts_on: date, ends_on: date) -> Absence:
    absence = Absence(
        id=uuid4(),
        employee_id=employee.id,
        user_name=employee.user_name,
        starts_on=starts_on,
        ends_on=ends_on,
        kind=AbsenceKind.HOLIDAY,
        created_at=NOW,
        created_by="anna",
    )
    session().add(absence)
    session().flush()
    return absence


class Asked(Driver):
    """One case of `task`, asked by Anna of Luca unless the test says otherwise."""

    def __init__(self, at: datetime, **variables: Any) -> None:
        super().__init__(
            at, "task", **{"task_text": "Call Rossi\nabout the press", "task_for": ["user:luca"], **variables}
        )

    def answer(self, element_id: str, *, by: Actor = LUCA, **values: Any) -> None:
        """Complete the oldest open task of an element as one of the people."""
        key = next(task.key for task in self.tasks() if task.element_id == element_id)
        with transaction():
            complete_task(key, variables=values, by=by, at=self.at)

    def whose(self) -> list[tuple[str, str | None]]:
        """Element id and assignee of the open tasks."""
        return [(task.element_id, task.assignee) for task in self.tasks()]
