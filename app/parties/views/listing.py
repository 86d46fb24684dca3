"""The list of parties, and the same list as a file."""

from collections.abc import Iterator

from flask import Response, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit
from app.core.web.downloads import DOWNLOAD_POLICY
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties import queries
from app.parties.choice import PartyChoice
from app.parties.exporting import csv_lines
from app.parties.identifiers import country_name
from app.parties.models import Party, PartyRole
from app.parties.schemas import PartiesArguments
from app.parties.views.blueprint import bp, people
from app.trail.operations import record

CURSOR = "parties"
"""Names the cursors of the list."""


@bp.get("/parties")
@require(Permission.VIEW_PARTIES)
def show_parties() -> ResponseReturnValue:
    """The list of parties; the address holds every filter."""
    choice = _choice()
    limit = read_limit()
    rows = queries.parties_page(choice, after=read_cursor(CURSOR), limit=limit)
    return page_or_partial(
        "parties/parties.html",
        "parties/_parties.html",
        shown=page_of(rows, limit=limit, position=lambda party: (party.search_name, party.id), kind=CURSOR),
        choice=choice,
        roles=[*PartyRole],
        people=people(),
        values_in_use=lambda name: queries.values_in_use(getattr(Party, name)),
        country_name=country_name,
    )


@bp.get("/parties.csv")
@require(Permission.VIEW_PARTIES)
def download_parties() -> ResponseReturnValue:
    """The parties of the list's filters as CSV, written while it is read; the trail says who took it."""
    choice, user = _choice(), current_user()
    with transaction():
        taken = {"filters": {name: value for name, value in vars(choice).items() if value}}
        record(action="parties.exported", entity="party_list", entity_id="csv", by=user.actor, at=now(), after=taken)
    lines: Iterator[str] = stream_with_context(csv_lines(queries.parties_chosen(choice)))
    answer = Response(lines, mimetype="text/csv")
    answer.headers["Content-Disposition"] = "attachment; filename=parties.csv"
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _choice() -> PartyChoice:
    sent = {name: value for name, value in request.args.to_dict().items() if name not in {"after", "limit"}}
    choice: PartyChoice = PartiesArguments().load(sent)
    return choice
