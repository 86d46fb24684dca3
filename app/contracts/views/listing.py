"""The list of contracts, and one contract."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.catalog.pricing import totals
from app.contracts import listing, queries
from app.contracts.coverage import ContractType
from app.contracts.models import ContractStatus
from app.contracts.operations.invoicing import period_of
from app.contracts.papers import people_of
from app.contracts.schemas import ContractsArguments
from app.contracts.views.blueprint import bp, today, told_of
from app.core.web import page_of, page_or_partial, read_cursor, read_limit
from app.documents.conversion import can_make_pdf
from app.documents.queries import documents_of
from app.identity.permissions import Permission, require
from app.parties.queries import parties_by_id

CURSOR = "contracts"
SHOWN_BOOKINGS = 50


@bp.get("/contracts")
@require(Permission.VIEW_SERVICE)
def show_contracts() -> ResponseReturnValue:
    """The list of contracts, the newest first."""
    choice = ContractsArguments().load(request.args.to_dict())
    limit, after = read_limit(), read_cursor(CURSOR)
    rows = listing.contracts_page(choice, on=today(), after=after, limit=limit)
    return page_or_partial(
        "contracts/contracts.html",
        "contracts/_contracts.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.created_at, row.id), kind=CURSOR),
        choice=choice,
        types=[*ContractType],
        statuses=[*ContractStatus],
        due=listing.count_due(on=today()),
        ending=listing.count_ending(on=today(), days=choice.days),
        period_of=period_of,
        party=parties_by_id([choice.party_id]).get(choice.party_id) if choice.party_id else None,
    )


@bp.get("/contracts/<uuid:contract_id>")
@require(Permission.VIEW_SERVICE)
def show_contract(contract_id: UUID) -> ResponseReturnValue:
    """One contract: lines, hours used with their sources, documents, case, history."""
    contract = queries.contract_by_id(contract_id)
    return render_template(
        "contracts/contract.html",
        contract=contract,
        sums=totals(contract.lines),
        stands_with=people_of(contract),
        booked=queries.bookings_of_contract(contract_id, limit=SHOWN_BOOKINGS),
        documents=documents_of("contract", contract_id),
        can_make_pdf=can_make_pdf(),
        is_being_signed=queries.is_being_signed(contract),
        next_period=period_of(contract),
        history=told_of("contract", contract_id),
    )
