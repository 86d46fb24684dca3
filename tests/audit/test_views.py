"""The pages of the Trail and its files."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.audit.operations import order_verification
from app.core.actor import Actor
from app.core.db import Key, transaction
from app.identity.roles import Role
from app.outbox.models import OutboxMessage
from app.trail.models import TrailEntry, TrailVerification
from app.trail.operations import record
from app.trail.verifying import Means, run_verification
from tests.engine.factories import make_instance
from tests.fixtures.people import BrowserOf, MakeUser
from tests.statements import counted

MOST_STATEMENTS = 12
LUCA = Actor("user", "luca", "Luca Ferri")
Told = Callable[..., None]


@pytest.fixture
def giulia(make_user: MakeUser, browser_of: BrowserOf) -> FlaskClient:
    """The auditor's browser."""
    return browser_of(make_user("giulia", display_name="Giulia Conti", roles=[Role.AUDITOR]))


@pytest.fixture
def tell(session: Session, actor: Actor, at: datetime) -> Told:
    """Something that was done and committed."""

    def told(action: str = "order.confirmed", **changes: object) -> None:
        values = {"entity": "order", "entity_id": "7", "by": actor, "at": at, "after": {"number": "O-7"}}
        with transaction():
            record(action=action, **{**values, **changes})  # type: ignore[arg-type]  # values of the test

    return told


def test_rows_read_as_sentences_with_what_changed(giulia: FlaskClient, tell: Told) -> None:
    tell("party.changed", entity="party", before={"city": "Como"}, after={"city": "Lecco", "name": "Rossi <b>"})
    tell("order.confirmed", reason="<i>asked</i> for it")

    page = giulia.get("/trail").text

    assert ">party Rossi &lt;b&gt;</a>" in page
    assert "city: Como → Lecco" in page
    assert "— reason: &lt;i&gt;asked&lt;/i&gt; for it" in page
    assert "Never verified." in page
    assert "2 rows wait for the next" in page


def test_empty_trail_says_what_will_be_here(giulia: FlaskClient) -> None:
    assert "Nothing happened yet" in giulia.get("/trail").text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", "abc"),
        ("person=luca", "b"),
        ("action=quote.issued", "b"),
        ("subject=order:7", "a"),
        ("subject=Q-9", ""),
        ("q=repeat", "c"),
        ("q=repéat+custom", "c"),
        ("from=2026-11-23&to=2026-11-23", "ab"),
        ("from=2026-11-24", "c"),
        ("person=luca&action=order.confirmed", ""),
    ],
)
def test_filters_of_the_address_find_rows(
    giulia: FlaskClient, tell: Told, at: datetime, query: str, found: str
) -> None:
    tell("order.confirmed", after={"number": "row-a"})
    tell("quote.issued", by=LUCA, entity="quote", after={"number": "row-b"})
    tell("order.closed", entity_id="8", at=at + timedelta(days=1), after={"number": "row-c"}, reason="Repeat customer")

    page = giulia.get(f"/trail?{query}").text

    assert {letter for letter in "abc" if f"row-{letter}" in page} == set(found)


def test_rows_of_a_case_are_found_by_its_key_and_its_number(giulia: FlaskClient, tell: Told) -> None:
    case = make_instance(business_key="Q-2026-1")
    tell(after={"number": "row-a"}, case_key=case.key)
    tell(after={"number": "row-b"})

    for query in (f"case={case.key}", "subject=Q-2026-1", f"subject={case.key}"):
        page = giulia.get(f"/trail?{query}").text
        assert "row-a" in page
        assert "row-b" not in page


@pytest.mark.parametrize(
    "query", ["case=x", "case=0", "from=never", "from=2026-11-24&to=2026-11-23", "q=" + "x" * 201, "other=1", "after=x"]
)
def test_address_with_something_unknown_is_refused(giulia: FlaskClient, query: str) -> None:
    assert giulia.get(f"/trail?{query}").status_code == 422


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f"subject=process_instance:{'9' * 30}", False),
        ("subject=AB8E8F5E00000000000000000000000A", True),
    ],
)
def test_ids_are_found_however_they_are_written_and_impossible_ones_are_not(
    giulia: FlaskClient, tell: Told, query: str, found: bool
) -> None:
    tell(entity_id="ab8e8f5e-0000-0000-0000-00000000000a", after={"number": "row-a"})

    answer = giulia.get(f"/trail?{query}")

    assert answer.status_code == 200
    assert ("row-a" in answer.text) == found


def test_pages_follow_one_another_and_cost_few_statements(giulia: FlaskClient, tell: Told, session: Session) -> None:
    for number in range(7):
        tell(after={"number": f"row-{number}"}, entity=("order", "quote", "party", "user")[number % 4])

    with counted() as seen:
        page = giulia.get("/trail?limit=5&subject=order:7&person=anna").text
    assert len(seen) <= MOST_STATEMENTS, seen
    first = giulia.get("/trail?limit=5").text
    assert [f"row-{number}" in first for number in range(7)] == [False] * 2 + [True] * 5
    assert "row-4" in page
    following = first.split("after=")[1].split('"')[0]
    assert "row-1" in giulia.get(f"/trail?limit=5&after={following}").text


def test_row_shows_before_and_after_hashes_and_its_checkpoint(
    giulia: FlaskClient, tell: Told, session: Session
) -> None:
    tell("party.changed", entity="party", before={"city": "Como"}, after={"city": "Lecco"})
    tell()
    first, second = session.scalars(select(TrailEntry).order_by(TrailEntry.seq))

    with counted() as seen:
        page = giulia.get(f"/trail/{first.id}").text

    assert len(seen) <= MOST_STATEMENTS, seen
    for part in ("Como", "Lecco", first.row_hash.hex(), "This row fits its hash", "It waits for the next one"):
        assert part in page
    assert f"/trail/{second.id}" in page
    assert giulia.get("/trail/12").status_code == 404


@pytest.mark.parametrize("altered", ["actor_name = 'Nobody'", "after = '[1.5]'", "before = '2.5'"])
def test_altered_row_says_so(giulia: FlaskClient, tell: Told, session: Session, altered: str) -> None:
    tell()
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text(f"UPDATE trail_entry SET {altered}"))
    entry_id = session.scalars(select(TrailEntry.id)).one()

    for address in ("/trail", "/trail.csv?action=order.confirmed", "/trail.jsonl?action=order.confirmed"):
        assert "confirmed" in giulia.get(address, buffered=True).text
    assert "This row was altered" in giulia.get(f"/trail/{entry_id}").text


def test_csv_runs_no_formula_and_is_itself_in_the_trail(giulia: FlaskClient, tell: Told, session: Session) -> None:
    tell(reason="=1+1")
    tell(by=LUCA)

    answer = giulia.get("/trail.csv?person=anna", buffered=True)

    heading, row = csv.reader(io.StringIO(answer.text))
    assert dict(zip(heading, row, strict=True))["Reason"] == "'=1+1"
    assert dict(zip(heading, row, strict=True))["What"] == "Anna Bianchi confirmed order O-7 — reason: =1+1"
    assert answer.headers["Content-Disposition"] == "attachment; filename=trail.csv"
    told = session.scalars(select(TrailEntry).where(TrailEntry.action == "trail.exported")).one()
    assert (told.actor_id, told.after) == ("giulia", {"form": "csv", "person": "anna"})


def test_json_lines_have_all_that_the_hashes_are_made_of(giulia: FlaskClient, tell: Told, session: Session) -> None:
    tell()
    entry = session.scalars(select(TrailEntry)).one()

    answer = giulia.get("/trail.jsonl?action=order.confirmed", buffered=True)
    rows = [json.loads(line) for line in answer.text.splitlines()]

    assert [(row["id"], row["row_hash"], row["after"]) for row in rows] == [
        (str(entry.id), entry.row_hash.hex(), {"number": "O-7"})
    ]


def test_manager_reads_but_takes_nothing_out(make_user: MakeUser, browser_of: BrowserOf, tell: Told) -> None:
    tell()
    anna = browser_of(make_user("anna", roles=[Role.MANAGER]))

    assert "/trail.csv" not in anna.get("/trail").text
    assert anna.get("/trail.csv").status_code == 403


def test_verification_pressed_twice_is_done_once_and_kept(
    giulia: FlaskClient, tell: Told, session: Session, at: datetime
) -> None:
    tell()
    for _ in range(2):
        assert giulia.post("/trail/verifications").status_code == 303
    asked = session.scalars(select(TrailVerification)).one()
    assert [message.arguments for message in session.scalars(select(OutboxMessage))] == [
        {"verification": str(asked.id)}
    ]
    assert 'hx-trigger="every 1s"' in giulia.get("/trail/proof").text

    for expected in (1, None):
        proof = run_verification(Key(asked.id), Means({}, []), moment=lambda: at)
        assert (proof and proof.rows) == expected

    page = giulia.get("/trail").text
    assert "Nothing was altered." in page
    assert "by Giulia Conti" in page
    assert session.scalars(select(TrailEntry.action).where(TrailEntry.actor_id == "giulia")).all() == ["trail.verified"]


def test_verification_that_nobody_finished_is_asked_for_anew(session: Session, actor: Actor, at: datetime) -> None:
    asked = []
    for seconds in (0, 50, 70):
        with transaction():
            asked.append(order_verification(by=actor, at=at + timedelta(seconds=seconds)).id)

    assert asked[0] == asked[1] != asked[2]


def test_fault_stands_above_everything(giulia: FlaskClient, tell: Told, session: Session, at: datetime) -> None:
    tell()
    session.execute(text("SET LOCAL session_replication_role = replica"))
    session.execute(text("UPDATE trail_entry SET reason = 'other'"))
    session.execute(text("SET LOCAL session_replication_role = origin"))
    giulia.post("/trail/verifications")
    run_verification(session.scalars(select(TrailVerification.id)).one(), Means({}, []), moment=lambda: at)

    page = giulia.get("/trail").text

    assert "The trail was altered." in page
    assert "was altered: its hash does not fit what it says." in page
