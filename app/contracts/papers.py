"""What the contract's paper and mails are made from; `docs/processes/contract_to_signature.md` lists the keys."""

from uuid import UUID

from app.catalog.papers import (
    PaperData,
    PaperPeople,
    address_on_paper,
    people_data,
    people_on_paper,
    shown_amount,
    shown_date,
    shown_percent,
    shown_quantity,
    sums_data,
)
from app.catalog.pricing import totals
from app.catalog.wording import payment_terms, unit_name
from app.contracts.conditions import conditions
from app.contracts.coverage import ContractType, may_limit_hours
from app.contracts.letters import Kind, letter
from app.contracts.models import Contract, ContractLine
from app.contracts.queries import contract_by_id
from app.contracts.wording import contract_labels, contract_title, shown_billing, shown_time
from app.core.db import Key
from app.core.languages import language_of
from app.documents.queries import documents_of, files_of
from app.mail.outgoing import OutgoingMail, shown_address

SUBJECT = "contract"


def contract_paper(contract_id: UUID) -> tuple[Contract, PaperData]:
    """The contract, and what its document says."""
    contract = contract_by_id(contract_id)
    return contract, contract_document_data(contract, people_of(contract))


def contract_document_data(contract: Contract, people: PaperPeople) -> PaperData:
    """The data of the template `contract`."""
    language = language_of(contract.language)
    words = contract_labels(language)
    time, billing = _time(contract), _billing(contract)
    return {
        **people_data(people, language=language),
        **sums_data(totals(contract.lines), vat_word=words["vat"], language=language),
        "t": words,
        "number": contract.number or "",
        "date": shown_date(contract.offered_on, language),
        "contract_title": contract_title(contract.type, language=language),
        "subject": contract.title,
        "currency": contract.currency,
        "lines": [_line(line, contract, words) for line in contract.lines],
        "has_hours": may_limit_hours(contract.type),
        "has_totals": contract.type is not ContractType.TIME_AND_MATERIAL,
        "duration": time,
        "billing": billing,
        "payment_terms": payment_terms(contract.payment_terms_days, language=language),
        "conditions": [
            {"number": each.number, "heading": each.heading, "text": each.text}
            for each in conditions(
                contract.type,
                time=time,
                billing=billing,
                city=people.company.city or people.company.country,
                language=language,
            )
        ],
        "city": people.company.city,
        "notes": contract.notes or "",
    }


def contract_mail(contract_id: UUID, *, kind: Kind, key: str) -> OutgoingMail:
    """The mail with a contract, or the reminder to sign it. Raises NobodyToWriteTo."""
    contract = contract_by_id(contract_id)
    people = people_of(contract)
    ours, sender = people.company, people.salesperson
    text = letter(
        kind,
        language=contract.language,
        contact=people.contact.name if people.contact else "",
        signed_by=sender.display_name if sender else "",
        values={
            "number": contract.number or "",
            "title": contract_title(contract.type, language=contract.language),
            "seller": ours.name,
            "time": _time(contract),
            "offered": shown_date(contract.offered_on, contract.language),
        },
    )
    return OutgoingMail(
        key=key,
        sender=shown_address(ours.name, ours.email),
        reply_to=shown_address(sender.display_name, sender.email) if sender and sender.email else None,
        to=(address_on_paper(people),),
        subject=text.subject,
        text=text.text,
        attachments=files_of(document.id for document in documents_of(SUBJECT, contract.id)[:1]),
        case_key=Key(contract.signing_case_key) if contract.signing_case_key else None,
        subject_type=SUBJECT,
        subject_id=contract.id,
    )


def people_of(contract: Contract) -> PaperPeople:
    """Who stands on the papers of a contract."""
    return people_on_paper(contract.party_id, contact_id=contract.contact_id, user_name=contract.responsible)


def _line(line: ContractLine, contract: Contract, words: dict[str, str]) -> PaperData:
    language = language_of(contract.language)
    installed = line.installed_product
    hours = shown_quantity(line.covered_hours, language) if line.covered_hours is not None else words["unlimited"]
    return {
        "position": str(line.position),
        "code": line.code,
        "name": line.name,
        "covers": installed.label if installed else words["all_products"],
        "hours": hours if may_limit_hours(contract.type) and line.service_id else "",
        "quantity": shown_quantity(line.quantity, language),
        "unit": unit_name(line.unit, language=language) if contract.type is ContractType.TIME_AND_MATERIAL else "",
        "price": shown_amount(line.unit_price, language),
        "net": shown_amount(line.net, language),
        "vat_rate": shown_percent(line.tax_rate_percent, language),
    }


def _time(contract: Contract) -> str:
    language = contract.language
    start, end = shown_date(contract.starts_on, language), shown_date(contract.ends_on, language)
    return shown_time(start, end, language=language)


def _billing(contract: Contract) -> str:
    return shown_billing(contract.type, contract.billing_period_months, language=contract.language)
