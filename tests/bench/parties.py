"""Parties: the list, its filters, a search and a card at fifty thousand, through HTTP."""

import time
from http.client import HTTPConnection
from secrets import token_urlsafe

from flask import Flask
from sqlalchemy import select, text

from app.core.actor import SYSTEM
from app.core.clock import now
from app.core.db import session, transaction
from app.identity import operations as identity
from app.identity.models import UserSession
from app.identity.roles import Role
from app.identity.secrets import new_secret, sha256_of
from app.parties.models import Party
from tests.bench.rows import refresh_statistics
from tests.bench.table import Figure, percentiles, show
from tests.fixtures.system import System

TIMES = 60
PAGES = {
    "List": "/parties",
    "List of one county and role": "/parties?county=C7&role=customer",
    "Search by name": "/parties?q=company+0420",
    "Search by phone": "/parties?q=%2B39+035+0004200",
}
COPY_PARTIES = """
INSERT INTO party (id, kind, name, search_name, search_text, roles, country, vat_number, email, phone, language,
    currency, payment_terms_days, sales_rep, city, county, industry, created_at, created_by, revision)
SELECT gen_random_uuid(), 'organisation', 'Company ' || name, 'company ' || name,
    'company ' || name || ' town' || n % 500 || ' it9' || number || ' 9' || number || ' 390' || number || ' ' || number,
    CASE n % 3 WHEN 0 THEN ARRAY['customer'] WHEN 1 THEN ARRAY['lead'] ELSE ARRAY['vendor'] END, 'IT',
    'IT9' || number, 'info@c' || n || '.example', '+390' || number, 'it', 'EUR', 30,
    CASE WHEN n % 4 = 0 THEN 'luca' END, 'Town' || n % 500, 'C' || n % 110, 'Industry ' || n % 25, now(), 'anna', 0
FROM (SELECT n, lpad(n::text, 5, '0') AS name, lpad((350000000 + n)::text, 9, '0') AS number
    FROM generate_series(1, :count) n) numbers
"""
COPY_PERSONS = """
INSERT INTO contact_person (id, party_id, name, search_name)
SELECT gen_random_uuid(), id, 'Person of ' || name, 'person of ' || search_name FROM party
"""


def add_parties(count: int) -> None:
    """Parties that differ, each with a person; no fifty thousand round trips."""
    session().execute(text("SET LOCAL statement_timeout = 0"))
    session().execute(text(COPY_PARTIES), {"count": count})
    session().execute(text(COPY_PERSONS))


def measure(system: System, app: Flask, *, count: int) -> None:
    """Print how long pages of many parties take, for a person who is logged in."""
    with app.app_context():
        with transaction():
            add_parties(count)
            cookie = cookie_of_staff()
        refresh_statistics()
        some = session().scalars(select(Party.id).order_by(Party.search_name).offset(count // 2).limit(1)).one()
        session().rollback()
    pages = {**PAGES, "Card": f"/parties/{some}"}
    connection = HTTPConnection("127.0.0.1", int(system.environment["PORT"]), timeout=60)
    figures = [Figure(what, _times(connection, at, cookie)) for what, at in pages.items()]
    show(f"Parties, {count:,}: p50 / p95 / p99", figures)


def cookie_of_staff() -> str:
    """A session of somebody who sees everything."""
    name = f"bench{time.time_ns()}"
    user = identity.add_user(
        name, name, password=token_urlsafe(12), roles=[Role.MANAGER], groups=[], email=None, by=SYSTEM, at=now()
    )
    session().flush()  # the session names the user's id
    secret = new_secret()
    opened = UserSession(
        token_sha256=sha256_of(secret), user_id=user.id, created_at=now(), last_seen_at=now(), address="", agent=""
    )
    session().add(opened)
    return f"pratica={secret}"


def _times(connection: HTTPConnection, address: str, cookie: str) -> str:
    seconds = []
    for _ in range(TIMES):
        began = time.perf_counter()
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        seconds.append(time.perf_counter() - began)
        assert answer.status == 200, f"{address}: {answer.status}"
    return percentiles(seconds)
