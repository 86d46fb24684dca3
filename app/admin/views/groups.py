"""Pages of groups."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.admin import operations
from app.admin.queries import groups as queries
from app.admin.schemas import GroupForm, NewGroup, sent_fields
from app.admin.views.blueprint import bp
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.operations import add_group, change_group, find_group, group_for_update
from app.identity.permissions import Permission, require


@bp.get("/groups")
@require(Permission.MANAGE_USERS)
def show_groups() -> ResponseReturnValue:
    """Every group, and the form for a new one."""
    return render_template("admin/groups.html", groups=queries.groups_page())


@bp.post("/groups")
@require(Permission.MANAGE_USERS)
def create_group() -> ResponseReturnValue:
    """A new group; diagrams name it by its id."""
    form = NewGroup().load(sent_fields(request.form))
    with transaction():
        group_id = add_group(form["id"].strip(), form["name"].strip(), by=current_user().actor, at=now()).id
    flash("The group was added. Say who is in it.", "success")
    return see_other(".show_group", group_id=group_id)


@bp.get("/groups/<group_id>")
@require(Permission.MANAGE_USERS)
def show_group(group_id: str) -> ResponseReturnValue:
    """One group: its people, and what names it."""
    members = queries.members_of(group_id)
    return render_template(
        "admin/group.html",
        group=find_group(group_id),
        members=members,
        people=queries.people_to_choose(members),
        naming=queries.what_names_group(group_id),
    )


@bp.post("/groups/<group_id>")
@require(Permission.MANAGE_USERS)
def save_group(group_id: str) -> ResponseReturnValue:
    """Another name, other people."""
    form = GroupForm().load(sent_fields(request.form, "members"))
    with transaction():
        group = group_for_update(group_id)
        change_group(group, name=form["name"].strip(), members=form["members"], by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_group", group_id=group_id)


@bp.post("/groups/<group_id>/deletion")
@require(Permission.MANAGE_USERS)
def create_group_deletion(group_id: str) -> ResponseReturnValue:
    """The group is no more, if nothing names it."""
    with transaction():
        operations.delete_group(group_for_update(group_id), by=current_user().actor, at=now())
    flash("The group was deleted.", "success")
    return see_other(".show_groups")
