"""Pages of the Trail: the list in sentences, one row with its proof, files, verifications."""

from collections.abc import Iterator

from flask import Blueprint, Response, flash, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.audit import operations, queries
from app.audit.choice import TrailChoice
from app.audit.exporting import csv_lines, json_lines
from app.audit.lines import lines_of, shown
from app.audit.schemas import LARGEST_KEY, TrailArguments
from app.audit.state import MOST_COUNTED, proof_state
from app.audit.words import ACTIONS
from app.core.clock import company_zone, now
from app.core.db import Key, transaction
from app.core.web import (
    page_of,
    page_or_partial,
    place,
    preferences,
    read_cursor,
    read_limit,
    see_other,
)
from app.core.web.downloads import DOWNLOAD_POLICY
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.trail.hashing import row_hash

bp = Blueprint("audit", __name__)
CURSOR = "trail"
"""Names the cursors of the list."""

place("audit.show_trail", "Trail", "fingerprint", group="Process", permission=Permission.VIEW_TRAIL, order=40)


@bp.get("/trail")
@require(Permission.VIEW_TRAIL)
def show_trail() -> ResponseReturnValue:
    """The trail in sentences; the address holds every filter."""
    choice, limit, to = _choice(), read_limit(), preferences()
    rows = queries.entries_page(choice, zone=company_zone(), after=read_cursor(CURSOR), limit=limit)
    return page_or_partial(
        "audit/trail.html",
        "audit/_rows.html",
        shown=page_of(rows, limit=limit, position=queries.position_of, kind=CURSOR),
        lines=lines_of(rows[:limit], to=to),
        choice=choice,
        people=queries.people(),
        actions=ACTIONS,
        **_state(),
    )


@bp.get(f"/trail/<int(max={LARGEST_KEY}):entry_id>")
@require(Permission.VIEW_TRAIL)
def show_entry(entry_id: int) -> ResponseReturnValue:
    """One row: before and after side by side, its hashes, its checkpoint."""
    entry = queries.entry_with_id(Key(entry_id))
    (line,) = lines_of([entry], to=preferences())
    return render_template(
        "audit/entry.html",
        entry=entry,
        line=line,
        values=lambda value: shown(value, to=preferences()),
        checkpoint=queries.checkpoint_over(entry),
        beside=queries.neighbours(entry),
        fits=row_hash(entry.prev_hash, vars(entry)) == entry.row_hash,
    )


@bp.get("/trail/proof")
@require(Permission.VIEW_TRAIL)
def show_proof() -> ResponseReturnValue:
    """The state of the proof, as a part of the page; asked for again while a verification runs."""
    return render_template("audit/_proof.html", **_state())


@bp.post("/trail/verifications")
@require(Permission.VIEW_TRAIL)
def create_verification() -> ResponseReturnValue:
    """Have the whole trail verified in the background; pressed twice, it is verified once."""
    with transaction():
        operations.order_verification(by=current_user().actor, at=now())
    flash("The trail is being verified. You may leave this page.", "info")
    return see_other(".show_trail")


@bp.get("/trail.csv")
@require(Permission.EXPORT_TRAIL)
def download_csv() -> ResponseReturnValue:
    """The rows of the list's filters as CSV, written while they are read."""
    choice = _told_choice("csv")
    return _file(csv_lines(choice, zone=company_zone(), to=preferences()), "trail.csv", "text/csv")


@bp.get("/trail.jsonl")
@require(Permission.EXPORT_TRAIL)
def download_json_lines() -> ResponseReturnValue:
    """The same as JSON Lines, with all that the hashes are made of."""
    choice = _told_choice("jsonl")
    return _file(json_lines(choice, zone=company_zone()), "trail.jsonl", "application/x-ndjson")


def _choice() -> TrailChoice:
    sent = {name: value for name, value in request.args.to_dict().items() if name not in {"after", "limit"}}
    choice: TrailChoice = TrailArguments().load(sent)
    return choice


def _told_choice(form: str) -> TrailChoice:
    choice = _choice()
    with transaction():
        operations.tell_export(choice, form=form, by=current_user().actor, at=now())
    return choice


def _state() -> dict[str, object]:
    return {"state": proof_state(at=now()), "most_counted": MOST_COUNTED}


def _file(lines: Iterator[str], name: str, media_type: str) -> Response:
    answer = Response(stream_with_context(lines), mimetype=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
