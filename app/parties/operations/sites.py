"""Changes the sites of a party, and says so in the trail."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import update

from app.core.actor import Actor
from app.core.db import session
from app.parties.details import SiteDetails, checked_site
from app.parties.models import Party, Site
from app.parties.operations.parties import told
from app.trail.operations import record


def add_site(party: Party, details: SiteDetails, *, by: Actor, at: datetime) -> Site:
    """A new site of a party. Raises PartyInvalid for wrong fields. A new main site takes the place of the old one."""
    cleaned = checked_site(details)
    if cleaned.is_main:
        _no_longer_main(party.id)
    site = Site(id=uuid4(), party_id=party.id, **asdict(cleaned))
    session().add(site)
    record(
        action="site.added",
        entity="party_site",
        entity_id=site.id,
        by=by,
        at=at,
        after=told(asdict(cleaned)) | {"party": party.name},
    )
    return site


def change_site(site: Site, details: SiteDetails, *, by: Actor, at: datetime) -> None:
    """Write what was entered about a site. Raises PartyInvalid for wrong fields."""
    cleaned = checked_site(details)
    values = asdict(cleaned)
    changed = {name: value for name, value in values.items() if getattr(site, name) != value}
    if not changed:
        return
    if changed.get("is_main"):
        _no_longer_main(site.party_id)
    before = {name: getattr(site, name) for name in changed}
    for name, value in changed.items():
        setattr(site, name, value)
    record(
        action="site.changed",
        entity="party_site",
        entity_id=site.id,
        by=by,
        at=at,
        before=told(before),
        after=told(changed),
    )


def remove_site(site: Site, *, by: Actor, at: datetime) -> None:
    """The site is offered no more; what names it keeps it."""
    site.removed_at = at
    site.is_main = False
    record(action="site.removed", entity="party_site", entity_id=site.id, by=by, at=at, before={"name": site.name})


def _no_longer_main(party_id: UUID) -> None:
    session().execute(update(Site).where(Site.party_id == party_id, Site.is_main).values(is_main=False))
