"""Pages of users: the list, somebody new, one person's page."""

from datetime import timedelta

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.admin import operations
from app.admin.queries import people as queries
from app.admin.queries.proofs import sessions_page, tokens_page
from app.admin.schemas import NewUserForm, UserArguments, UserForm, sent_fields, user_details
from app.admin.views.blueprint import bp, outside_link
from app.cases.people import people_who_complete
from app.core.clock import clock, now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.identity.agents import browser_name
from app.identity.current import current_user
from app.identity.operations import UserDetails, describe_user, give_password, make_link
from app.identity.permissions import Permission, require
from app.identity.rights import rights_of_roles
from app.identity.schemas import LOCALES, TIME_ZONES
from app.identity.standing_in import day_of

CURSOR = "users"
FEW = 10


@bp.get("/users")
@require(Permission.MANAGE_USERS)
def show_users() -> ResponseReturnValue:
    """Everybody with an account; the address holds every filter."""
    choice = UserArguments().load({name: value for name, value in request.args.items() if value})
    limit = read_limit()
    rows = queries.users_page(choice, at=now(), after=read_cursor(CURSOR), limit=limit)
    return page_or_partial(
        "admin/users.html",
        "admin/_users.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.user.display_name, row.user.user_name), kind=CURSOR),
        choice=choice,
        roles=queries.role_names(),
        groups=queries.group_names(),
    )


@bp.get("/users/new")
@require(Permission.MANAGE_USERS)
def show_new_user() -> ResponseReturnValue:
    """The form for somebody new."""
    details = UserDetails("", None, ("staff",), (), "en", clock.zone.key)
    return render_template("admin/new_user.html", details=details, mails=operations.mails_go_out(), **_choices())


@bp.post("/users")
@require(Permission.MANAGE_USERS)
def create_user() -> ResponseReturnValue:
    """Add somebody; they get a link by mail, or a password for the first log-in is shown this once."""
    new = NewUserForm().load(sent_fields(request.form, "roles", "groups"))
    user, at = current_user(), now()
    with transaction():
        added = operations.add_person(new, giver=user.rights, by=user.actor, at=at)
        by_mail = operations.can_mail(added)
        secret = make_link(added.user_name, by=user.actor, at=at) if by_mail else None
    if secret is not None:
        link = outside_link(secret)
        outcome = operations.send_invitation(added, link, at=at)
        if outcome.error is None:
            flash(f"{added.display_name} was added; the invitation went to {added.email}.", "success")
            return see_other(".show_user", user_name=added.user_name)
        flash(f"The invitation could not be sent: {outcome.error}", "warning")
    return show_given_password(added.user_name)


def show_given_password(user_name: str) -> ResponseReturnValue:
    """Make a password that must be changed at the first log-in, and show it this once."""
    user = current_user()
    with transaction():
        password = give_password(user_name, giver=user.rights, by=user.actor, at=now())
    row = queries.user_row(user_name, at=now())
    return render_template("admin/given_password.html", row=row, password=password)


@bp.get("/users/<user_name>")
@require(Permission.MANAGE_USERS)
def show_user(user_name: str) -> ResponseReturnValue:
    """One person: who they are, what they may do, where they are logged in, when they are away."""
    at = now()
    row = queries.user_row(user_name, at=at)
    opened = sessions_page(at=at, after=None, limit=FEW, user_name=user_name)
    return render_template(
        "admin/user.html",
        row=row,
        details=row.user,
        may_change=current_user().rights.cover(rights_of_roles(row.user.roles)),
        open_tasks=queries.count_of_open_tasks(user_name),
        sessions=[(line.opened, browser_name(line.opened.agent)) for line in opened],
        tokens=tokens_page(after=None, limit=FEW, user_name=user_name),
        absences=queries.absences_of(user_name, on=day_of(at)),
        colleagues=[pair for pair in people_who_complete() if pair[0] != user_name],
        tomorrow=day_of(at) + timedelta(days=1),
        **_choices(),
    )


@bp.post("/users/<user_name>")
@require(Permission.MANAGE_USERS)
def save_user(user_name: str) -> ResponseReturnValue:
    """Keep what was said about somebody; new rights count from their next request."""
    form = UserForm().load(sent_fields(request.form, "roles", "groups"))
    user = current_user()
    with transaction():
        describe_user(user_name, user_details(form), giver=user.rights, by=user.actor, at=now(), reason=form["reason"])
    flash("Saved.", "success")
    return see_other(".show_user", user_name=user_name)


def _choices() -> dict[str, object]:
    return {
        "roles": queries.role_names(),
        "groups": queries.group_names(),
        "locales": list(LOCALES.items()),
        "time_zones": [(name, name.replace("_", " ")) for name in TIME_ZONES],
    }
