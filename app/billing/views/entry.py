"""The form of a new invoice: for whom, its lines; its case begins at once."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.billing.manual import EnteredLine, lines_entered
from app.billing.operations import InvoiceDraft, draft_invoice
from app.billing.schemas import NewInvoiceArguments, NewInvoiceForm
from app.billing.settling import wait_for_payment
from app.billing.views.blueprint import bp
from app.catalog.models import TaxCategory
from app.catalog.queries import products_sold
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.engine.reading import today
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties.queries import contacts_of, parties_found, party_by_id
from app.parties.schemas import CURRENCIES

MOST_FOUND = 10
EMPTY_ROWS = 3
LINE_FIELDS = "product_id name quantity unit unit_price discount_percent tax".split()
TAXES = [(each.value, each.value.replace("_", " ").capitalize()) for each in TaxCategory]


@bp.get("/invoices/new")
@require(Permission.EDIT_BILLING)
def show_new_invoice() -> ResponseReturnValue:
    """The form for one party; before that, the parties to choose from."""
    choice = NewInvoiceArguments().load(request.args.to_dict())
    if choice["party_id"] is None:
        found = parties_found(choice["words"], limit=MOST_FOUND).rows if choice["words"] else ()
        return render_template("billing/new_invoice_for.html", words=choice["words"], found=found)
    party = party_by_id(choice["party_id"])
    return render_template(
        "billing/new_invoice.html",
        party=party,
        contacts=[(contact.id, contact.name) for contact in contacts_of(party.id)],
        currencies=[(code, code) for code in dict.fromkeys((party.currency, *CURRENCIES))],
        **_row_choices(),
        rows=EMPTY_ROWS,
    )


@bp.get("/invoices/new/line")
@require(Permission.EDIT_BILLING)
def show_new_line() -> ResponseReturnValue:
    """One more empty row of the form."""
    return render_template("billing/_new_line.html", **_row_choices())


@bp.post("/invoices")
@require(Permission.EDIT_BILLING)
def create_invoice() -> ResponseReturnValue:
    """Draw the invoice up and begin its case: it is issued, written and sent. Sent twice, it happens once."""
    form = NewInvoiceForm().load(_sent_form())
    at, by = now(), current_user().actor
    with transaction():
        invoice = draft_invoice(_draft(form, on=today(at)), by=by, at=at)
        wait_for_payment(invoice, start_key=f"billing:manual:{form['key']}", by=by, at=at)
        invoice_id: UUID = invoice.id
    flash("The invoice is issued; a worker writes and sends it.", "success")
    return see_other(".show_invoice", invoice_id=invoice_id)


def _draft(form: dict[str, Any], *, on: date) -> InvoiceDraft:  # Any: values of the form
    party = party_by_id(form["party_id"])
    entered = [EnteredLine(**line) for line in form["lines"]]
    return InvoiceDraft(
        party_id=party.id,
        lines=lines_entered(entered, party, currency=form["currency"], on=on),
        currency=form["currency"],
        language=party.language,
        payment_terms_days=form["payment_terms_days"],
        source_type="manual",
        source_id=form["key"],
        case_key=None,
        contact_id=form["contact_id"],
        notes=form["notes"],
    )


def _sent_form() -> dict[str, Any]:  # Any: texts, and the rows of the lines
    """The fields of the form; those of a line have the same names in every row."""
    sent: dict[str, Any] = {name: value for name, value in request.form.items() if name not in LINE_FIELDS}
    columns = [request.form.getlist(name) for name in LINE_FIELDS]
    sent["lines"] = [dict(zip(LINE_FIELDS, row, strict=True)) for row in zip(*columns, strict=True)]
    sent.pop("csrf_token", None)
    return sent


def _row_choices() -> dict[str, object]:
    return {"products": products_sold(), "taxes": TAXES}
