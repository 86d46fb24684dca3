"""Asks each slice for what it finds, under its permission and for these eyes."""

from collections.abc import Callable
from typing import Any

from flask import url_for

from app.billing.queries import invoices_found
from app.cases.choice import Shown
from app.cases.queries import cases_found
from app.catalog.queries import products_found
from app.contracts.listing import contracts_found, installed_found
from app.core.web.frame import new_actions, places
from app.core.word_index import Found, words_of
from app.documents.queries import documents_found
from app.identity.current import CurrentUser
from app.identity.permissions import Permission
from app.parties.models import ContactPerson, Party
from app.parties.queries import parties_found, persons_named
from app.sales.finding import opportunities_found, orders_found, quotes_found
from app.search.groups import Group, Hit
from app.service_desk.queries.requests import requests_found
from app.worklist.choice import Whose
from app.worklist.queries import tasks_found

MOST_SHOWN = 6
FEWEST_LETTERS = 2  # one letter begins too many words

Finder = Callable[[str, CurrentUser], Group]


def groups_found(text: str, user: CurrentUser) -> list[Group]:
    """What a person finds with these words, by kind; kinds without results are left out."""
    words = words_of(text)
    if not words:
        return []
    groups = [_places(words)]
    if sum(map(len, words)) >= FEWEST_LETTERS:
        groups += [find(text, user) for permission, find in _FINDERS if user.may(permission)]
    return [group for group in groups if group.count]


def _places(words: list[str]) -> Group:
    """Places and actions by their labels."""
    hits = [Hit(entry.label, url_for(entry.endpoint), entry.icon, "Go to") for entry in places()]
    hits += [Hit(f"New {entry.label.lower()}", entry.address, entry.icon, "Begin") for entry in new_actions()]
    fitting = [hit for hit in hits if _begins(words, words_of(hit.title))]
    return Group("Places and actions", fitting[:MOST_SHOWN], len(fitting))


def _begins(words: list[str], label: list[str]) -> bool:
    return all(any(one.startswith(word) for one in label) for word in words)


def _parties(text: str, _user: CurrentUser) -> Group:
    found = parties_found(text, limit=MOST_SHOWN)
    persons = persons_named(text, [party.id for party in found.rows])
    hits = [_party_hit(party, persons.get(party.id)) for party in found.rows]
    return Group("Parties", hits, found.count, url_for("parties.show_parties", q=text))


def _party_hit(party: Party, person: ContactPerson | None) -> Hit:
    note = _joined(person.name, person.function) if person else _joined(party.city, party.vat_number)
    numbers = [party.vat_number, (party.vat_number or "")[2:], party.fiscal_code, party.phone, party.email]
    return Hit(party.name, url_for("parties.show_party", party_id=party.id), "building", note, numbers)


def _opportunities(text: str, _user: CurrentUser) -> Group:
    found = opportunities_found(text, limit=MOST_SHOWN)
    hits = [
        Hit(
            f"{row.number} {row.subject}",
            url_for("sales.show_opportunity", opportunity_id=row.id),
            "chart-line",
            _joined(row.party.name, row.stage.label),
            [row.number],
        )
        for row in found.rows
    ]
    return Group("Opportunities", hits, found.count, url_for("sales.show_opportunities", q=text, stage=""))


def _quotes(text: str, _user: CurrentUser) -> Group:
    return _papers("Quotes", "sales.show_quotes", quotes_found(text, limit=MOST_SHOWN), text, _quote_address)


def _orders(text: str, _user: CurrentUser) -> Group:
    return _papers("Orders", "sales.show_orders", orders_found(text, limit=MOST_SHOWN), text, _order_address)


def _invoices(text: str, _user: CurrentUser) -> Group:
    found = invoices_found(text, limit=MOST_SHOWN)
    hits = [
        Hit(
            row.label,
            url_for("billing.show_invoice", invoice_id=row.id),
            "file-invoice",
            _joined(row.party.name, row.status.value),
            [row.number],
        )
        for row in found.rows
    ]
    return Group("Invoices", hits, found.count, url_for("billing.show_invoices", q=text))


def _requests(text: str, _user: CurrentUser) -> Group:
    found = requests_found(text, limit=MOST_SHOWN)
    hits = [
        Hit(
            f"{row.number} {row.title}",
            url_for("service_desk.show_request", request_id=row.id),
            "tools",
            _joined(row.party.name, row.status.value),
            [row.number],
        )
        for row in found.rows
    ]
    return Group("Service requests", hits, found.count, url_for("service_desk.show_requests", q=text, show="all"))


def _contracts(text: str, _user: CurrentUser) -> Group:
    found = contracts_found(text, limit=MOST_SHOWN)
    hits = [
        Hit(
            row.label,
            url_for("contracts.show_contract", contract_id=row.id),
            "contract",
            _joined(row.party.name, row.title),
            [row.number],
        )
        for row in found.rows
    ]
    return Group("Contracts", hits, found.count, url_for("contracts.show_contracts", q=text))


def _installed(text: str, _user: CurrentUser) -> Group:
    found = installed_found(text, limit=MOST_SHOWN)
    hits = [
        Hit(
            row.name,
            url_for("contracts.show_installed_product", installed_product_id=row.id),
            "package",
            _joined(row.serial_number, row.party.name),
            [row.serial_number],
        )
        for row in found.rows
    ]
    return Group("Installed products", hits, found.count, url_for("contracts.show_installed_products", q=text))


def _papers(label: str, list_endpoint: str, found: Found[Any], text: str, address: Callable[[Any], str]) -> Group:
    """Quotes or orders (Any: rows of two tables)."""
    hits = [
        Hit(row.number, address(row), "file-text", _joined(row.party.name, row.status.value), [row.number])
        for row in found.rows
    ]
    return Group(label, hits, found.count, url_for(list_endpoint, q=text))


def _quote_address(row: Any) -> str:  # Any: as above
    return url_for("sales.show_quote", quote_id=row.id)


def _order_address(row: Any) -> str:  # Any: as above
    return url_for("sales.show_order", order_id=row.id)


def _cases(text: str, user: CurrentUser) -> Group:
    found = cases_found(user.viewer, text, limit=MOST_SHOWN)
    hits = [
        Hit(
            case.title or case.business_key or case.definition.name,
            url_for("cases.show_case", key=case.key),
            "stack-2",
            _joined(case.business_key, case.subject_name, case.definition.name),
            [case.business_key, str(case.key)],
        )
        for case in found.rows
    ]
    return Group("Cases", hits, found.count, url_for("cases.show_cases", q=text, state=Shown.ALL.value))


def _tasks(text: str, user: CurrentUser) -> Group:
    found = tasks_found(user.viewer, text, limit=MOST_SHOWN)
    hits = [
        Hit(
            task.name,
            url_for("worklist.show_task", task_key=task.key),
            "checklist",
            _joined(task.instance.business_key, task.instance.subject_name or task.instance.title),
        )
        for task in found.rows
    ]
    return Group("Tasks", hits, found.count, url_for("worklist.show_worklist", q=text, whose=Whose.ALL.value))


def _documents(text: str, user: CurrentUser) -> Group:
    found = documents_found(user.viewer, text, limit=MOST_SHOWN)
    hits = [
        Hit(row.name, url_for("documents.show_document", document_id=row.id), "files", "Download") for row in found.rows
    ]
    return Group("Documents", hits, found.count, url_for("documents.show_documents", q=text))


def _products(text: str, _user: CurrentUser) -> Group:
    """Products have no page of their own; each leads to its line of the list."""
    found = products_found(text, limit=MOST_SHOWN)
    hits = [
        Hit(row.name, url_for("catalog.show_products", q=row.code), "package", row.code, [row.code])
        for row in found.rows
    ]
    return Group("Products", hits, found.count, url_for("catalog.show_products", q=text))


def _joined(*words: str | None) -> str:
    return " · ".join(filter(None, words))


_FINDERS: tuple[tuple[Permission, Finder], ...] = (
    (Permission.VIEW_PARTIES, _parties),
    (Permission.VIEW_SALES, _opportunities),
    (Permission.VIEW_SALES, _quotes),
    (Permission.VIEW_SALES, _orders),
    (Permission.VIEW_BILLING, _invoices),
    (Permission.VIEW_SERVICE, _requests),
    (Permission.VIEW_SERVICE, _contracts),
    (Permission.VIEW_SERVICE, _installed),
    (Permission.VIEW_CASES, _cases),
    (Permission.VIEW_WORKLIST, _tasks),
    (Permission.VIEW_DOCUMENTS, _documents),
    (Permission.VIEW_SALES, _products),
)
"""In the order in which results are shown; a number leads to the first kind that knows it."""
