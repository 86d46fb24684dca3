"""The register of exchange rates."""

from flask import flash, request
from flask.typing import ResponseReturnValue

from app.billing.errors import BillingValueInvalid
from app.billing.operations import enter_rate
from app.billing.queries import rates_page
from app.billing.schemas import RateForm
from app.billing.views.blueprint import bp
from app.core.clock import now
from app.core.db import transaction
from app.core.web import page_of, page_or_partial, read_cursor, read_limit, see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties.queries import company, company_or_none
from app.parties.schemas import CURRENCIES


@bp.get("/exchange-rates")
@require(Permission.VIEW_BILLING)
def show_rates() -> ResponseReturnValue:
    """What foreign currencies were worth, the newest day first."""
    limit = read_limit()
    rows = rates_page(after=read_cursor("rates"), limit=limit)
    ours = company_or_none()
    own_currency = ours.currency if ours else "EUR"
    return page_or_partial(
        "billing/rates.html",
        "billing/_rates.html",
        shown=page_of(rows, limit=limit, position=lambda row: (row.valid_on, row.currency), kind="rates"),
        own_currency=own_currency,
        currencies=[(code, code) for code in CURRENCIES if code != own_currency],
    )


@bp.post("/exchange-rates")
@require(Permission.EDIT_BILLING)
def create_rate() -> ResponseReturnValue:
    """Enter a rate, or correct that of a day."""
    form = RateForm().load(request.form.to_dict())
    if form["currency"] == company().currency:
        sentence = f"{form['currency']} is our own currency; its rate is always 1."
        raise BillingValueInvalid(sentence, {"currency": [sentence]})
    with transaction():
        enter_rate(form["currency"], valid_on=form["valid_on"], rate=form["rate"], by=current_user().actor, at=now())
    flash("The rate is entered.", "success")
    return see_other(".show_rates")
