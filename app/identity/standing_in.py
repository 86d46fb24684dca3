"""Who stands in for whom on a day. The rule is ADR 0020: a substitute who is away is stood in for as well."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, select

from app.core.clock import company_zone
from app.core.db import session
from app.identity.models import Absence, User


@dataclass(frozen=True)
class Away:
    """Somebody is away until a day, that day included. substitute: whom they named, if that account is open."""

    until: date
    substitute: str | None


@dataclass(frozen=True)
class StandIn:
    """Whoever gets the tasks of somebody who is away until a day."""

    user_name: str
    until: date


def day_of(at: datetime) -> date:
    """The day at the seat of the company."""
    return at.astimezone(company_zone()).date()


def stand_ins(at: datetime) -> dict[str, StandIn]:
    """By user name of those who are away now, who stands in for them. One statement."""
    away = away_on(day_of(at))
    found = {name: stand_in_of(name, away) for name in away}
    return {name: StandIn(substitute, away[name].until) for name, substitute in found.items() if substitute}


def away_on(day: date) -> dict[str, Away]:
    """By user name, who is away on a day. One statement."""
    query = (
        select(Absence.user_name, Absence.ends_on, User.user_name)
        .outerjoin(User, and_(User.user_name == Absence.substitute, User.disabled_at.is_(None)))
        .where(Absence.starts_on <= day, Absence.ends_on >= day, Absence.user_name.is_not(None))
    )
    return {name: Away(until, substitute) for name, until, substitute in session().execute(query) if name}


def stand_in_of(name: str, away: Mapping[str, Away]) -> str | None:
    """Who is there for somebody who is away, along the chain of substitutes; None when it ends with nobody."""
    seen = {name}
    current = away[name].substitute
    while current is not None and current in away:
        if current in seen:
            return None
        seen.add(current)
        current = away[current].substitute
    return None if current in seen else current
