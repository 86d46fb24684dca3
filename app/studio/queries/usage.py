"""Which processes name a form or a decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import LargeBinary, func, literal, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from app.core.db import session
from app.engine.models import ProcessDefinition, Resource
from app.studio.references import References, references


@dataclass(frozen=True)
class Usage:
    """A process whose newest version names what was asked for, and the elements that do."""

    process: ProcessDefinition
    elements: Sequence[str]


def processes_that_name(kind: Literal["forms", "decisions"], named: str) -> list[Usage]:
    """The processes whose newest version names a form or decision by its id, by name. One statement."""
    order = ProcessDefinition.process_id, ProcessDefinition.version.desc()
    newest = select(ProcessDefinition).ext(distinct_on(ProcessDefinition.process_id)).order_by(*order).subquery()
    shown = aliased(ProcessDefinition, newest)
    mentions = func.position(literal(named.encode("utf-8"), LargeBinary).op("IN")(Resource.content)) > 0
    query = (
        select(shown, Resource.content)
        .join(Resource, Resource.key == shown.resource_key)
        .where(mentions)
        .order_by(shown.name, shown.process_id)
    )
    found = [(process, references(content)) for process, content in session().execute(query)]
    return [Usage(process, users) for process, refers in found if (users := _users(refers, kind).get(named))]


def _users(refers: References, kind: Literal["forms", "decisions"]) -> dict[str, list[str]]:
    return refers.forms if kind == "forms" else refers.decisions
