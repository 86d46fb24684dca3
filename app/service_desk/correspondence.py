"""Gathers what papers and mails of service are made from: one record, its people, its documents."""

from collections.abc import Sequence
from uuid import UUID

from app.catalog.papers import PaperData, PaperPeople, address_on_paper, people_on_paper, shown_amount, shown_date
from app.contracts.models import Contract, ContractLine
from app.core.db import Key, session
from app.documents.models import Document
from app.documents.queries import documents_of, files_of
from app.identity.queries import users_named
from app.mail.outgoing import OutgoingMail, shown_address
from app.parties.models import Site
from app.service_desk.letters import Kind, letter
from app.service_desk.models import Estimate, ReportStatus, ServiceRequest, WorkReport
from app.service_desk.operations.charging import currency_of
from app.service_desk.papers import estimate_document_data, report_document_data
from app.service_desk.queries import estimate_by_id, estimate_of, report_by_id, reports_of, request_by_id

ESTIMATE, REPORT, REQUEST = "estimate", "work_report", "service_request"


def estimate_paper(estimate_id: UUID) -> tuple[Estimate, PaperData]:
    """The estimate, and what its document says."""
    estimate = estimate_by_id(estimate_id)
    request = estimate.request
    data = estimate_document_data(estimate, request, people_of(request), contract_number=contract_number_of(request))
    return estimate, data


def report_paper(report_id: UUID) -> tuple[WorkReport, PaperData]:
    """The work report, and what its document says."""
    report = report_by_id(report_id)
    request = report.request
    technician = users_named([report.technician]).get(report.technician)
    data = report_document_data(
        report,
        people_of(request),
        technician=technician.display_name if technician else report.technician,
        site=session().get(Site, request.site_id) if request.site_id else None,
        currency=currency_of(request) if request.service_id else request.party.currency,
    )
    return report, data


def papers_mail(request_id: UUID, *, key: str) -> OutgoingMail:
    """The mail with reports and estimate once the work is done. Raises NobodyToWriteTo, ReportsNotWritten."""
    request = request_by_id(request_id)
    estimate = estimate_of(request.id)
    assert estimate is not None
    values = {
        "estimate": estimate.number or "",
        "total": shown_amount(estimate.total_gross, request.party.language),
        "currency": estimate.currency,
    }
    papers = [*unsent_reports(request), *documents_of(ESTIMATE, estimate.id)[:1]]
    kind: Kind = "papers" if estimate.total_net > 0 else "covered_papers"
    return _mail(request, kind, key=key, values=values, papers=papers)


def refusal_mail(request_id: UUID, *, key: str) -> OutgoingMail:
    """The mail that says why we do not do it. Raises NobodyToWriteTo."""
    request = request_by_id(request_id)
    return _mail(request, "refusal", key=key, values={"reason": request.refusal_reason or ""}, papers=())


def unsent_reports(request: ServiceRequest) -> list[Document]:
    """The documents of the finished reports of a request, the newest of each; fewer while some are being written."""
    finals = [report for report in reports_of(request.id) if report.status is ReportStatus.FINAL]
    return [document for report in finals for document in _papers_of(report)[:1]]


def missing_reports(request_id: UUID) -> int:
    """How many finished reports still wait for their document."""
    finals = [report for report in reports_of(request_id) if report.status is ReportStatus.FINAL]
    return sum(1 for report in finals if not _papers_of(report))


def _papers_of(report: WorkReport) -> list[Document]:
    """The documents of a report since it was last finished, the newest first; a corrected one is written anew."""
    assert report.finished_at is not None
    return [one for one in documents_of(REPORT, report.id) if one.created_at >= report.finished_at]


def people_of(request: ServiceRequest) -> PaperPeople:
    """Who stands on the papers of a request."""
    ours = request.assignee or request.registered_by
    return people_on_paper(request.party_id, contact_id=request.contact_id, user_name=ours)


def contract_number_of(request: ServiceRequest) -> str:
    """The number of the contract that covers a request; empty for none."""
    line = session().get(ContractLine, request.contract_line_id) if request.contract_line_id else None
    contract = session().get(Contract, line.contract_id) if line else None
    return (contract.number or "") if contract else ""


def _mail(
    request: ServiceRequest, kind: Kind, *, key: str, values: dict[str, str], papers: Sequence[Document]
) -> OutgoingMail:
    people = people_of(request)
    ours, sender = people.company, people.salesperson
    language = request.party.language
    text = letter(
        kind,
        language=language,
        contact=people.contact.name if people.contact else "",
        signed_by=sender.display_name if sender else "",
        values={
            "seller": ours.name,
            "number": request.number,
            "title": request.title,
            "requested": shown_date(request.registered_at.date(), language),
            **values,
        },
    )
    return OutgoingMail(
        key=key,
        sender=shown_address(ours.name, ours.email),
        reply_to=shown_address(sender.display_name, sender.email) if sender and sender.email else None,
        to=(address_on_paper(people),),
        subject=text.subject,
        text=text.text,
        attachments=files_of(document.id for document in papers),
        case_key=Key(request.case_key),
        subject_type=REQUEST,
        subject_id=request.id,
    )
