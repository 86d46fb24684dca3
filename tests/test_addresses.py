"""Tries every address with every role and with nobody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.identity.permissions import Permission, declared_permission, is_public, is_signed_link
from app.identity.roles import Role, permissions_of
from app.identity.web import LOWER_ENDPOINTS, PUBLIC_ENDPOINTS, UNSAFE
from tests.fixtures.people import BrowserOf, MakeUser, send_form_token
from tests.statements import counted

WRITING = re.compile(r"\b(INSERT INTO|UPDATE \w+ SET|DELETE FROM|TRUNCATE)\b")
PROGRAMS = ("/v2/", "/api/")
TOLD = {  # who takes a list out is in the trail; nothing else is written
    "audit.download_csv",
    "audit.download_json_lines",
    "billing.download_invoices",
    "campaigns.download_costs",
    "campaigns.download_revenue",
    "monitor.download_cases",
    "parties.download_parties",
}
MAY_BE_BUSY = {"health.show_readiness"}  # asks for a connection of its own, which a test that is rolled back has not


@dataclass(frozen=True)
class Address:
    """One method of one rule, filled with things that do not exist."""

    method: str
    path: str
    endpoint: str
    permission: Permission | None

    def ask(self, browser: FlaskClient) -> TestResponse:
        return browser.open(self.path, method=self.method, buffered=True)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def addresses(app: Flask) -> Iterator[Address]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint in PUBLIC_ENDPOINTS:
            continue
        view = app.view_functions[rule.endpoint]
        permission = LOWER_ENDPOINTS.get(rule.endpoint) or declared_permission(view)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield Address(method, filled(rule), rule.endpoint, permission)


def filled(rule: Rule) -> str:
    """The path of the rule with values of the right kind."""
    kinds = {"IntegerConverter": 1, "FloatConverter": 1.5, "UUIDConverter": UUID(int=1)}
    values = {name: kinds.get(type(converter).__name__, "1") for name, converter in rule._converters.items()}
    _, path = rule.build(values, append_unknown=False) or ("", "")
    return path


def test_every_address_names_a_permission_or_is_public(app: Flask) -> None:
    undeclared = {
        address.endpoint
        for address in addresses(app)
        if (address.permission is None) is not is_public(app.view_functions[address.endpoint])
    }

    assert undeclared == set()


def test_nobody_is_sent_to_the_log_in(app: Flask, client: FlaskClient) -> None:
    wrong = []
    for address in addresses(app):
        send_form_token(client, app)
        answer = address.ask(client)
        if not is_right_for_nobody(address, answer):
            wrong.append((str(address), answer.status_code))

    assert wrong == []


def is_right_for_nobody(address: Address, answer: TestResponse) -> bool:
    if address.permission is None:
        return answer.status_code < 500 or address.endpoint in MAY_BE_BUSY
    if address.path.startswith(PROGRAMS):
        return answer.status_code == 401 and answer.mimetype == "application/problem+json"
    return answer.status_code == 303 and (answer.location or "").startswith("/log-in")


@pytest.mark.parametrize("role", [None, *Role])
def test_each_role_reaches_what_it_may_and_nothing_breaks(
    app: Flask, make_user: MakeUser, browser_of: BrowserOf, role: Role | None
) -> None:
    roles = [role] if role is not None else []
    user = make_user(roles=roles)
    wrong = []
    for address in addresses(app):
        if address.permission is None:
            continue
        answer = address.ask(browser_of(user))
        is_refused = answer.status_code == 403
        is_allowed = address.permission in permissions_of(roles)
        if answer.status_code in {401, *range(500, 600)} or is_refused is is_allowed:
            wrong.append((str(address), answer.status_code))

    assert wrong == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_looking_changes_nothing(app: Flask, make_user: MakeUser, browser_of: BrowserOf, role: Role) -> None:
    browser = browser_of(make_user(roles=[role]))
    changing = []
    for address in addresses(app):
        if address.method != "GET" or address.permission not in {None, *permissions_of([role])}:
            continue
        if address.endpoint in TOLD:
            continue
        with counted() as seen:
            address.ask(browser)
        changing += [(str(address), statement) for statement in seen if WRITING.search(statement)]

    assert changing == []


def test_a_change_without_the_token_of_our_forms_is_refused(
    app: Flask, make_user: MakeUser, browser_of: BrowserOf
) -> None:
    browser = browser_of(make_user(roles=[Role.ADMINISTRATOR]))
    del browser.environ_base["HTTP_X_CSRFTOKEN"]

    asked = [address for address in addresses(app) if address.method in UNSAFE]
    forms = [address for address in asked if not is_signed_link(app.view_functions[address.endpoint])]
    answers = {str(address): address.ask(browser) for address in forms}

    assert {path: answer.status_code for path, answer in answers.items() if answer.status_code != 400} == {}


def test_the_auditor_changes_nothing(app: Flask) -> None:
    may = permissions_of([Role.AUDITOR])
    own_account = {Permission.OWN_ACCOUNT}

    changing = [str(address) for address in addresses(app) if address.method in UNSAFE and address.permission in may]

    # Programs search by POST; trying a decision stores nothing; a verification only reads, and keeps its result.
    reading = ("/search", "/trial", "/trail/verifications")
    own = ("POST /account", "POST /log-out", "POST /notices/")
    others = {path for path in changing if not path.startswith(own)}
    assert {path for path in others if not path.endswith(reading)} == set()
    assert own_account < may
