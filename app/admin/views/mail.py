"""The page of the mail server."""

from flask import current_app, flash, render_template, request
from flask.typing import ResponseReturnValue

from app.admin.operations import send_test_mail
from app.admin.schemas import ServerForm, TestMail, sent_fields
from app.admin.views.blueprint import bp
from app.core.clock import now
from app.core.db import session, transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.mail.models import MailSecurity, MailServer
from app.mail.server import describe_server, forget_server
from app.mail.smtp import shown_server

SECURITIES = [
    (MailSecurity.STARTTLS.value, "STARTTLS, always (port 587)"),
    (MailSecurity.TLS.value, "TLS from the first byte (port 465)"),
    (MailSecurity.IF_OFFERED.value, "STARTTLS if the server offers it"),
    (MailSecurity.NONE.value, "None (only inside one’s own network)"),
]


@bp.get("/mail-server")
@require(Permission.MANAGE_SECURITY)
def show_mail_server() -> ResponseReturnValue:
    """The mail server as entered, or as the environment has it."""
    url = current_app.extensions["settings"].smtp_url
    return render_template(
        "admin/mail_server.html",
        server=session().get(MailServer, 1),
        environment=shown_server(url) if url else None,
        securities=SECURITIES,
        said=None,
        to=current_user().email,
    )


@bp.post("/mail-server")
@require(Permission.MANAGE_SECURITY)
def save_mail_server() -> ResponseReturnValue:
    """Keep the mail server; it counts for the next message."""
    details = ServerForm().load(sent_fields(request.form))
    with transaction():
        describe_server(details, by=current_user().actor, at=now())
    flash("Saved. Try it with a mail to yourself.", "success")
    return see_other(".show_mail_server")


@bp.post("/mail-server/removal")
@require(Permission.MANAGE_SECURITY)
def create_mail_server_removal() -> ResponseReturnValue:
    """What the environment says counts again."""
    with transaction():
        forget_server(by=current_user().actor, at=now())
    flash("The mail server entered here was removed.", "success")
    return see_other(".show_mail_server")


@bp.post("/mail-server/trial")
@require(Permission.MANAGE_SECURITY)
def create_mail_trial() -> ResponseReturnValue:
    """Send a real mail, and say what the server said."""
    to = TestMail().load(sent_fields(request.form))["to"]
    outcome = send_test_mail(to, at=now())
    if outcome.error is None:
        flash(f"The mail server took the message for {to}. Look into the mailbox.", "success")
    else:
        flash(outcome.error, "error")
    return see_other(".show_mail_server")
