"""A message reaches at most one case of each process: what holds that, whoever hands it over."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from app.core.db import session
from app.engine.models import Message, MessageCorrelation, ProcessInstance


def has_reached(process_id: str | InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether a case of the process has the message already."""
    return exists().where(MessageCorrelation.message_key == Message.key, MessageCorrelation.process_id == process_id)


def reaches(message: Message, instance: ProcessInstance, element_id: str, *, at: datetime) -> bool:
    """Note that the message reaches this case; False when another case of its process has it."""
    values = {
        "message_key": message.key,
        "process_id": instance.process_id,
        "instance_key": instance.key,
        "element_id": element_id,
        "correlated_at": at,
    }
    statement = insert(MessageCorrelation).values(values).on_conflict_do_nothing()
    if session().scalar(statement.returning(MessageCorrelation.instance_key)) is None:
        return False
    if message.correlated_at is None:
        message.correlated_at, message.instance_key = at, instance.key
    return True
