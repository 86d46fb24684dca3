from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import clock
from app.identity.models import UserSession
from app.identity.roles import Role
from tests.fixtures.people import BrowserOf, MakeUser
from tests.statements import counted


@pytest.mark.parametrize(("idle", "is_open"), [(timedelta(minutes=29), True), (timedelta(minutes=31), False)])
def test_a_session_ends_after_half_an_hour_without_use(
    make_user: MakeUser, browser_of: BrowserOf, at: datetime, idle: timedelta, is_open: bool
) -> None:
    browser = browser_of(make_user())

    clock.pin(at + idle)

    assert (browser.get("/account").status_code == 200) is is_open


def test_a_session_ends_after_twelve_hours_of_use(make_user: MakeUser, browser_of: BrowserOf, at: datetime) -> None:
    browser = browser_of(make_user())
    for minutes in range(0, 12 * 60, 20):
        clock.pin(at + timedelta(minutes=minutes))
        assert browser.get("/account").status_code == 200

    clock.pin(at + timedelta(hours=12))

    assert browser.get("/account").status_code == 303


def test_the_last_use_is_written_at_most_once_a_minute(
    session: Session, make_user: MakeUser, browser_of: BrowserOf, at: datetime
) -> None:
    browser = browser_of(make_user())
    seen = []

    for seconds in (30, 61, 90, 125):
        clock.pin(at + timedelta(seconds=seconds))
        browser.get("/account")
        seen.append((session.scalars(select(UserSession.last_seen_at)).one() - at).total_seconds())

    assert seen == [0, 61, 61, 125]


def test_knowing_the_person_costs_one_statement(make_user: MakeUser, browser_of: BrowserOf) -> None:
    browser = browser_of(make_user(groups=("sales", "sales_managers")))

    with counted() as seen:
        browser.get("/account/password")

    assert len(seen) == 1


def test_a_browser_ended_elsewhere_is_logged_out_at_once(
    session: Session, make_user: MakeUser, browser_of: BrowserOf
) -> None:
    user = make_user()
    here, there = browser_of(user), browser_of(user)
    listed = here.get("/account/sessions").text
    other = session.scalars(select(UserSession.id).order_by(UserSession.created_at, UserSession.id)).all()

    for session_id in other:
        if f"/account/sessions/{session_id}/end" in listed:
            here.post(f"/account/sessions/{session_id}/end")

    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 303


def test_nobody_ends_the_session_of_somebody_else(session: Session, make_user: MakeUser, browser_of: BrowserOf) -> None:
    anna, luca = browser_of(make_user()), browser_of(make_user("luca"))
    for session_id in session.scalars(select(UserSession.id)):
        luca.post(f"/account/sessions/{session_id}/end")

    assert anna.get("/account").status_code == 200


def test_every_other_browser_is_logged_out_with_one_button(make_user: MakeUser, browser_of: BrowserOf) -> None:
    user = make_user()
    here, there = browser_of(user), browser_of(user)

    here.post("/account/sessions/end")

    assert (here.get("/account").status_code, there.get("/account").status_code) == (200, 303)


def test_a_disabled_user_is_logged_out_at_once(
    session: Session, make_user: MakeUser, browser_of: BrowserOf, at: datetime
) -> None:
    user = make_user(roles=[Role.MANAGER])
    browser = browser_of(user)

    user.disabled_at = at

    assert browser.get("/account").status_code == 303
