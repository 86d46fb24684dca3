"""What rows of the trail are about: how each kind of thing is called, where its page is, how it is found by number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, func, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute

from app.activities.models import Appointment, Employee
from app.billing.models import Invoice
from app.campaigns.models import Campaign
from app.catalog.models import AfterSalesService, Product, TaxCode
from app.contracts.models import Contract, InstalledProduct
from app.core.db import session
from app.core.web.frame import endpoint_url
from app.documents.models import Document
from app.engine.models import Job, ProcessInstance, Timer, UserTask
from app.identity.models import User, UserSession
from app.mail.models import MailMessage
from app.parties.models import ContactPerson, Party, Site
from app.sales.models import Lead, Opportunity, Order, Quote
from app.service_desk.models import Estimate, ServiceRequest, WorkReport

Column = InstrumentedAttribute[Any]  # Any: of any type
Pair = tuple[str, str]
"""The kind of a thing and its id, as the trail has them."""

MOST_FOUND = 20


@dataclass(frozen=True)
class Kind:
    """One kind of thing.

    noun: stands before its name; empty where the name is enough.
    page: endpoint and argument of its page. is_numbered: its name is a number that somebody may type.
    """

    noun: str
    key: Column | None = None
    name: ColumnElement[Any] | Column | None = None
    page: tuple[str, str] | None = None
    is_numbered: bool = False


def _numbered(noun: str, table: Any, endpoint: str, argument: str) -> Kind:  # Any: a table with number and id
    return Kind(noun, table.id, table.number, (endpoint, argument), is_numbered=True)


_party_of_lead = select(Party.name).where(Party.id == Lead.party_id).scalar_subquery()
_user_of_session = select(User.display_name).where(User.id == UserSession.user_id).scalar_subquery()
_of_case = func.coalesce(ProcessInstance.business_key, ProcessInstance.title, cast(ProcessInstance.key, String))

KINDS: Mapping[str, Kind] = {
    "after_sales_service": Kind("service", AfterSalesService.id, AfterSalesService.name),
    "appointment": Kind(
        "appointment", Appointment.id, Appointment.title, ("agenda.show_appointment", "appointment_id")
    ),
    "campaign": _numbered("campaign", Campaign, "campaigns.show_campaign", "campaign_id"),
    "company": Kind("the company"),
    "contact_person": Kind("contact person", ContactPerson.id, ContactPerson.name),
    "contract": _numbered("contract", Contract, "contracts.show_contract", "contract_id"),
    "decision": Kind("the decision", page=("studio.show_decision", "decision_id")),
    "document": Kind("document", Document.id, Document.name, ("documents.show_document", "document_id")),
    "document_template": Kind("Word template", page=("studio.show_template", "template_id")),
    "employee": Kind("employee", Employee.id, Employee.name, ("personnel.show_employee", "employee_id")),
    "estimate": _numbered("estimate", Estimate, "service_desk.show_estimate", "estimate_id"),
    "form": Kind("the form"),
    "installed_product": Kind(
        "installed product",
        InstalledProduct.id,
        InstalledProduct.serial_number,
        ("contracts.show_installed_product", "installed_product_id"),
        is_numbered=True,
    ),
    "invoice": _numbered("invoice", Invoice, "billing.show_invoice", "invoice_id"),
    "job": Kind("job", Job.key, Job.type),
    "lead": Kind("the lead of", Lead.id, _party_of_lead),
    "mail_message": Kind("the mail", MailMessage.id, MailMessage.subject, ("mail.show_message", "mail_id")),
    "opportunity": _numbered("opportunity", Opportunity, "sales.show_opportunity", "opportunity_id"),
    "order": _numbered("order", Order, "sales.show_order", "order_id"),
    "party": Kind("party", Party.id, Party.name, ("parties.show_party", "party_id")),
    "party_import": Kind("the import", page=("parties.show_import", "import_id")),
    "party_site": Kind("site", Site.id, Site.name),
    "process": Kind("the process", page=("studio.show_process", "process_id")),
    "process_instance": Kind("case", ProcessInstance.key, _of_case, ("cases.show_case", "key")),
    "product": Kind("product", Product.id, Product.name),
    "quote": _numbered("quote", Quote, "sales.show_quote", "quote_id"),
    "service_request": _numbered("service request", ServiceRequest, "service_desk.show_request", "request_id"),
    "session": Kind("the session of", UserSession.id, _user_of_session),
    "task": Kind("task", ProcessInstance.key, _of_case, ("cases.show_case", "key")),
    "tax_code": Kind("tax code", TaxCode.id, TaxCode.name),
    "timer": Kind("timer", Timer.key, Timer.element_id),
    "trail": Kind("the trail"),
    "user": Kind("", User.user_name, User.display_name, is_numbered=True),
    "user_task": Kind("", UserTask.key, UserTask.name, ("worklist.show_task", "task_key")),
    "work_report": _numbered("work report", WorkReport, "service_desk.show_report", "report_id"),
}
NAMING = ("number", "name", "title", "task", "display_name", "subject", "party", "file")


@dataclass(frozen=True)
class Thing:
    """What a row is about."""

    label: str
    entity: str
    entity_id: str

    @property
    def address(self) -> str | None:
        """Its page; None where it has none."""
        kind = KINDS.get(self.entity)
        if kind is None or kind.page is None:
            return None
        endpoint, argument = kind.page
        return endpoint_url(endpoint, **{argument: self.entity_id})


def names_of(pairs: Iterable[Pair]) -> dict[Pair, str]:
    """What the things are called today, in one statement; things that are gone have none."""
    wanted: dict[str, set[str]] = {}
    for entity, entity_id in pairs:
        wanted.setdefault(entity, set()).add(entity_id)
    selects = [found for entity, ids in wanted.items() if (found := _names(entity, ids)) is not None]
    if not selects:
        return {}
    rows = session().execute(union_all(*selects)).all()
    return {(entity, entity_id): name for entity, entity_id, name in rows if name}


def thing(pair: Pair, names: Mapping[Pair, str], values: Mapping[str, Any]) -> Thing:  # Any: JSON of the trail
    """The thing of a row; one that is gone is called as the row itself has it."""
    entity, entity_id = pair
    kind = KINDS.get(entity, Kind(entity.replace("_", " ")))
    told = next((str(values[name]) for name in NAMING if isinstance(values.get(name), str | int)), "")
    name = names.get(pair) or told or _short(entity, entity_id)
    return Thing(f"{kind.noun} {name}".strip(), entity, entity_id)


def things_called(text: str) -> Sequence[Pair]:
    """The things that have this number, name of an account or key; also `quote:<id>`. One statement at most."""
    entity, colon, entity_id = text.partition(":")
    if colon and entity in KINDS:
        return [(entity, entity_id)]
    if (found := _as_uuid(text)) is not None:
        return [(entity, str(found)) for entity in KINDS]
    selects = [_called(entity, kind, text) for entity, kind in KINDS.items() if kind.is_numbered]
    selects.append(_cases_called(text))
    return [(entity, entity_id) for entity, entity_id in session().execute(union_all(*selects).limit(MOST_FOUND))]


def is_key(text: str) -> bool:
    """Whether a text is a number that a key could be."""
    return text.isdecimal() and len(text) < 19


def _names(entity: str, ids: Iterable[str]) -> Any:  # Any: a select of three texts
    kind = KINDS.get(entity)
    if kind is None or kind.key is None or kind.name is None:
        return None
    typed = [value for text in ids if (value := _typed(kind.key, text)) is not None]
    return select(literal(entity), cast(kind.key, String), cast(kind.name, String)).where(kind.key.in_(typed))


def _called(entity: str, kind: Kind, text: str) -> Any:  # Any: a select of two texts
    assert kind.key is not None
    column = kind.key if entity == "user" else kind.name
    wanted = text.lower() if entity == "user" else text.upper()
    return select(literal(entity), cast(kind.key, String)).where(literal(wanted) == column)


def _cases_called(text: str) -> Any:  # Any: a select of two texts
    key = int(text) if is_key(text) else None
    wanted = ProcessInstance.business_key == text if key is None else ProcessInstance.key == key
    return select(literal("process_instance"), cast(ProcessInstance.key, String)).where(wanted)


def _typed(column: Column, text: str) -> object:
    kind = column.type.python_type
    if kind is UUID:
        return _as_uuid(text)
    if kind is int:
        return int(text) if is_key(text) else None
    return text


def _as_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _short(entity: str, entity_id: str) -> str:
    if KINDS.get(entity, Kind("")).noun.startswith("the ") and entity in {"company", "trail"}:
        return ""
    return entity_id[:8] if _as_uuid(entity_id) is not None else entity_id
