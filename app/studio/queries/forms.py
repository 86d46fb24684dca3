"""Forms that are deployed, their versions and files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import defer

from app.core.db import Key, json_text, session
from app.core.errors import Missing
from app.engine.catalogue import content_of
from app.engine.models import Deployment, FormDefinition

MOST_VERSIONS = 100


class UnknownForm(Missing):
    """No such form, or no such version, was deployed."""

    def __init__(self, form_id: str, version: int | None = None) -> None:
        which = f" in version {version}" if version is not None else ""
        super().__init__(f"There is no form {form_id!r}{which}. Deploy it first.")


@dataclass(frozen=True)
class FormRow:
    """One version of a form; its schema is not read."""

    definition: FormDefinition
    deployed_at: datetime
    deployed_by: str
    reason: str | None


def forms_deployed(*, text: str, after: str | None, limit: int) -> list[FormRow]:
    """The newest version of up to `limit` + 1 forms by id, after one."""
    columns = FormDefinition.form_id, FormDefinition.version.desc()
    newest = select(FormDefinition.key).ext(distinct_on(FormDefinition.form_id)).order_by(*columns)
    if text:
        newest = newest.where(FormDefinition.form_id.icontains(text, autoescape=True))
    if after is not None:
        newest = newest.where(FormDefinition.form_id > after)
    return _rows(newest.limit(limit + 1))


def versions_of_form(form_id: str) -> list[FormRow]:
    """The versions of a form, the newest first. Raises UnknownForm."""
    chosen = select(FormDefinition.key).where(FormDefinition.form_id == form_id)
    rows = _rows(chosen.order_by(FormDefinition.version.desc()).limit(MOST_VERSIONS))
    if not rows:
        raise UnknownForm(form_id)
    return rows


def find_form(form_id: str, version: int | None = None) -> FormDefinition:
    """The newest version of a form, or the one asked for. Raises UnknownForm."""
    query = select(FormDefinition).where(FormDefinition.form_id == form_id)
    if version is not None:
        query = query.where(FormDefinition.version == version)
    found = session().scalar(query.order_by(FormDefinition.version.desc()).limit(1))
    if found is None:
        raise UnknownForm(form_id, version)
    return found


def file_of_form(definition: FormDefinition) -> bytes:
    """The file of a form, byte for byte; of one deployed before files were kept, its JSON."""
    if definition.resource_key is not None:
        return content_of(definition.resource_key)
    return json_text(definition.schema).encode("utf-8")


def _rows(keys: Select[Key]) -> list[FormRow]:
    query = (
        select(FormDefinition, Deployment.deployed_at, Deployment.deployed_by, Deployment.reason)
        .join(Deployment, Deployment.key == FormDefinition.deployment_key)
        .where(FormDefinition.key.in_(keys))
        .options(defer(FormDefinition.schema))
        .order_by(FormDefinition.form_id, FormDefinition.version.desc())
    )
    return [FormRow(*row) for row in session().execute(query)]
