"""What comes by a public web form or from a program: who may send it, how often, and that it begins one case."""

from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Any

from flask import request
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import Actor
from app.core.db import session
from app.core.errors import Invalid, TooMany
from app.core.web import load_json
from app.identity.current import current_user_or_none
from app.identity.errors import NotAllowed, NotLoggedIn
from app.identity.permissions import Permission
from app.parties.models import WebFormUse
from app.parties.queries import company_or_none

WEB_FORM = Actor("web", "web_form", "Web form")
STRETCH = timedelta(minutes=10)
MOST_USES = 10  # of one address in one stretch
KEPT = timedelta(days=1)
LONGEST_KEY = 200  # characters of an Idempotency-Key


class TooManySent(TooMany):
    """One address sent more forms than a person would."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__("You have sent this form often. Please try again in a few minutes.", retry_after_seconds)


def sent_body() -> Any:  # Any: JSON of any shape, checked by a schema next
    """What was sent, as JSON or as a plain form."""
    return load_json() if request.is_json else request.form.to_dict()


def sender_of(form_key: str, *, at: datetime) -> Actor:
    """Who sends it. Raises NotLoggedIn for somebody without token and key, NotAllowed for the wrong role.

    A public form is counted by its network address, inside the caller's transaction; TooManySent when it is too often.
    """
    user = current_user_or_none()
    if user is not None:
        if not user.may(Permission.START_CASE):
            raise NotAllowed(Permission.START_CASE)
        return user.actor
    if not is_form_key(form_key):
        raise NotLoggedIn
    count_use(request.remote_addr or "", at=at)
    return WEB_FORM


def start_key_of(kind: str, by: Actor) -> str | None:
    """What makes the case the only one of its `Idempotency-Key`; None when the sender gave none."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > LONGEST_KEY:
        raise Invalid(f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
    return f"{kind}:{by.id}:{key}" if key else None


def is_form_key(sent: str) -> bool:
    """Whether this is the key of our public web form; never while none is set."""
    ours = company_or_none()
    key = ours.web_form_key if ours else None
    return bool(key) and compare_digest(sent.encode(), (key or "").encode())


def count_use(address: str, *, at: datetime) -> None:
    """Note that this network address sends a form. Raises TooManySent when it did so too often."""
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
        raise TooManySent(int((begun + STRETCH - at).total_seconds()) + 1)


def _stretch_of(at: datetime) -> datetime:
    seconds = int(STRETCH.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, tz=UTC)
