"""Writes the trail: `record` notes what is done, the commit writes it, chained by hashes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    bindparam,
    column,
    insert,
    select,
    table,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import Key, before_commit, new_key, session
from app.trail.buffer import INFO, REQUEST, Head, buffer_of
from app.trail.hashing import GENESIS, plain, row_hash, storable
from app.trail.models import TrailChain, TrailEntry

Row = dict[str, Any]  # Any: column values of all types

# The head of a case's chain stands in its row, which the engine holds locked; the trail lies below the engine.
case_heads = table(
    "process_instance", column("key", BigInteger), column("trail_seq", BigInteger), column("trail_head", LargeBinary)
)


def record(
    *,
    action: str,
    entity: str,
    entity_id: object,
    by: Actor,
    at: datetime,
    case_key: Key | None = None,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """Note what `by` did; the commit of this transaction writes it, a rollback drops it.

    action: noun and past verb, such as `quote.issued`.
    before, after: the values that changed; decimals and times are kept as text.
    """
    current = session()()
    if not current.in_transaction():
        current.begin()  # so that a rollback is heard of, even before the first statement
    buffer_of(current).rows.append(
        {
            "chain": storable(f"case:{case_key}" if case_key is not None else f"{by.kind}:{by.id}"),
            "at": at,
            "actor_kind": by.kind,
            "actor_id": storable(by.id),
            "actor_name": storable(by.name),
            "action": action,
            "entity": entity,
            "entity_id": storable(str(entity_id)),
            "case_key": case_key,
            "before": plain(before),
            "after": plain(after),
            "reason": None if reason is None else storable(reason),
        }
    )


def open_case_chain(case_key: Key, seq: int, head: bytes | None) -> None:
    """Tell the head of a case's chain, read from the row that this transaction has locked or made."""
    buffer_of(session()).case_heads.setdefault(case_key, Head(seq, head or GENESIS))


def name_request(request_id: str | None) -> None:
    """What is recorded from here on belongs to this request."""
    session().info[REQUEST] = None if request_id is None else storable(request_id)


def write_trail(current: Session) -> None:
    """Write what was recorded: one INSERT for all rows, one UPDATE for the heads of the cases touched."""
    rows = buffer_of(current).rows
    if not rows:
        current.info.pop(INFO, None)
        return
    current.flush()  # the case's own row must be there before its head is updated
    heads = _case_heads(current, rows) | _actor_heads(current, rows)
    _chain_rows(rows, heads, request_id=current.info.get(REQUEST))
    current.connection().execute(insert(TrailEntry), rows)
    _store_case_heads(current, rows, heads)
    _store_actor_heads(current, rows, heads)
    current.info.pop(INFO, None)


def _case_heads(current: Session, rows: Iterable[Row]) -> dict[str, Head]:
    known = buffer_of(current).case_heads
    cases = {row["case_key"] for row in rows} - {None}
    if missing := cases - known.keys():
        known = known | _locked_case_heads(current, missing)
    return {f"case:{key}": known[key] for key in cases}


def _locked_case_heads(current: Session, keys: set[Key]) -> dict[Key, Head]:
    found = current.execute(
        select(case_heads).where(case_heads.c.key.in_(keys)).order_by(case_heads.c.key).with_for_update(key_share=True)
    )
    heads = {row.key: Head(row.trail_seq, row.trail_head or GENESIS) for row in found}
    if lost := keys - heads.keys():
        raise LookupError(f"The trail was told of case {min(lost)}, which does not exist.")
    return heads


def _actor_heads(current: Session, rows: Iterable[Row]) -> dict[str, Head]:
    """The locked heads of the chains of actors, taken in one order so that two commits cannot block each other."""
    chains = sorted({row["chain"] for row in rows if row["case_key"] is None})
    if not chains:
        return {}
    new = upsert(TrailChain).values([{"chain": chain, "seq": 0, "head": GENESIS} for chain in chains])
    locked = new.on_conflict_do_update(index_elements=["chain"], set_={"seq": TrailChain.seq})
    found = current.execute(locked.returning(TrailChain.chain, TrailChain.seq, TrailChain.head))
    return {row.chain: Head(row.seq, row.head) for row in found}


def _chain_rows(rows: Iterable[Row], heads: dict[str, Head], *, request_id: str | None) -> None:
    """Number and hash the rows; `heads` then holds the new heads."""
    for row in rows:
        head = heads[row["chain"]]
        row |= {"id": new_key(), "seq": head.seq + 1, "request_id": request_id, "prev_hash": head.hash}
        row["row_hash"] = row_hash(head.hash, row)
        heads[row["chain"]] = Head(row["seq"], row["row_hash"])


def _store_case_heads(current: Session, rows: Iterable[Row], heads: Mapping[str, Head]) -> None:
    cases = {row["case_key"]: heads[row["chain"]] for row in rows if row["case_key"] is not None}
    if not cases:
        return
    changed = (
        update(case_heads)
        .where(case_heads.c.key == bindparam("case_key"))
        .values(trail_seq=bindparam("new_seq"), trail_head=bindparam("new_head"))
    )
    current.connection().execute(
        changed, [{"case_key": key, "new_seq": head.seq, "new_head": head.hash} for key, head in cases.items()]
    )


def _store_actor_heads(current: Session, rows: Iterable[Row], heads: Mapping[str, Head]) -> None:
    chains = sorted({row["chain"] for row in rows if row["case_key"] is None})
    if not chains:
        return
    changed = (
        update(TrailChain)
        .where(TrailChain.chain == bindparam("of_chain"))
        .values(seq=bindparam("new_seq"), head=bindparam("new_head"))
    )
    current.connection().execute(
        changed, [{"of_chain": chain, "new_seq": heads[chain].seq, "new_head": heads[chain].hash} for chain in chains]
    )


before_commit.append(write_trail)
