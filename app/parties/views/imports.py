"""Importing a file of parties: send it, look at the dry run, confirm, watch; and take it back."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from flask import Response, flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, see_other
from app.core.web.downloads import DOWNLOAD_POLICY
from app.engine.operations import describe_case, start_instance
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties import operations, queries
from app.parties.errors import FileUnreadable
from app.parties.exporting import MARK, csv_line
from app.parties.handlers import IMPORT_PROCESS
from app.parties.importing.columns import BY_NAME, FIELDS
from app.parties.importing.reading import DELIMITERS, ENCODINGS, LARGEST_FILE, MOST_ROWS
from app.parties.models import ImportState, PartyImport, PartyRole, RowOutcome
from app.parties.schemas import ConfirmationForm, ImportArguments, MappingForm
from app.parties.views.blueprint import bp, choices

CURSOR = "import rows"
IMPORT = "/parties/imports/<uuid:import_id>"
TONES = {
    RowOutcome.NEW: "success",
    RowOutcome.UPDATED: "info",
    RowOutcome.UNCHANGED: "neutral",
    RowOutcome.SUSPECTED: "warning",
    RowOutcome.REFUSED: "danger",
}


@bp.get("/parties/imports")
@require(Permission.EDIT_PARTIES)
def show_imports() -> ResponseReturnValue:
    """The place to send a file, and the imports so far."""
    return render_template(
        "parties/imports.html",
        imports=queries.latest_imports(),
        fields=FIELDS,
        most_rows=MOST_ROWS,
        largest_mib=LARGEST_FILE // 1024 // 1024,
    )


@bp.post("/parties/imports")
@require(Permission.EDIT_PARTIES)
def create_import() -> ResponseReturnValue:
    """Keep a file and try it out; nothing is imported yet."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise FileUnreadable("Choose a file.")
    with file.stream as stream:
        content = stream.read(LARGEST_FILE + 1)
    with transaction():
        kept = operations.keep_import(file.filename, content, by=current_user().actor, at=now())
        import_id = kept.id
        _let_worker_advance(kept)
    return see_other(".show_import", import_id=import_id)


@bp.get(IMPORT)
@require(Permission.EDIT_PARTIES)
def show_import(import_id: UUID) -> ResponseReturnValue:
    """How the file is read, what would become of its rows, or what did."""
    kept = queries.import_by_id(import_id)
    outcome = ImportArguments().load(request.args.to_dict())["outcome"]
    after = read_cursor(CURSOR)
    rows = queries.import_rows(kept.id, outcome=outcome, after=int(str(after[0])) if after else 0)
    return page_or_partial(
        "parties/import.html",
        "parties/_import.html",
        kept=kept,
        shown=page_of(rows, limit=queries.ROWS_SHOWN, position=lambda row: (row.line,), kind=CURSOR),
        chosen=outcome,
        tones=TONES,
        fields=BY_NAME,
        encodings=list(ENCODINGS.items()),
        delimiter=DELIMITERS[kept.delimiter],
        roles=[*PartyRole],
        is_working=kept.state in (ImportState.CHECKING, ImportState.IMPORTING),
        **choices(),
    )


@bp.post(f"{IMPORT}/mapping")
@require(Permission.EDIT_PARTIES)
def save_mapping(import_id: UUID) -> ResponseReturnValue:
    """Read the columns differently, and try the file out anew."""
    form: dict[str, Any] = MappingForm().load(_without_columns())  # Any: loaded values
    with transaction():
        kept = queries.import_for_update(import_id)
        operations.map_import(kept, _mapping_sent(kept), **form)
        _let_worker_advance(kept)
    return see_other(".show_import", import_id=import_id)


@bp.post(f"{IMPORT}/confirmation")
@require(Permission.EDIT_PARTIES)
def create_confirmation(import_id: UUID) -> ResponseReturnValue:
    """Import what the dry run promised."""
    revision = ConfirmationForm().load(request.form.to_dict())["revision"]
    with transaction():
        kept = queries.import_for_update(import_id)
        operations.confirm_import(kept, revision=revision, by=current_user().actor, at=now())
        _let_worker_advance(kept)
    return see_other(".show_import", import_id=import_id)


@bp.post(f"{IMPORT}/undoing")
@require(Permission.EDIT_PARTIES)
def create_import_undoing(import_id: UUID) -> ResponseReturnValue:
    """Take the import back."""
    with transaction():
        operations.undo_import(queries.import_for_update(import_id), by=current_user().actor, at=now())
    flash("The import was taken back.", "success")
    return see_other(".show_import", import_id=import_id)


@bp.get(f"{IMPORT}/left-out.csv")
@require(Permission.EDIT_PARTIES)
def download_left_out(import_id: UUID) -> ResponseReturnValue:
    """The rows that were not taken, as they came, each with what is wrong: to be mended and sent again."""
    kept = queries.import_by_id(import_id)
    answer = Response("".join(_left_out(kept)), mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=left-out.csv"
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _left_out(kept: PartyImport) -> Iterator[str]:
    table = operations.table_of(kept)
    rows = queries.rows_left_out(kept.id)
    yield MARK + csv_line([*table.headings, "Line", "What is wrong"])
    for line in table.lines:
        if (row := rows.get(line.number)) is not None:
            wrong = " ".join(row.problems.values()) or row.note
            padding = [""] * (len(table.headings) - len(line.cells))
            yield csv_line([*line.cells, *padding, str(line.number), wrong])


def _let_worker_advance(kept: PartyImport) -> None:
    """A small case does the work, so that it goes on when the page is left."""
    case = start_instance(
        IMPORT_PROCESS,
        variables={"import_id": str(kept.id), "file_name": kept.file_name},
        by=current_user().actor,
        at=now(),
        start_key=f"{IMPORT_PROCESS}:{kept.id}:{kept.revision}:{kept.state}",
    )
    describe_case(case.key, title=f"Import of {kept.file_name}")


def _without_columns() -> dict[str, str]:
    return {name: value for name, value in request.form.to_dict().items() if not name.startswith("column_")}


def _mapping_sent(kept: PartyImport) -> dict[int, str]:
    sent = {number: request.form.get(f"column_{number}", "") for number in range(len(kept.headings["columns"]))}
    return {number: name for number, name in sent.items() if name in BY_NAME}
