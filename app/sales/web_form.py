"""Leads from a public web form: who may send them, and how often."""

from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import Actor
from app.core.db import session
from app.core.errors import TooMany
from app.parties.queries import company_or_none
from app.sales.models import WebFormUse

WEB_FORM = Actor("web", "web_form", "Web form")
STRETCH = timedelta(minutes=10)
MOST_USES = 10  # of one address in one stretch
KEPT = timedelta(days=1)


class TooManyLeads(TooMany):
    """One address sent more leads than a person would."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("You have sent this form often. Please try again in a few minutes.", retry_after_seconds)


def is_form_key(sent: str) -> bool:
    """Whether this is the key of our public web form; never while none is set."""
    ours = company_or_none()
    key = ours.web_form_key if ours else None
    return bool(key) and compare_digest(sent.encode(), (key or "").encode())


def count_use(address: str, *, at: datetime) -> None:
    """Note that this network address sends a lead. Raises TooManyLeads when it did so too often."""
    begun = _stretch_of(at)
    counted = (
        insert(WebFormUse)
        .values(address=address[:100], begun_at=begun, uses=1)
        .on_conflict_do_update(index_elements=["address", "begun_at"], set_={"uses": WebFormUse.uses + 1})
        .returning(WebFormUse.uses)
    )
    uses = session().execute(counted).scalar_one()
    if uses == 1:
        session().execute(delete(WebFormUse).where(WebFormUse.begun_at < at - KEPT))
    if uses > MOST_USES:
        raise TooManyLeads(int((begun + STRETCH - at).total_seconds()) + 1)


def _stretch_of(at: datetime) -> datetime:
    seconds = int(STRETCH.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
