"""The VAT rates by country and day; a new one from a day on."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.catalog import operations, queries
from app.catalog.models import TaxCategory
from app.catalog.schemas import TaxCodeForm
from app.catalog.views.blueprint import bp, today
from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties.handlers import country_names
from app.parties.queries import company_or_none


@bp.get("/tax-codes")
@require(Permission.VIEW_SALES)
def show_tax_codes() -> ResponseReturnValue:
    """The VAT rates by country and day."""
    return render_template("catalog/tax_codes.html", codes=queries.tax_codes(), today=today())


@bp.get("/tax-codes/new")
@require(Permission.EDIT_CATALOG)
def show_new_tax_code() -> ResponseReturnValue:
    """The form for a rate from a day on."""
    ours = company_or_none()
    return render_template(
        "catalog/tax_code_form.html",
        countries=country_names(),
        country=ours.country if ours else "",
        categories=[(each.value, each.value.replace("_", " ").capitalize()) for each in TaxCategory],
    )


@bp.post("/tax-codes")
@require(Permission.EDIT_CATALOG)
def create_tax_code() -> ResponseReturnValue:
    """Keep a rate from a day on."""
    details = TaxCodeForm().load({name: text for name, text in request.form.items() if name != "csrf_token"})
    with transaction():
        operations.add_tax_code(details, on=today(), by=current_user().actor, at=now())
    flash(f"{details.name} was added.", "success")
    return see_other(".show_tax_codes")


@bp.post("/tax-codes/<uuid:tax_code_id>/removal")
@require(Permission.EDIT_CATALOG)
def create_removal(tax_code_id: UUID) -> ResponseReturnValue:
    """Take back a rate that has not begun."""
    with transaction():
        code = queries.tax_code_by_id(tax_code_id)
        operations.remove_tax_code(code, on=today(), by=current_user().actor, at=now())
    flash("The rate was taken back.", "success")
    return see_other(".show_tax_codes")
