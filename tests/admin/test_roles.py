"""Roles of the company's own, groups, and the rule that nobody gives more than they have."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.activities.queries.people import people_and_groups
from app.identity.models import CustomRole, Group, User
from app.identity.roles import Permission, Role
from app.identity.wording import AREAS
from app.trail.models import TrailEntry
from tests.engine.driver import END, START, Driver, bpmn, deploy, flows, user_task
from tests.fixtures.moments import NOW
from tests.fixtures.people import BrowserOf, MakeUser

FOR_FIELD = '<zeebe:assignmentDefinition candidateGroups="field"/>'


@pytest.fixture
def admin(make_user: MakeUser, browser_of: BrowserOf) -> FlaskClient:
    """An administrator's browser."""
    return browser_of(make_user("admin", roles=[Role.ADMINISTRATOR]))


def make_role(session: Session, *permissions: Permission, sees_all: bool = False) -> str:
    values = [permission.value for permission in permissions]
    session.add(CustomRole(id="field", name="Field", permissions=values, sees_all=sees_all, created_at=NOW))
    session.commit()
    return "field"


def test_every_permission_has_a_sentence_in_one_area() -> None:
    named = [permission for sentences in AREAS.values() for permission in sentences]

    assert sorted(named) == sorted(Permission)
    assert all(sentence.endswith(".") for sentences in AREAS.values() for sentence in sentences.values())


def test_role_of_our_own_opens_its_addresses_and_no_other(
    admin: FlaskClient, make_user: MakeUser, browser_of: BrowserOf
) -> None:
    form = {"name": "Field sales", "permissions": ["view_parties", "view_worklist"]}
    assert admin.post("/admin/roles", data=form).status_code == 303
    luca = browser_of(make_user("luca", roles=["field_sales"]))

    assert (luca.get("/parties").status_code, luca.get("/worklist").status_code) == (200, 200)
    assert luca.get("/outbox").status_code == 403
    admin.post("/admin/roles/field_sales", data=form | {"permissions": ["view_outbox"]})
    assert (luca.get("/parties").status_code, luca.get("/outbox").status_code) == (403, 200)


@pytest.mark.parametrize("sees_all", [True, False])
def test_role_of_our_own_decides_what_is_seen(
    session: Session, make_user: MakeUser, browser_of: BrowserOf, sees_all: bool
) -> None:
    role = make_role(session, Permission.VIEW_CASES, sees_all=sees_all)
    deploy(bpmn(START + user_task("call") + END + flows("start->call", "call->end")), at=NOW)
    key = Driver(NOW).key

    answer = browser_of(make_user("luca", roles=[role])).get(f"/cases/{key}")

    assert answer.status_code == (200 if sees_all else 404)


def test_role_of_our_own_gets_tasks_given(session: Session, make_user: MakeUser) -> None:
    make_user("luca", roles=[make_role(session, Permission.COMPLETE_TASK)])
    make_user("petr", roles=[Role.ANALYST])

    assert people_and_groups().people == {"luca": "Anna Bianchi"}


def test_permission_that_is_no_more_gives_nothing(session: Session, make_user: MakeUser, browser_of: BrowserOf) -> None:
    session.add(CustomRole(id="old", name="Old", permissions=["fly", "view_parties"], created_at=NOW))
    session.commit()

    assert browser_of(make_user("luca", roles=["old", "gone"])).get("/parties").status_code == 200


@pytest.fixture
def helper(session: Session, make_user: MakeUser, browser_of: BrowserOf) -> FlaskClient:
    """The browser of somebody who adds people, and may little else."""
    role = make_role(session, Permission.MANAGE_USERS, Permission.VIEW_PARTIES)
    return browser_of(make_user("helper", roles=[role]))


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("/admin/users", {"user_name": "eve", "display_name": "Eve", "roles": "administrator"}),
        ("/admin/users/helper", {"display_name": "Helper", "roles": ["field", "manager"]}),
        ("/admin/users/boss", {"display_name": "Boss", "roles": "field"}),
        ("/admin/users/boss/disabling", {}),
        ("/admin/users/boss/given-password", {}),
        ("/admin/users/boss/second-factor-reset", {"reason": "Give me the account"}),
        ("/admin/roles", {"name": "More", "permissions": ["view_parties", "edit_parties"]}),
        ("/admin/roles", {"name": "All", "permissions": ["view_parties"], "sees_all": "1"}),
        ("/admin/roles/field", {"name": "Field", "permissions": ["manage_users", "edit_sales"]}),
        ("/admin/mail-server", {"host": "evil.example", "port": "25", "security": "none"}),
        ("/admin/security", {}),
    ],
)
def test_nobody_gives_or_takes_over_rights_beyond_their_own(
    helper: FlaskClient, make_user: MakeUser, session: Session, address: str, form: dict[str, object]
) -> None:
    make_user("boss", roles=[Role.ADMINISTRATOR])
    make_user("boss2", roles=[Role.ADMINISTRATOR])

    assert helper.post(address, data=form).status_code == 403

    assert session.scalars(select(User.roles).where(User.user_name == "boss")).one() == ["administrator"]
    assert session.get_one(CustomRole, "field").permissions == ["manage_users", "view_parties"]


def test_role_called_new_has_a_page(admin: FlaskClient) -> None:
    admin.post("/admin/roles", data={"name": "New", "permissions": "deploy"})

    assert "/admin/roles/new_2" in admin.get("/admin/roles").text


def test_shipped_role_is_neither_changed_nor_deleted(admin: FlaskClient) -> None:
    assert admin.get("/admin/roles/staff").status_code == 200
    assert admin.post("/admin/roles/staff", data={"name": "S", "permissions": ["deploy"]}).status_code == 404
    assert admin.post("/admin/roles/staff/deletion").status_code == 404


def test_role_that_somebody_has_is_not_deleted(admin: FlaskClient, session: Session, make_user: MakeUser) -> None:
    luca = make_user("luca", roles=[make_role(session, Permission.VIEW_PARTIES)])

    assert admin.post("/admin/roles/field/deletion").status_code == 409
    luca.roles = ["staff"]
    assert admin.post("/admin/roles/field/deletion").status_code == 303
    assert session.scalar(select(CustomRole)) is None


@pytest.mark.parametrize(
    "form",
    [
        {"name": "", "permissions": "deploy"},
        {"name": "Staff", "permissions": "deploy"},
        {"name": "X"},
        {"name": "X", "permissions": "fly"},
    ],
)
def test_what_cannot_be_a_role_is_said(admin: FlaskClient, session: Session, form: dict[str, str]) -> None:
    assert admin.post("/admin/roles", data=form).status_code == 422
    assert session.scalar(select(CustomRole)) is None


def test_group_named_by_a_diagram_or_a_task_stays(admin: FlaskClient, session: Session) -> None:
    admin.post("/admin/groups", data={"id": "field", "name": "Field sales"})
    admin.post("/admin/groups", data={"id": "empty", "name": "Empty"})
    deploy(bpmn(START + user_task("call", FOR_FIELD) + END + flows("start->call", "call->end")), at=NOW)
    Driver(NOW)

    refused = admin.post("/admin/groups/field/deletion", headers={"Accept": "application/json"})

    assert refused.status_code == 409
    assert "the process p (version 1), 1 open task" in refused.get_json()["detail"]
    assert admin.post("/admin/groups/empty/deletion").status_code == 303
    assert set(session.scalars(select(Group.id))) == {"field"}


def test_members_of_a_group_change_with_a_trace(admin: FlaskClient, session: Session, make_user: MakeUser) -> None:
    make_user("luca", groups=["field"])
    make_user("marta")

    admin.post("/admin/groups/field", data={"name": "Field", "members": ["marta", "nobody"]})

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "group.changed")).one()
    assert (entry.before, entry.after) == (
        {"name": "field", "members": ["luca"]},
        {"name": "Field", "members": ["marta"]},
    )


def test_member_who_is_disabled_is_still_ticked(admin: FlaskClient, make_user: MakeUser) -> None:
    luca = make_user("luca", groups=["field"])
    luca.disabled_at = NOW

    assert 'value="luca"' in admin.get("/admin/groups/field").text


@pytest.mark.parametrize("group_id", ["Field", "1st", "a b", "", "x" * 101])
def test_id_of_a_group_is_one_that_diagrams_can_carry(admin: FlaskClient, group_id: str) -> None:
    assert admin.post("/admin/groups", data={"id": group_id, "name": "Field"}).status_code == 422
