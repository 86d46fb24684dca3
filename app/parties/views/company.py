"""The page of our own company."""

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.core.clock import now
from app.core.db import transaction
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties import queries
from app.parties.company import CompanyDetails, describe_company
from app.parties.schemas import CompanyForm
from app.parties.views.blueprint import bp, choices


@bp.get("/company")
@require(Permission.MANAGE_USERS)
def show_company() -> ResponseReturnValue:
    """Our own company, as papers show it."""
    return render_template("parties/company.html", company=queries.company_or_none(), **choices())


@bp.post("/company")
@require(Permission.MANAGE_USERS)
def save_company() -> ResponseReturnValue:
    """Keep what was entered about our own company."""
    details = CompanyDetails(**CompanyForm().load(request.form.to_dict()))
    with transaction():
        describe_company(details, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_company")
