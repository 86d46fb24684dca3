"""Takes an import back while nothing else refers to the parties that it brought."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.exc import IntegrityError

from app.core.actor import Actor
from app.core.db import session
from app.engine.models import ProcessInstance
from app.parties.errors import ImportInUse, ImportNotReady
from app.parties.links import party_links
from app.parties.models import ContactPerson, ImportState, Party, PartyImport, PartyImportRow, RowOutcome
from app.parties.operations.contacts import remove_contact
from app.parties.operations.parties import refreshed, told, write_changes
from app.trail.operations import record

MOST_NAMED = 3


def undo_import(kept: PartyImport, *, by: Actor, at: datetime) -> None:
    """Remove the parties of an import and give the others their old values, where they still have the new ones.

    Raises ImportNotReady when it is not done, ImportInUse when a new party is referred to or was changed since.
    """
    if kept.state is not ImportState.DONE:
        raise ImportNotReady(kept.file_name, kept.state.value)
    _refuse_used(kept.id)
    removed = session().scalars(select(Party).where(Party.import_id == kept.id)).all()
    _remove(removed, by=by, at=at)
    restored = _restore_updated(kept.id, by=by, at=at)
    kept.state, kept.ended_at = ImportState.UNDONE, at
    record(
        action="party_import.undone",
        entity="party_import",
        entity_id=kept.id,
        by=by,
        at=at,
        after={"file": kept.file_name, "removed": len(removed), "restored": restored},
    )


def _refuse_used(import_id: UUID) -> None:
    used: dict[UUID, str] = {}
    brought = select(Party.id).where(Party.import_id == import_id)
    for column in (*party_links(), ProcessInstance.subject_id):
        named = select(column).where(column.in_(brought))
        used |= _named(Party.id.in_(named), import_id)
    used |= _named(or_(Party.revision > 0, Party.merged_into_id.is_not(None)), import_id)
    if used:
        names = sorted(used.values())
        raise ImportInUse(names[:MOST_NAMED], max(0, len(names) - MOST_NAMED))


def _named(condition: ColumnElement[bool], import_id: UUID) -> dict[UUID, str]:
    found = select(Party.id, Party.name).where(Party.import_id == import_id, condition)
    return dict(session().execute(found).all())


def _remove(parties: Sequence[Party], *, by: Actor, at: datetime) -> None:
    ids = [party.id for party in parties]
    try:
        with session().begin_nested():
            session().execute(delete(ContactPerson).where(ContactPerson.party_id.in_(ids)))
            session().execute(delete(Party).where(Party.id.in_(ids)))
    except IntegrityError as error:
        raise ImportInUse([parties[0].name], len(parties) - 1) from error
    for party in parties:
        record(
            action="party.removed",
            entity="party",
            entity_id=party.id,
            by=by,
            at=at,
            before=told({"name": party.name, "vat_number": party.vat_number}),
        )


def _restore_updated(import_id: UUID, *, by: Actor, at: datetime) -> int:
    changed = select(PartyImportRow).where(
        PartyImportRow.import_id == import_id, PartyImportRow.outcome == RowOutcome.UPDATED
    )
    rows = session().scalars(changed).all()
    ids = sorted(row.party_id for row in rows if row.party_id)
    locked = session().scalars(select(Party).where(Party.id.in_(ids)).order_by(Party.id).with_for_update())
    parties = {party.id: party for party in locked}
    for row in rows:
        if row.party_id in parties:
            _restore(parties[row.party_id], row, by=by, at=at)
    return len(rows)


def _restore(party: Party, row: PartyImportRow, *, by: Actor, at: datetime) -> None:
    before, after = row.before or {}, row.after or {}
    back = {name: value for name, value in before.items() if name in after and getattr(party, name) == after[name]}
    if back:
        write_changes(party, refreshed(party, back), by=by, at=at)
    contact = session().get(ContactPerson, UUID(after["contact_id"])) if "contact_id" in after else None
    if contact is not None and contact.removed_at is None:
        remove_contact(contact, by=by, at=at)
