from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.core.errors import AppError
from app.identity.errors import BadUserName, GroupTaken, NoSuchGroup, NoSuchUser, UserNameTaken, WeakPassword
from app.identity.operations import add_group, add_user, change_user, disable_user, enable_user, set_password
from app.identity.passwords import fits
from app.identity.queries import person_named
from app.identity.roles import Role
from app.trail.models import TrailEntry
from tests.fixtures.people import PASSWORD, MakeUser


def test_a_new_user_has_what_was_said(session: Session, actor: Actor, at: datetime) -> None:
    with transaction():
        add_group("sales", "Sales", by=actor, at=at)
        roles = [Role.STAFF, Role.MANAGER]
        add_user("petr", "Petr Novák", password=PASSWORD, roles=roles, groups=["sales"], by=actor, at=at)

    person = person_named("petr")
    assert person is not None
    assert (person[0].roles, person[1], fits(person[0].password_hash, PASSWORD)) == (
        ["manager", "staff"],
        ["sales"],
        True,
    )
    assert list(session.scalars(select(TrailEntry.action).order_by(TrailEntry.seq))) == ["group.added", "user.added"]


@pytest.mark.parametrize(
    ("user_name", "refusal"),
    [("anna", UserNameTaken), ("Anna", BadUserName), ("", BadUserName), ("a b", BadUserName), ("a/b", BadUserName)],
)
def test_a_user_is_not_added_under_such_a_name(
    make_user: MakeUser, actor: Actor, at: datetime, user_name: str, refusal: type[AppError]
) -> None:
    make_user("anna")

    with pytest.raises(refusal):
        add_user(user_name, "X", password=PASSWORD, roles=[Role.STAFF], by=actor, at=at)


def test_a_user_is_not_added_with_a_weak_password(session: Session, actor: Actor, at: datetime) -> None:
    with pytest.raises(WeakPassword):
        add_user("luca", "Luca", password="password123", roles=[Role.STAFF], by=actor, at=at)


def test_a_user_does_not_join_a_group_that_is_not_there(session: Session, actor: Actor, at: datetime) -> None:
    with pytest.raises(NoSuchGroup):
        add_user("luca", "Luca", password=PASSWORD, roles=[Role.STAFF], groups=["nowhere"], by=actor, at=at)


def test_a_group_is_added_once(session: Session, actor: Actor, at: datetime) -> None:
    add_group("sales", "Sales", by=actor, at=at)

    with pytest.raises(GroupTaken):
        add_group("sales", "Sales", by=actor, at=at)


def test_a_change_of_rights_is_in_the_trail_with_before_and_after(
    session: Session, make_user: MakeUser, actor: Actor, at: datetime
) -> None:
    make_user("luca", groups=["sales"])
    with transaction():
        add_group("service", "Service", by=actor, at=at)
        change_user("luca", roles=[Role.MANAGER], groups=["service"], by=actor, at=at, reason="moved")

    entry = session.scalars(select(TrailEntry).where(TrailEntry.action == "user.changed")).one()
    assert entry.before == {"roles": ["staff"], "groups": ["sales"]}
    assert entry.after == {"roles": ["manager"], "groups": ["service"]}
    assert entry.reason == "moved"


def test_a_change_that_changes_nothing_leaves_no_trail(
    session: Session, make_user: MakeUser, actor: Actor, at: datetime
) -> None:
    make_user("luca")
    with transaction():
        change_user("luca", roles=[Role.STAFF], by=actor, at=at)

    assert session.scalars(select(TrailEntry)).all() == []


def test_a_user_is_disabled_and_enabled_again(
    session: Session, make_user: MakeUser, actor: Actor, at: datetime
) -> None:
    user = make_user("luca")
    with transaction():
        disable_user("luca", by=actor, at=at, reason="left")
        disable_user("luca", by=actor, at=at)
    disabled_at = user.disabled_at

    with transaction():
        enable_user("luca", by=actor, at=at)

    assert (disabled_at, user.disabled_at) == (at, None)
    written = session.scalars(select(TrailEntry.action).order_by(TrailEntry.seq))
    assert list(written) == ["user.disabled", "user.enabled"]


def test_an_unknown_user_is_missing(session: Session, actor: Actor, at: datetime) -> None:
    with pytest.raises(NoSuchUser):
        set_password("nobody", PASSWORD, by=actor, at=at)
