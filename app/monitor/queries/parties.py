"""What the party of a filter is called."""

from uuid import UUID

from sqlalchemy import select

from app.core.db import session
from app.parties.models import Party


def party_name(party_id: UUID) -> str | None:
    """The name of a party; None when there is none of this id."""
    return session().scalar(select(Party.name).where(Party.id == party_id))
