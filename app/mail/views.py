"""Pages of outgoing mail: the outbox, one message, its file and attachments."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.actor import Actor
from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Missing
from app.core.files import read_file
from app.core.web import page_of, page_or_partial, place, read_cursor, read_limit, see_other
from app.core.web.downloads import download
from app.engine.operations import retry_incident
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.mail import operations, queries
from app.mail.models import MailMessage, MailState
from app.mail.outgoing import mail_bytes
from app.mail.schemas import OutboxArguments
from app.mail.server import connection

bp = Blueprint("mail", __name__)
CURSOR = "outbox"
"""Names the cursors of the list."""

place("mail.show_outbox", "Outbox", "mail", group="Work", permission=Permission.VIEW_OUTBOX, order=70)


@bp.get("/outbox")
@require(Permission.VIEW_OUTBOX)
def show_outbox() -> ResponseReturnValue:
    """The list of messages that left, or wait to."""
    choice = OutboxArguments().load(request.args.to_dict())
    limit = read_limit()
    rows = queries.messages_chosen(
        current_user().viewer, state=choice["state"], text=choice["text"], after=read_cursor(CURSOR), limit=limit
    )
    return page_or_partial(
        "mail/outbox.html",
        "mail/_messages.html",
        shown=page_of(rows, limit=limit, position=queries.position_of, kind=CURSOR),
        choice=choice,
        MailState=MailState,
        has_server=connection() is not None,
    )


@bp.get("/outbox/<uuid:mail_id>")
@require(Permission.VIEW_OUTBOX)
def show_message(mail_id: UUID) -> ResponseReturnValue:
    """One message as its receiver reads it."""
    message = queries.message_for(current_user().viewer, mail_id)
    return render_template("mail/message.html", message=message, MailState=MailState)


@bp.get("/outbox/<uuid:mail_id>/file")
@require(Permission.VIEW_OUTBOX)
def download_message(mail_id: UUID) -> ResponseReturnValue:
    """The message as a file that every mail program opens."""
    message = queries.message_for(current_user().viewer, mail_id)
    contents = [read_file(attachment.content_hash) for attachment in message.attachments]
    content = mail_bytes(message, contents, at=message.sent_at or message.written_at)
    return download(content, name=f"{message.id}.eml", media_type="message/rfc822")


@bp.post("/outbox/<uuid:mail_id>/arrival")
@require(Permission.RETRY_INCIDENT)
def create_arrival(mail_id: UUID) -> ResponseReturnValue:
    """Say that an uncertain message arrived; its case goes on."""
    user, at = current_user(), now()
    with transaction():
        message = queries.message_for_update(user.viewer, mail_id)
        operations.confirm_arrival(message, by=user.actor, at=at)
        _let_case_go_on(message, by=user.actor, at=at)
    flash("Noted: the message arrived.", "success")
    return see_other(".show_message", mail_id=mail_id)


@bp.post("/outbox/<uuid:mail_id>/repetition")
@require(Permission.RETRY_INCIDENT)
def create_repetition(mail_id: UUID) -> ResponseReturnValue:
    """Let an uncertain message go once more."""
    user, at = current_user(), now()
    with transaction():
        message = queries.message_for_update(user.viewer, mail_id)
        operations.send_again(message, by=user.actor, at=at)
        _let_case_go_on(message, by=user.actor, at=at)
    flash("The message goes once more.", "success")
    return see_other(".show_message", mail_id=mail_id)


@bp.get("/outbox/<uuid:mail_id>/attachments/<int:position>")
@require(Permission.VIEW_OUTBOX)
def download_attachment(mail_id: UUID, position: int) -> ResponseReturnValue:
    """One attachment, to be saved."""
    for attachment in queries.message_for(current_user().viewer, mail_id).attachments:
        if attachment.position == position:
            return download(read_file(attachment.content_hash), name=attachment.name, media_type=attachment.media_type)
    raise Missing("There is no such attachment.")


def _let_case_go_on(message: MailMessage, *, by: Actor, at: datetime) -> None:
    if (incident := queries.incident_about(message)) is not None:
        retry_incident(incident, by=by, at=at)
