"""Everything that belongs to a request, read for its page."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.activities.models import Appointment
from app.billing.models import Invoice
from app.billing.queries import Balance, balance_of
from app.catalog.models import AfterSalesService
from app.catalog.queries import services_by_id
from app.contracts.models import Contract, ContractLine, InstalledProduct
from app.core.db import session
from app.documents.models import Document
from app.documents.queries import documents_of_case
from app.identity.models import User
from app.identity.queries import users_named
from app.parties.models import Site
from app.service_desk.models import Estimate, ServiceRequest, WorkReport
from app.service_desk.queries import open_requests_of, reports_listed


@dataclass(frozen=True)
class RequestRecord:
    """A request with what came of it. contract: what covers it; visits: those that stand, the first one first."""

    service: AfterSalesService | None
    installed: InstalledProduct | None
    site: Site | None
    contract: Contract | None
    balance: Balance
    reports: Sequence[WorkReport]
    estimate: Estimate | None
    invoice: Invoice | None
    visits: Sequence[Appointment]
    others: Sequence[ServiceRequest]
    documents: Sequence[Document]
    people: dict[str, User]


def record_of(request: ServiceRequest) -> RequestRecord:
    """What the page of a request shows; at most a dozen statements."""
    reports, visits = reports_listed(request.id), _visits_of(request)
    names = [request.assignee, request.registered_by, *(report.technician for report in reports)]
    names += [visit.user_name for visit in visits] + [note.by for note in request.notes]
    return RequestRecord(
        service=services_by_id([request.service_id]).get(request.service_id) if request.service_id else None,
        installed=session().get(InstalledProduct, request.installed_product_id)
        if request.installed_product_id
        else None,
        site=session().get(Site, request.site_id) if request.site_id else None,
        contract=_contract_of(request),
        balance=balance_of(request.party_id),
        reports=reports,
        estimate=session().scalar(select(Estimate).where(Estimate.request_id == request.id)),
        invoice=session().get(Invoice, request.invoice_id) if request.invoice_id else None,
        visits=visits,
        others=open_requests_of(request.party_id, but_not=request.id, limit=5),
        documents=documents_of_case(request.case_key),
        people=users_named(names),
    )


def _contract_of(request: ServiceRequest) -> Contract | None:
    if request.contract_line_id is None:
        return None
    wanted = select(Contract).join(ContractLine, ContractLine.contract_id == Contract.id)
    return session().scalar(wanted.where(ContractLine.id == request.contract_line_id))


def _visits_of(request: ServiceRequest) -> Sequence[Appointment]:
    wanted = select(Appointment).where(Appointment.case_key == request.case_key, Appointment.cancelled_at.is_(None))
    return session().scalars(wanted.order_by(Appointment.starts_at)).all()
