"""How long to wait after wrong passwords: longer each time, never for ever."""

from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import case, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from app.core.db import session
from app.identity.errors import TooManyTries
from app.identity.models import LogInDelay

FREE_TRIES = 4  # for one account from one address
FREE_TRIES_OF_ADDRESS = 40
LONGEST_SECONDS = 900
FORGOTTEN_AFTER = timedelta(hours=1)
SWEPT_AFTER = timedelta(days=1)
WHOLE_ADDRESS = ""
FREE_CODES_OF_ACCOUNT = 10  # wrong codes of a second factor, from wherever
WHOLE_ACCOUNT = "*"  # in place of an address


def delay_seconds(failures: int, *, free: int) -> int:
    """Seconds until the next try counts, after `failures` wrong ones: 0 for the free ones, then 1, 2, 4 …"""
    if failures <= free:
        return 0
    return int(min(LONGEST_SECONDS, 2 ** min(failures - free - 1, 20)))


def refuse_hasty_try(user_name: str, *, address: str, at: datetime) -> None:
    """Raises TooManyTries while a delay runs for this account from this address, or for the whole address."""
    next_try_at = session().scalar(
        select(LogInDelay.next_try_at)
        .where(LogInDelay.address == address, LogInDelay.user_name.in_((user_name, WHOLE_ADDRESS)))
        .order_by(LogInDelay.next_try_at.desc())
        .limit(1)
    )
    if next_try_at is not None and next_try_at > at:
        raise TooManyTries(ceil((next_try_at - at).total_seconds()))


def count_wrong_try(user_name: str, *, address: str, at: datetime) -> None:
    """Make the next try wait, if there were too many."""
    for name, free in ((user_name, FREE_TRIES), (WHOLE_ADDRESS, FREE_TRIES_OF_ADDRESS)):
        failures = _count(name, address, at)
        wait = timedelta(seconds=delay_seconds(failures, free=free))
        row = (LogInDelay.user_name == name) & (LogInDelay.address == address)
        session().execute(update(LogInDelay).where(row).values(next_try_at=at + wait))


def refuse_hasty_code(user_name: str, *, address: str, at: datetime) -> None:
    """As `refuse_hasty_try`, for codes of a second factor: those of one account are counted from everywhere."""
    refuse_hasty_try(user_name, address=address, at=at)
    refuse_hasty_try(user_name, address=WHOLE_ACCOUNT, at=at)


def count_wrong_code(user_name: str, *, address: str, at: datetime) -> None:
    """Make the next code wait, if there were too many."""
    count_wrong_try(user_name, address=address, at=at)
    failures = _count(user_name, WHOLE_ACCOUNT, at)
    wait = timedelta(seconds=delay_seconds(failures, free=FREE_CODES_OF_ACCOUNT))
    row = (LogInDelay.user_name == user_name) & (LogInDelay.address == WHOLE_ACCOUNT)
    session().execute(update(LogInDelay).where(row).values(next_try_at=at + wait))


def forget_wrong_codes(user_name: str, *, address: str, at: datetime) -> None:
    """After the right code this account starts anew."""
    forget_wrong_tries(user_name, address=address, at=at)
    forget_wrong_tries(user_name, address=WHOLE_ACCOUNT, at=at)


def forget_wrong_tries(user_name: str, *, address: str, at: datetime) -> None:
    """After the right password this account starts anew here; what is a day old goes as well."""
    mine = (LogInDelay.user_name == user_name) & (LogInDelay.address == address)
    session().execute(delete(LogInDelay).where(mine | (LogInDelay.failed_at < at - SWEPT_AFTER)))


def _count(name: str, address: str, at: datetime) -> int:
    first = insert(LogInDelay).values(user_name=name, address=address, failures=1, failed_at=at, next_try_at=at)
    again = case((LogInDelay.failed_at < at - FORGOTTEN_AFTER, 1), else_=LogInDelay.failures + 1)
    counted = first.on_conflict_do_update(
        index_elements=["user_name", "address"], set_={"failures": again, "failed_at": at}
    )
    return session().execute(counted.returning(LogInDelay.failures)).scalar_one()
