"""Pages of roles: the shipped ones to read, those of the company's own to change; who needs a second factor."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.admin.queries import groups as queries
from app.admin.queries.people import role_names
from app.admin.schemas import RoleForm, SecurityForm, sent_fields
from app.admin.views.blueprint import bp
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.operations import (
    add_role,
    change_role,
    delete_role,
    find_role,
    require_second_factor,
    role_for_update,
)
from app.identity.permissions import Permission, require
from app.identity.rights import Rights, rights_of
from app.identity.roles import PERMISSIONS, SEES_ALL, SHIPPED, Role, permissions_of


@bp.get("/roles")
@require(Permission.MANAGE_USERS)
def show_roles() -> ResponseReturnValue:
    """Every role, what its people may do, and how many there are."""
    return render_template(
        "admin/roles.html",
        shipped=list(Role),
        own=queries.own_roles(),
        people=queries.people_by_shipped_role(),
        names=role_names(),
        required=queries.two_factor_roles(),
    )


@bp.get("/roles/new")
@require(Permission.MANAGE_USERS)
def show_new_role() -> ResponseReturnValue:
    """The table of permissions for a new role; `like` names a role to begin with."""
    like = request.args.get("like", "staff")
    rights = Rights(permissions_of([like]), like in SEES_ALL) if like in SHIPPED else rights_of(find_role(like))
    return render_template(
        "admin/role.html", role=None, name="", rights=rights, own=current_user().rights, is_open=True
    )


@bp.post("/roles")
@require(Permission.MANAGE_USERS)
def create_role() -> ResponseReturnValue:
    """A role of the company's own."""
    details = RoleForm().load(sent_fields(request.form, "permissions"))
    user = current_user()
    with transaction():
        add_role(details, giver=user.rights, by=user.actor, at=now())
    flash(f"The role “{details.name}” was added. Give it to people on their pages.", "success")
    return see_other(".show_roles")


@bp.get("/roles/<role_id>")
@require(Permission.MANAGE_USERS)
def show_role(role_id: str) -> ResponseReturnValue:
    """The table of one role; a shipped one only to read."""
    shown = {"role": role_id, "own": current_user().rights, "is_open": role_id not in SHIPPED}
    if role_id in SHIPPED:
        rights = Rights(PERMISSIONS[Role(role_id)], role_id in SEES_ALL)
        return render_template("admin/role.html", name=role_names()[role_id], rights=rights, **shown)
    role = find_role(role_id)
    return render_template("admin/role.html", name=role.name, rights=rights_of(role), **shown)


@bp.post("/roles/<role_id>")
@require(Permission.MANAGE_USERS)
def save_role(role_id: str) -> ResponseReturnValue:
    """Other rights; they count from everybody's next request."""
    details = RoleForm().load(sent_fields(request.form, "permissions"))
    user = current_user()
    with transaction():
        change_role(role_for_update(role_id), details, giver=user.rights, by=user.actor, at=now())
    flash("Saved. It counts from everybody’s next page.", "success")
    return see_other(".show_roles")


@bp.post("/roles/<role_id>/deletion")
@require(Permission.MANAGE_USERS)
def create_role_deletion(role_id: str) -> ResponseReturnValue:
    """The role is no more, if nobody has it."""
    user = current_user()
    with transaction():
        delete_role(role_for_update(role_id), by=user.actor, at=now())
    flash("The role was deleted.", "success")
    return see_other(".show_roles")


@bp.post("/security")
@require(Permission.MANAGE_SECURITY)
def save_security() -> ResponseReturnValue:
    """Whose log-in needs a second factor."""
    form = SecurityForm().load(sent_fields(request.form, "two_factor_roles"))
    user = current_user()
    with transaction():
        require_second_factor(form["two_factor_roles"], by=user.actor, at=now())
    flash("Saved. Who has none sets it up at their next page.", "success")
    return see_other(".show_roles")
