"""The list of invoices, one invoice, the file for spreadsheets."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.billing import queries
from app.billing.correspondence import file_to_send, people_of
from app.billing.errors import BillingValueInvalid
from app.billing.export import invoices_csv
from app.billing.schemas import InvoicesArguments
from app.billing.telling import tell_export
from app.billing.views.blueprint import bp
from app.catalog.pricing import totals
from app.core.clock import now
from app.core.db import transaction
from app.core.errors import Missing
from app.core.files import read_file
from app.core.web import page_of, page_or_partial, read_cursor, read_limit
from app.core.web.downloads import download
from app.documents.conversion import can_make_pdf
from app.documents.queries import documents_of
from app.engine.reading import today
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.identity.queries import users_named
from app.mail.queries import messages_of
from app.parties.queries import company_or_none, party_by_id

MOST_EXPORTED = 20_000


@bp.get("/invoices")
@require(Permission.VIEW_BILLING)
def show_invoices() -> ResponseReturnValue:
    """The list of invoices and credit notes, and what they come to."""
    choice = InvoicesArguments().load(request.args.to_dict())
    limit, after, on = read_limit(), read_cursor("invoices"), today(now())
    rows = queries.invoices_page(choice, on=on, after=after, limit=limit)
    ours = company_or_none()
    return page_or_partial(
        "billing/invoices.html",
        "billing/_invoices.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.created_at, row.id), kind="invoices"),
        choice=choice,
        sums=queries.sums_of_choice(choice, on=on),
        own_currency=ours.currency if ours else "EUR",
        party=party_by_id(choice.party_id) if choice.party_id else None,
    )


@bp.get("/invoices.csv")
@require(Permission.VIEW_BILLING)
def download_invoices() -> ResponseReturnValue:
    """The invoices of a choice as a file for spreadsheets; the trail says who took it."""
    choice = InvoicesArguments().load(request.args.to_dict())
    rows = queries.invoices_page(choice, on=today(now()), limit=MOST_EXPORTED)
    if len(rows) > MOST_EXPORTED:
        raise BillingValueInvalid(f"More than {MOST_EXPORTED:,} invoices fit; choose a shorter period.")
    content = invoices_csv(rows)
    with transaction():
        tell_export(len(rows), request.args.to_dict(), by=current_user().actor, at=now())
    return download(content, name="invoices.csv", media_type="text/csv")


@bp.get("/invoices/<uuid:invoice_id>/paper")
@require(Permission.VIEW_BILLING)
def download_paper(invoice_id: UUID) -> ResponseReturnValue:
    """The invoice as the customer got it: its PDF, else the Word file."""
    written = documents_of("invoice", queries.invoice_by_id(invoice_id).id)
    if not written:
        raise Missing("A worker has not written this invoice yet.")
    file = file_to_send(written[0])
    return download(read_file(file.content_hash), name=file.name, media_type=file.media_type)


@bp.get("/invoices/<uuid:invoice_id>")
@require(Permission.VIEW_BILLING)
def show_invoice(invoice_id: UUID) -> ResponseReturnValue:
    """One invoice: lines, VAT, payments, documents, mails, its case."""
    invoice = queries.invoice_by_id(invoice_id)
    return render_template(
        "billing/invoice.html",
        invoice=invoice,
        sums=totals(invoice.lines),
        stands_with=people_of(invoice),
        credit_note=queries.credit_note_of(invoice.id),
        corrects=queries.invoice_by_id(invoice.credits_id) if invoice.credits_id else None,
        undone={payment.undoes_id for payment in invoice.payments},
        documents=documents_of("invoice", invoice.id),
        mails=messages_of("invoice", invoice.id),
        people=users_named({payment.recorded_by for payment in invoice.payments}),
        can_make_pdf=can_make_pdf(),
    )
