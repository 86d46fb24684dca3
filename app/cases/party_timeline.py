"""What cases, tasks, documents and mails add to the card of a party. Registers itself when imported."""

from collections.abc import Sequence
from uuid import UUID

from flask import url_for
from sqlalchemy import ColumnElement, and_, case, func, or_, select

from app.core.actor import Viewer
from app.core.db import session
from app.documents.models import Document
from app.engine.models import InstanceState, ProcessDefinition, ProcessInstance, TaskState, UserTask
from app.engine.visibility import visible_instances, visible_tasks
from app.identity.permissions import Permission
from app.mail.models import MailMessage
from app.parties.card import (
    CardEntry,
    CardNumber,
    CardSection,
    Lines,
    TimelineLine,
    TimelineType,
    card_action,
    card_numbers,
    card_section,
    card_timeline,
    timeline_lines,
)
from app.parties.models import Party
from app.parties.queries import same_parties

OPEN_TASKS_SHOWN = 6

card_action("cases/_start_menu.html")


def is_about(party_id: UUID) -> ColumnElement[bool]:
    """The cases about a party, also those begun when it was still thought to be another one."""
    return ProcessInstance.subject_id.in_(select(Party.id).where(same_parties(party_id)))


@card_numbers
def case_numbers(party: Party, viewer: Viewer) -> Sequence[CardNumber]:
    """Open cases, and when somebody last did something for them or wrote to them."""
    cases = select(ProcessInstance.key).where(is_about(party.id), visible_instances(viewer)).cte("their_cases")
    keys = select(cases.c.key)
    is_open = ProcessInstance.state == InstanceState.ACTIVE
    opened = select(func.count()).select_from(ProcessInstance).where(ProcessInstance.key.in_(keys), is_open)
    done = select(func.max(UserTask.ended_at)).where(UserTask.instance_key.in_(keys))
    sent = select(func.max(MailMessage.sent_at)).where(MailMessage.case_key.in_(keys))
    row = session().execute(
        select(opened.scalar_subquery(), func.greatest(done.scalar_subquery(), sent.scalar_subquery()))
    )
    count, last_contact = row.one()
    timeline = url_for("parties.show_party", party_id=party.id)
    return [
        CardNumber("Open cases", count, href=url_for("cases.show_cases", party=party.id)),
        CardNumber("Last contact", last_contact, href=timeline if last_contact else None),
    ]


@card_section
def open_work(party: Party, viewer: Viewer) -> CardSection:
    """The open tasks about a party that this reader may see, what is due first above."""
    wanted = select(UserTask).join(ProcessInstance, ProcessInstance.key == UserTask.instance_key)
    wanted = wanted.where(_is_theirs(party, viewer), UserTask.state == TaskState.CREATED)
    order = UserTask.due_at.asc().nulls_last(), UserTask.key
    tasks = session().scalars(wanted.order_by(*order).limit(OPEN_TASKS_SHOWN))
    return CardSection("Open work", [_task_entry(task) for task in tasks])


def case_lines(party: Party, viewer: Viewer) -> Lines:
    """The cases about a party, where they began."""
    needs_attention = ProcessInstance.incident_count > 0
    return (
        timeline_lines(
            key=ProcessInstance.key,
            when=ProcessInstance.started_at,
            title=func.coalesce(ProcessInstance.title, ProcessDefinition.name),
            note=func.concat_ws(" · ", ProcessDefinition.name, ProcessInstance.business_key),
            state=case(
                (needs_attention, "needs attention"),
                (ProcessInstance.state == InstanceState.ACTIVE, "open"),
                (ProcessInstance.state == InstanceState.COMPLETED, "done"),
                else_="cancelled",
            ),
            who=ProcessInstance.started_by,
        )
        .join(ProcessDefinition, ProcessDefinition.key == ProcessInstance.definition_key)
        .where(is_about(party.id), visible_instances(viewer))
    )


def task_lines(party: Party, viewer: Viewer) -> Lines:
    """The tasks about a party: open ones where they came up, the others where they were done."""
    lines = timeline_lines(
        key=UserTask.key,
        when=func.coalesce(UserTask.ended_at, UserTask.created_at),
        title=UserTask.name,
        note=ProcessInstance.title,
        state=case((UserTask.state == TaskState.CREATED, "open"), else_="done"),
        who=func.coalesce(UserTask.completed_by, UserTask.assignee),
        ref=UserTask.instance_key,
    )
    return lines.join(ProcessInstance, ProcessInstance.key == UserTask.instance_key).where(
        _is_theirs(party, viewer), UserTask.state != TaskState.CANCELED
    )


def document_lines(party: Party, viewer: Viewer) -> Lines:
    """The documents of the cases about a party."""
    return (
        timeline_lines(
            key=Document.id,
            when=Document.created_at,
            title=Document.name,
            note=func.replace(Document.kind, "_", " "),
            who=Document.created_by,
        )
        .join(ProcessInstance, ProcessInstance.key == Document.case_key)
        .where(is_about(party.id), visible_instances(viewer))
    )


def mail_lines(party: Party, viewer: Viewer) -> Lines:
    """The mails of the cases about a party."""
    return (
        timeline_lines(
            key=MailMessage.id,
            when=MailMessage.written_at,
            title=MailMessage.subject,
            note=func.concat("to ", func.array_to_string(MailMessage.to, ", ")),
            state=func.lower(MailMessage.state),
            who=MailMessage.written_by,
        )
        .join(ProcessInstance, ProcessInstance.key == MailMessage.case_key)
        .where(is_about(party.id), visible_instances(viewer))
    )


def _is_theirs(party: Party, viewer: Viewer) -> ColumnElement[bool]:
    return and_(is_about(party.id), or_(visible_instances(viewer), visible_tasks(viewer)))


def _task_entry(task: UserTask) -> CardEntry:
    return CardEntry(
        title=task.name,
        href=url_for("worklist.show_task", task_key=task.key),
        when=task.due_at,
        is_due=True,
        icon="checkbox",
    )


def _task_href(line: TimelineLine) -> str:
    if line.state == "open":
        return url_for("worklist.show_task", task_key=int(line.key))
    return url_for("cases.show_case", key=int(line.ref or 0))


TONES = {"open": "info", "done": "neutral", "needs attention": "danger", "cancelled": "neutral"}

card_timeline(
    TimelineType(
        name="cases",
        label="Cases",
        icon="route",
        lines=case_lines,
        href=lambda line: url_for("cases.show_case", key=int(line.key)),
        tones=TONES | {"done": "success"},
        permission=Permission.VIEW_CASES,
        order=10,
    )
)
card_timeline(
    TimelineType(
        name="tasks",
        label="Tasks",
        icon="checkbox",
        lines=task_lines,
        href=_task_href,
        tones=TONES,
        permission=Permission.VIEW_CASES,
        order=20,
    )
)
card_timeline(
    TimelineType(
        name="documents",
        label="Documents",
        icon="file-text",
        lines=document_lines,
        href=lambda line: url_for("documents.show_document", document_id=line.key),
        permission=Permission.VIEW_DOCUMENTS,
        order=30,
    )
)
card_timeline(
    TimelineType(
        name="mails",
        label="Mails",
        icon="mail",
        lines=mail_lines,
        href=lambda line: url_for("mail.show_message", mail_id=line.key),
        tones={"failed": "danger"},
        permission=Permission.VIEW_OUTBOX,
        order=40,
    )
)
