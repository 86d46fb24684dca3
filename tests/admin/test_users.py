"""Pages of users: added, changed, disabled; what one administrator may not do."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import clock
from app.core.db import transaction
from app.engine.models import UserTask
from app.identity.models import ApiToken, User
from app.identity.operations import add_token
from app.identity.roles import Role
from app.trail.models import TrailEntry
from tests.engine.driver import ANNA, END, START, Driver, bpmn, deploy, flows, user_task
from tests.fixtures.moments import NOW
from tests.fixtures.people import PASSWORD, BrowserOf, MakeUser, send_form_token
from tests.mail.server import Received, running
from tests.notices.road import make_company
from tests.statements import counted

SARA = {"user_name": "sara", "display_name": "Sara Conti", "email": "sara@alpina.example", "roles": "staff"}
SHOWN = re.compile(r'shown-secret" tabindex="0">([^<]+)<')


@pytest.fixture
def admin(make_user: MakeUser, browser_of: BrowserOf) -> FlaskClient:
    """The only administrator's browser."""
    return browser_of(make_user("admin", roles=[Role.ADMINISTRATOR], display_name="Ada Admin"))


def test_somebody_new_logs_in_with_the_password_shown_once_and_must_change_it(
    admin: FlaskClient, client: FlaskClient, app: object, session: Session
) -> None:
    shown = admin.post("/admin/users", data=SARA)
    found = SHOWN.search(shown.text)
    assert found is not None
    send_form_token(client, app)  # type: ignore[arg-type]  # a Flask

    assert client.post("/log-in", data={"user_name": "sara", "password": found[1]}).status_code == 303
    send_form_token(client, app)  # type: ignore[arg-type]  # a Flask
    assert client.get("/worklist").location == "/account/password"
    change = {"password": found[1], "new_password": PASSWORD + "!", "new_password_again": PASSWORD + "!"}
    assert client.post("/account/password", data=change).status_code == 303
    assert client.get("/worklist").status_code == 200
    assert found[1] not in str([entry.after for entry in session.scalars(select(TrailEntry))])


def test_given_password_counts_a_week(admin: FlaskClient, client: FlaskClient, app: object) -> None:
    found = SHOWN.search(admin.post("/admin/users", data=SARA).text)
    assert found is not None
    clock.pin(NOW + timedelta(days=7))
    send_form_token(client, app)  # type: ignore[arg-type]  # a Flask

    assert client.post("/log-in", data={"user_name": "sara", "password": found[1]}).status_code == 422


def test_invitation_goes_by_mail_and_its_link_works_once(
    admin: FlaskClient, client: FlaskClient, app: object, session: Session
) -> None:
    make_company()
    received = Received()
    with running(received) as server:
        form = {"host": "127.0.0.1", "port": server.port, "security": "none"}
        assert admin.post("/admin/mail-server", data=form).status_code == 303
        assert admin.post("/admin/users", data=SARA).location == "/admin/users/sara"

    link = re.search(r"/welcome/[\w-]+", received.messages[0].get_content())
    assert link is not None
    assert client.get(link[0]).status_code == 200
    send_form_token(client, app)  # type: ignore[arg-type]  # a Flask
    chosen = {"new_password": "grande città di mare", "new_password_again": "grande città di mare"}
    assert client.post(link[0], data=chosen).location == "/log-in"
    assert client.get(link[0]).status_code == 404
    assert client.post(link[0], data=chosen).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("user_name", "Sara Conti"), ("display_name", ""), ("email", "no address"), ("roles", "king"), ("roles", "")],
)
def test_what_cannot_be_a_user_is_said(admin: FlaskClient, session: Session, field: str, value: str) -> None:
    answer = admin.post("/admin/users", data=SARA | {field: value})

    assert answer.status_code == 422
    assert session.scalar(select(User).where(User.user_name == "sara")) is None


def test_last_administrator_stays_one(admin: FlaskClient, session: Session) -> None:
    form = {"display_name": "Ada Admin", "roles": "staff", "time_zone": "Europe/Rome"}

    assert admin.post("/admin/users/admin", data=form).status_code == 409
    assert admin.post("/admin/users/admin/disabling", data={}).status_code == 409
    assert session.scalars(select(User).where(User.user_name == "admin")).one().roles == ["administrator"]


def test_of_two_administrators_one_may_go(admin: FlaskClient, make_user: MakeUser) -> None:
    make_user("ada", roles=[Role.ADMINISTRATOR])

    assert admin.post("/admin/users/ada/disabling", data={"reason": "Left"}).status_code == 303
    assert admin.post("/admin/users/admin/disabling", data={}).status_code == 409


def test_disabled_user_is_out_at_once_and_their_tasks_go_on(
    admin: FlaskClient, make_user: MakeUser, browser_of: BrowserOf, client: FlaskClient, session: Session
) -> None:
    luca = make_user("luca", display_name="Luca Ferri")
    make_user("marta", display_name="Marta Testa")
    deploy(
        bpmn(
            START
            + user_task("call", '<zeebe:assignmentDefinition assignee="luca"/>')
            + END
            + flows("start->call", "call->end")
        ),
        at=NOW,
    )
    Driver(NOW)
    with transaction():
        token = add_token("luca", "robot", by=ANNA, at=NOW)
    his = browser_of(luca)

    assert "call" in admin.get("/admin/users/luca/disabling").text
    form = {"tasks_to": "marta", "reason": "Left the company"}
    assert admin.post("/admin/users/luca/disabling", data=form).status_code == 303

    assert his.get("/worklist").status_code == 303
    assert client.get("/v2/authentication/me", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert session.scalars(select(ApiToken)).one().revoked_at is not None
    task = session.scalars(select(UserTask)).one()
    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "task.assigned")).one()
    assert (task.assignee, entry.reason, entry.actor_id) == ("marta", "Left the company", "admin")


def test_change_is_in_the_trail_with_before_and_after(
    admin: FlaskClient, make_user: MakeUser, session: Session
) -> None:
    make_user("luca", display_name="Luca Ferri", groups=["sales"])
    form = {"display_name": "Luca Ferri", "roles": "manager", "groups": "sales", "reason": "Leads the team now"}

    admin.post("/admin/users/luca", data=form)

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "user.changed")).one()
    assert (entry.before, entry.after, entry.reason) == (
        {"roles": ["staff"]},
        {"roles": ["manager"]},
        "Leads the team now",
    )


def test_ended_session_is_over_at_the_next_click(
    admin: FlaskClient, make_user: MakeUser, browser_of: BrowserOf
) -> None:
    his = browser_of(make_user("luca"))
    assert his.get("/worklist").status_code == 200

    admin.post("/admin/users/luca/sessions/end")

    assert his.get("/worklist").status_code == 303


def test_revoked_token_counts_no_more(
    admin: FlaskClient, make_user: MakeUser, browser_of: BrowserOf, client: FlaskClient, session: Session
) -> None:
    shown = browser_of(make_user("luca")).post("/account/tokens", data={"name": "robot", "days": "30"})
    found = SHOWN.search(shown.text)
    assert found is not None
    carried = {"Authorization": f"Bearer {found[1]}"}
    assert client.get("/v2/authentication/me", headers=carried).status_code == 200

    admin.post(f"/admin/tokens/{session.scalars(select(ApiToken.id)).one()}/revocation")

    assert client.get("/v2/authentication/me", headers=carried).status_code == 401


@pytest.mark.parametrize(
    "address", ["/admin/users", "/admin/users/new", "/admin/groups", "/admin/roles", "/admin/sessions", "/admin/tokens"]
)
def test_lists_need_few_statements(admin: FlaskClient, make_user: MakeUser, address: str) -> None:
    for number in range(3):
        make_user(f"user{number}", display_name=f"User {number}", groups=["sales"])

    with counted() as statements:
        assert admin.get(address).status_code == 200

    assert len(statements) <= 6, statements


def test_page_of_a_user_needs_few_statements(admin: FlaskClient, make_user: MakeUser) -> None:
    make_user("luca", groups=["sales"])

    with counted() as statements:
        assert admin.get("/admin/users/luca").status_code == 200

    assert len(statements) <= 12, statements


def test_list_is_filtered_and_paged(admin: FlaskClient, make_user: MakeUser) -> None:
    for name in ("Berta", "Carla", "Dora"):
        make_user(name.lower(), display_name=name, groups=["sales"])

    first = admin.get("/admin/users?group=sales&limit=2").text
    following = re.search(r"after=[^\"&]+", first)
    assert following is not None
    second = admin.get(f"/admin/users?group=sales&limit=2&{following[0]}").text

    assert [name in first for name in ("Berta", "Carla", "Dora")] == [True, True, False]
    assert [name in second for name in ("Berta", "Dora")] == [False, True]
    assert "Berta" in admin.get("/admin/users?q=bert").text
