"""Keeps a file of parties, tries it out, imports it batch by batch, and takes it back."""

import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, insert, select, update

from app.core.actor import Actor
from app.core.db import session
from app.parties.errors import FileUnreadable, ImportNotReady
from app.parties.importing.columns import BY_NAME, proposed_mapping, twice_mapped
from app.parties.importing.planning import Plan, Reading, plans_for
from app.parties.importing.reading import ENCODINGS, Line, Table, read_table
from app.parties.models import ImportState, Party, PartyImport, PartyImportRow, RowOutcome
from app.parties.operations.contacts import add_contact
from app.parties.operations.parties import Values, columns_of, entered, told, write_changes
from app.trail.operations import record

ROWS_AT_ONCE = 500
LONGEST_NOTE = 300


@dataclass
class Run:
    """A worker's pass over the rows of a file. seen: what the lines so far hold."""

    table: Table
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)


def keep_import(file_name: str, content: bytes, *, by: Actor, at: datetime) -> PartyImport:
    """A file to be tried out, its columns taken by their headings. Raises FileUnreadable."""
    table = read_table(content)
    kept = PartyImport(
        id=uuid4(),
        file_name=file_name[-200:] or "parties.csv",
        content=zlib.compress(content),
        encoding=table.encoding,
        delimiter=table.delimiter,
        headings={"columns": list(table.headings)},
        mapping=_kept_mapping(proposed_mapping(table.headings)),
        country="IT",
        state=ImportState.CHECKING,
        row_count=len(table.lines),
        counts={},
        created_at=at,
        created_by=by.id,
    )
    session().add(kept)
    record(
        action="party_import.uploaded",
        entity="party_import",
        entity_id=kept.id,
        by=by,
        at=at,
        after={"file": kept.file_name, "rows": kept.row_count},
    )
    return kept


def map_import(
    kept: PartyImport,
    mapping: Mapping[int, str],
    *,
    country: str,
    role: str | None,
    takes_suspected: bool,
    encoding: str,
) -> None:
    """Say which column is which field, and try the file out anew. Raises FileUnreadable, ImportNotReady."""
    _require(kept, ImportState.CHECKED, ImportState.CHECKING)
    if twice := twice_mapped(mapping):
        raise FileUnreadable(f"Two columns are {' and two are '.join(twice)}. Leave one of them out.")
    if encoding != kept.encoding:
        kept.encoding = encoding
        table = table_of(kept)
        kept.headings, kept.row_count = {"columns": list(table.headings)}, len(table.lines)
    kept.mapping, kept.country, kept.role = _kept_mapping(mapping), country, role
    kept.takes_suspected = takes_suspected
    kept.state, kept.done_count, kept.counts = ImportState.CHECKING, 0, {}
    kept.revision += 1


def confirm_import(kept: PartyImport, *, revision: int, by: Actor, at: datetime) -> None:
    """Import what the dry run promised. Raises ImportNotReady, also for a dry run that is no longer the last one."""
    _require(kept, ImportState.CHECKED)
    if kept.revision != revision:
        raise ImportNotReady(kept.file_name, "checked anew since you opened this page")
    kept.state, kept.done_count = ImportState.IMPORTING, 0
    record(
        action="party_import.confirmed",
        entity="party_import",
        entity_id=kept.id,
        by=by,
        at=at,
        after={"file": kept.file_name, "counts": kept.counts},
    )


def table_of(kept: PartyImport) -> Table:
    """The rows of the file as it is read now. Raises FileUnreadable."""
    return read_table(zlib.decompress(kept.content), encoding=kept.encoding if kept.encoding in ENCODINGS else None)


def restart_check(kept: PartyImport) -> None:
    """A dry run that was cut off begins again; an import goes on."""
    if kept.state is ImportState.CHECKING:
        kept.done_count, kept.counts = 0, {}


def advance_import(kept: PartyImport, run: Run, *, by: Actor, at: datetime) -> bool:
    """Check or import the next rows; whether more are left. The caller holds the row's lock and commits each time."""
    done = kept.done_count
    if kept.state is ImportState.CHECKING:
        if done == 0:
            session().execute(delete(PartyImportRow).where(PartyImportRow.import_id == kept.id))
        _check(kept, run, run.table.lines[done : done + ROWS_AT_ONCE])
    elif kept.state is ImportState.IMPORTING:
        _import(kept, run.table.lines[done : done + ROWS_AT_ONCE], by=by, at=at)
    else:
        return False
    kept.done_count = min(done + ROWS_AT_ONCE, kept.row_count)
    if kept.done_count < kept.row_count:
        return True
    _finish(kept, at)
    return False


def _check(kept: PartyImport, run: Run, lines: Sequence[Line]) -> None:
    plans = plans_for(lines, reading_of(kept), run.seen)
    session().execute(insert(PartyImportRow), [_row(kept, plan) for plan in plans])
    _count(kept, Counter(plan.outcome.value for plan in plans))


def _import(kept: PartyImport, lines: Sequence[Line], *, by: Actor, at: datetime) -> None:
    """The rows that the dry run has found good, looked at anew: somebody may have been quicker."""
    wanted = _wanted(kept, lines)
    plans = plans_for([line for line in lines if line.number in wanted], reading_of(kept), {})
    _lock([plan.party for plan in plans if plan.party])
    rows = [_applied(kept, plan, wanted[plan.line.number], by=by, at=at) for plan in plans]
    session().flush()  # the parties stand before the rows that name them
    if rows:
        session().execute(update(PartyImportRow), rows)


def _wanted(kept: PartyImport, lines: Sequence[Line]) -> dict[int, RowOutcome]:
    outcomes = {RowOutcome.NEW, RowOutcome.UPDATED} | ({RowOutcome.SUSPECTED} if kept.takes_suspected else set())
    found = select(PartyImportRow.line, PartyImportRow.outcome).where(
        PartyImportRow.import_id == kept.id,
        PartyImportRow.line.between(lines[0].number, lines[-1].number),
        PartyImportRow.outcome.in_(outcomes),
    )
    return dict(session().execute(found).all())


def _lock(parties: Sequence[Party]) -> None:
    if parties:
        ids = sorted(party.id for party in parties)
        session().execute(select(Party.id).where(Party.id.in_(ids)).order_by(Party.id).with_for_update())


def _applied(kept: PartyImport, plan: Plan, promised: RowOutcome, *, by: Actor, at: datetime) -> Values:
    """Does what is planned; the row as it is kept then."""
    row = _row(kept, plan)
    if plan.outcome is RowOutcome.SUSPECTED and promised is RowOutcome.SUSPECTED:
        plan.outcome = row["outcome"] = RowOutcome.NEW
    if plan.outcome is RowOutcome.NEW:
        row["party_id"] = _add(kept, plan, by=by, at=at).id
    elif plan.outcome is RowOutcome.UPDATED and plan.party is not None:
        row["before"] = entered({name: getattr(plan.party, name) for name in plan.changes})
        row["after"] = entered(plan.changes)
        write_changes(plan.party, plan.changes, by=by, at=at)
        if plan.contact is not None:
            contact = add_contact(plan.party, plan.contact, by=by, at=at)
            row["after"] |= {"contact_id": str(contact.id)}
    return row


def _add(kept: PartyImport, plan: Plan, *, by: Actor, at: datetime) -> Party:
    assert plan.details is not None
    columns = columns_of(plan.details)
    party = Party(
        id=uuid4(), created_at=at, created_by=by.id, import_id=kept.id, import_mark=plan.mark, revision=0, **columns
    )
    session().add(party)
    record(
        action="party.added",
        entity="party",
        entity_id=party.id,
        by=by,
        at=at,
        after=told(columns) | {"import": kept.file_name, "line": plan.line.number},
    )
    if plan.contact is not None:
        add_contact(party, plan.contact, by=by, at=at)
    return party


def _finish(kept: PartyImport, at: datetime) -> None:
    if kept.state is ImportState.CHECKING:
        kept.state = ImportState.CHECKED
        return
    outcomes = select(PartyImportRow.outcome).where(PartyImportRow.import_id == kept.id)
    kept.counts = dict(Counter(outcome.value for outcome in session().scalars(outcomes)))
    kept.state, kept.ended_at = ImportState.DONE, at


def reading_of(kept: PartyImport) -> Reading:
    """How the file is read."""
    mapping = {int(column): name for column, name in kept.mapping.items() if name in BY_NAME}
    return Reading(mapping, len(kept.headings["columns"]), kept.country, kept.role)


def _row(kept: PartyImport, plan: Plan) -> Values:
    return {
        "import_id": kept.id,
        "line": plan.line.number,
        "outcome": plan.outcome,
        "name": plan.name,
        "party_id": plan.party.id if plan.party else None,
        "note": plan.note[:LONGEST_NOTE],
        "problems": plan.problems,
        "before": None,
        "after": None,
    }


def _kept_mapping(mapping: Mapping[int, str]) -> dict[str, str]:
    return {str(column): name for column, name in sorted(mapping.items())}


def _count(kept: PartyImport, outcomes: Counter[str]) -> None:
    kept.counts = dict(Counter(kept.counts) + outcomes)


def _require(kept: PartyImport, *states: ImportState) -> None:
    if kept.state not in states:
        raise ImportNotReady(kept.file_name, kept.state.value)
