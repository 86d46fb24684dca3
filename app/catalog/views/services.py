"""The list of after-sales services; entering and changing one."""

from uuid import UUID

from flask import flash, render_template, request
from flask.typing import ResponseReturnValue

from app.catalog import operations, queries
from app.catalog.models import AfterSalesService
from app.catalog.operations import ServiceDetails
from app.catalog.schemas import RevisionForm, ServiceForm
from app.catalog.views.blueprint import bp, told_of
from app.core.clock import now
from app.core.db import transaction
from app.core.money import ZERO
from app.core.web import see_other
from app.identity.current import current_user
from app.identity.permissions import Permission, require
from app.parties.queries import company_or_none
from app.parties.schemas import CURRENCIES

NOBODY = UUID(int=0)


@bp.get("/after-sales-services")
@require(Permission.VIEW_SALES)
def show_services() -> ResponseReturnValue:
    """The register of after-sales services with their rates."""
    return render_template("catalog/services.html", services=queries.services())


@bp.get("/after-sales-services/new")
@require(Permission.EDIT_CATALOG)
def show_new_service() -> ResponseReturnValue:
    """The form for a new service."""
    ours = company_or_none()
    return _form_page(ServiceDetails("", "", NOBODY, ZERO, ours.currency if ours else "EUR"), None)


@bp.post("/after-sales-services")
@require(Permission.EDIT_CATALOG)
def create_service() -> ResponseReturnValue:
    """Keep a new service."""
    details = _details_sent()
    with transaction():
        operations.add_service(details, by=current_user().actor, at=now())
    flash(f"{details.name} was added.", "success")
    return see_other(".show_services")


@bp.get("/after-sales-services/<uuid:service_id>/edit")
@require(Permission.EDIT_CATALOG)
def show_service_form(service_id: UUID) -> ResponseReturnValue:
    """The form for a service that is there."""
    service = queries.service_by_id(service_id)
    details = ServiceDetails(**{name: getattr(service, name) for name in ServiceDetails.__dataclass_fields__})
    return _form_page(details, service)


@bp.post("/after-sales-services/<uuid:service_id>")
@require(Permission.EDIT_CATALOG)
def save_service(service_id: UUID) -> ResponseReturnValue:
    """Keep what was changed about a service."""
    revision = RevisionForm().load({"revision": request.form.get("revision", "")})["revision"]
    details = _details_sent()
    with transaction():
        service = queries.service_for_update(service_id)
        operations.change_service(service, details, revision=revision, by=current_user().actor, at=now())
    flash("Saved.", "success")
    return see_other(".show_services")


def _details_sent() -> ServiceDetails:
    sent = {name: value for name, value in request.form.to_dict().items() if name not in {"csrf_token", "revision"}}
    details: ServiceDetails = ServiceForm().load(sent)
    return details


def _form_page(details: ServiceDetails, service: AfterSalesService | None) -> str:
    return render_template(
        "catalog/service_form.html",
        details=details,
        service=service,
        products=[(each.id, f"{each.name} · {each.code} · per {each.unit}") for each in queries.products_sold()],
        currencies=[(code, code) for code in CURRENCIES],
        history=told_of("after_sales_service", service.id) if service else [],
    )
