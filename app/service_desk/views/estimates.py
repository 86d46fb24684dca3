"""Page of one estimate."""

from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from app.catalog.pricing import totals
from app.documents.conversion import can_make_pdf
from app.documents.queries import documents_of
from app.identity.permissions import Permission, require
from app.identity.queries import users_named
from app.service_desk.correspondence import ESTIMATE
from app.service_desk.queries import estimate_by_id
from app.service_desk.views.blueprint import bp


@bp.get("/estimates/<uuid:estimate_id>")
@require(Permission.VIEW_SERVICE)
def show_estimate(estimate_id: UUID) -> ResponseReturnValue:
    """One estimate: lines with what a contract covers, sums, both ways to count the hours."""
    estimate = estimate_by_id(estimate_id)
    return render_template(
        "service_desk/estimate.html",
        estimate=estimate,
        sums=totals(estimate.lines),
        documents=documents_of(ESTIMATE, estimate.id),
        people=users_named([estimate.approved_by]),
        can_make_pdf=can_make_pdf(),
    )
