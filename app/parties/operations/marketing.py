"""Who wants no campaigns any more; other mail goes on."""

from datetime import datetime

from app.core.actor import Actor
from app.parties.models import Party
from app.trail.operations import record


def opt_out(party: Party, *, reason: str, by: Actor, at: datetime) -> None:
    """The party gets no more campaigns from now on; one that opted out before stays as it is."""
    if party.no_marketing_since is not None:
        return
    party.no_marketing_since, party.no_marketing_reason = at, reason.strip()[:200] or None
    record(action="party.opted_out", entity="party", entity_id=party.id, by=by, at=at, reason=reason or None)


def opt_in(party: Party, *, reason: str, by: Actor, at: datetime) -> None:
    """The party may be written to by campaigns again, because it said so."""
    if party.no_marketing_since is None:
        return
    before = {"no_marketing_since": party.no_marketing_since}
    party.no_marketing_since = party.no_marketing_reason = None
    record(
        action="party.opted_in", entity="party", entity_id=party.id, by=by, at=at, before=before, reason=reason or None
    )
