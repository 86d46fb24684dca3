"""What is done with one account: disabled, let in again, another password, a lost second factor, absences."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.activities.operations.personnel import add_absence_of, somebody_with_account
from app.activities.schemas import AbsenceForm
from app.admin import operations
from app.admin.queries import people as queries
from app.admin.schemas import Disabling, Reason, sent_fields
from app.admin.views.blueprint import bp, outside_link
from app.admin.views.people import show_given_password
from app.cases.people import people_who_complete
from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Invalid, Refused
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.operations import absence_of, disable_user, enable_user, forget_absence, make_link
from app.identity.operations.second_factor import reset_second_factor
from app.identity.permissions import Permission, require
from app.identity.queries import user_for_update
from app.identity.sessions import end_all_sessions

USER = "/users/<user_name>"


@bp.get(f"{USER}/disabling")
@require(Permission.MANAGE_USERS)
def show_disabling(user_name: str) -> ResponseReturnValue:
    """What happens when somebody is disabled: their open tasks, and who may get them."""
    return render_template(
        "admin/disabling.html",
        row=queries.user_row(user_name, at=now()),
        tasks=queries.open_tasks(user_name),
        count=queries.count_of_open_tasks(user_name),
        colleagues=[pair for pair in people_who_complete() if pair[0] != user_name],
        back=operations.BACK,
    )


@bp.post(f"{USER}/disabling")
@require(Permission.MANAGE_USERS)
def create_disabling(user_name: str) -> ResponseReturnValue:
    """Nobody logs in as this person any more; their tasks go where was chosen."""
    form = Disabling().load(sent_fields(request.form))
    user, at, to = current_user(), now(), form["tasks_to"]
    if to not in {"", operations.BACK, *dict(people_who_complete())} or to == user_name:
        raise Invalid("Choose somebody of the list.", {"tasks_to": ["Choose somebody of the list."]})
    with transaction():
        disable_user(user_name, giver=user.rights, by=user.actor, at=at, reason=form["reason"])
        why = form["reason"] or "The account was disabled."
        given = operations.give_away_tasks(user_name, to=to, by=user.actor, at=at, reason=why) if to else 0
    flash(
        f"The account is disabled; {given} tasks were given away." if given else "The account is disabled.", "success"
    )
    return see_other(".show_user", user_name=user_name)


@bp.post(f"{USER}/enabling")
@require(Permission.MANAGE_USERS)
def create_enabling(user_name: str) -> ResponseReturnValue:
    """The person may log in again."""
    user = current_user()
    with transaction():
        enable_user(user_name, giver=user.rights, by=user.actor, at=now())
    flash("The account is open again. Sessions and tokens of before stay ended.", "success")
    return see_other(".show_user", user_name=user_name)


@bp.post(f"{USER}/password-link")
@require(Permission.MANAGE_USERS)
def create_password_link(user_name: str) -> ResponseReturnValue:
    """Mail a link with which the person sets another password."""
    user, at = current_user(), now()
    with transaction():
        person = user_for_update(user_name)
        if not operations.can_mail(person):
            raise Refused("No mail can go to this person: it needs their address, the company’s and a mail server.")
        secret = make_link(user_name, giver=user.rights, by=user.actor, at=at)
    link = outside_link(secret)
    outcome = operations.send_password_link(person, link, at=at)
    said = f"The link went to {person.email}." if outcome.error is None else f"Not sent: {outcome.error}"
    flash(said, "success" if outcome.error is None else "warning")
    return see_other(".show_user", user_name=user_name)


@bp.post(f"{USER}/given-password")
@require(Permission.MANAGE_USERS)
def create_given_password(user_name: str) -> ResponseReturnValue:
    """Another password, shown this once; it must be changed at the next log-in."""
    return show_given_password(user_name)


@bp.post(f"{USER}/second-factor-reset")
@require(Permission.MANAGE_USERS)
def create_second_factor_reset(user_name: str) -> ResponseReturnValue:
    """Take the second factor off somebody who lost it."""
    reason = Reason().load(sent_fields(request.form))["reason"]
    user = current_user()
    with transaction():
        reset_second_factor(user_name, giver=user.rights, by=user.actor, at=now(), reason=reason)
    flash("The second factor is off. The person sets it up anew.", "success")
    return see_other(".show_user", user_name=user_name)


@bp.post(f"{USER}/sessions/end")
@require(Permission.MANAGE_USERS)
def end_sessions_of_user(user_name: str) -> ResponseReturnValue:
    """Log out every browser of a person."""
    with transaction():
        count = end_all_sessions(user_for_update(user_name), by=current_user().actor, at=now())
    flash(f"{count} log-in{'' if count == 1 else 's'} ended.", "success")
    return see_other(".show_user", user_name=user_name)


@bp.post(f"{USER}/absences")
@require(Permission.MANAGE_USERS)
def create_user_absence(user_name: str) -> ResponseReturnValue:
    """Days on which a person is away, and who stands in."""
    details = AbsenceForm().load(request.form.to_dict())
    with transaction():
        add_absence_of(somebody_with_account(user_name), details, by=current_user().actor, at=now())
    flash("The absence is noted.", "success")
    return see_other(".show_user", user_name=user_name)


@bp.post(f"{USER}/absences/<uuid:absence_id>/removal")
@require(Permission.MANAGE_USERS)
def create_user_absence_removal(user_name: str, absence_id: UUID) -> ResponseReturnValue:
    """The person is there after all."""
    with transaction():
        absence = absence_of(user_name, absence_id)
        forget_absence(absence, somebody_with_account(user_name), by=current_user().actor, at=now())
    flash("The absence is removed; tasks that went over come back.", "success")
    return see_other(".show_user", user_name=user_name)
