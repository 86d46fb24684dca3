"""Reads of outgoing mail, only for eyes that may see it."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select, true, tuple_
from sqlalchemy.orm import selectinload

from app.core.actor import Viewer
from app.core.db import Key, session
from app.core.web.paging import Position
from app.engine.models import Incident, ProcessInstance
from app.engine.visibility import visible_instances
from app.mail.errors import MailUnknown
from app.mail.models import MailMessage, MailState


def messages_of_case(instance_key: Key) -> list[MailMessage]:
    """The messages of a case, newest first. The caller has checked that the case may be seen."""
    ordered = MailMessage.written_at.desc(), MailMessage.id.desc()
    return list(session().scalars(select(MailMessage).where(MailMessage.case_key == instance_key).order_by(*ordered)))


def messages_of(subject_type: str, subject_id: UUID) -> list[MailMessage]:
    """The messages of one business row, newest first. The caller has checked that the row may be seen."""
    return list(
        session().scalars(
            select(MailMessage)
            .where(MailMessage.subject_type == subject_type, MailMessage.subject_id == subject_id)
            .order_by(MailMessage.written_at.desc(), MailMessage.id.desc())
        )
    )


def message_for(viewer: Viewer, mail_id: UUID) -> MailMessage:
    """One message with its attachments. Raises MailUnknown also for what the viewer may not see."""
    found = session().scalar(
        select(MailMessage)
        .where(MailMessage.id == mail_id, visible_messages(viewer))
        .options(selectinload(MailMessage.attachments))
    )
    if found is None:
        raise MailUnknown
    return found


def message_for_update(viewer: Viewer, mail_id: UUID) -> MailMessage:
    """One message, locked until the end of the transaction. Raises MailUnknown also for what the viewer may not see."""
    found = session().scalar(
        select(MailMessage).where(MailMessage.id == mail_id, visible_messages(viewer)).with_for_update()
    )
    if found is None:
        raise MailUnknown
    return found


def incident_about(message: MailMessage) -> Key | None:
    """The open incident of the job that sends this message."""
    if message.case_key is None or not message.key.isdecimal():
        return None
    is_its_own = (Incident.instance_key == message.case_key) & (Incident.element_instance_key == int(message.key))
    return session().scalar(select(Incident.key).where(is_its_own, Incident.resolved_at.is_(None)).limit(1))


def messages_chosen(
    viewer: Viewer, *, state: MailState | None, text: str, after: Position | None, limit: int
) -> Sequence[MailMessage]:
    """Up to `limit` + 1 messages that the viewer may see, newest first, after a position."""
    statement = (
        select(MailMessage)
        .where(visible_messages(viewer))
        .options(selectinload(MailMessage.attachments))
        .order_by(MailMessage.written_at.desc(), MailMessage.id.desc())
        .limit(limit + 1)
    )
    if state is not None:
        statement = statement.where(MailMessage.state == state)
    if text:
        addresses = func.array_to_string(MailMessage.to, " ")
        statement = statement.where(
            or_(MailMessage.subject.icontains(text, autoescape=True), addresses.icontains(text, autoescape=True))
        )
    if after is not None:
        statement = statement.where(tuple_(MailMessage.written_at, MailMessage.id) < tuple_(*after))
    return session().scalars(statement).all()


def position_of(message: MailMessage) -> Position:
    """Where a message stands in the list."""
    return message.written_at, message.id


def visible_messages(viewer: Viewer) -> ColumnElement[bool]:
    """The messages a person may see: of cases they may see, and without a case those they wrote."""
    if viewer.sees_all:
        return true()
    of_their_cases = select(ProcessInstance.key).where(visible_instances(viewer))
    return or_(
        MailMessage.case_key.in_(of_their_cases),
        and_(MailMessage.case_key.is_(None), MailMessage.written_by == viewer.user_name),
    )


def state_of_key(key: str) -> MailState | None:
    """How far the message of this cause came; None when none was written."""
    return session().scalar(select(MailMessage.state).where(MailMessage.key == key))
