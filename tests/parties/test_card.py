"""The card of a party: its timeline across slices, who sees what of it, and where it leads."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor, Viewer
from app.core.db import Key
from app.documents.models import Document
from app.documents.queries import documents_of_case
from app.engine import operations as engine
from app.engine.models import ProcessInstance
from app.identity.roles import Role
from app.mail.models import MailMessage, MailState
from app.parties import operations
from app.parties.models import Party
from app.parties.timeline import position_of, timeline_of, types_for
from app.shipped import ROOT
from tests.engine.driver import END, START, bpmn, deploy, flows, user_task

SALES = '<zeebe:assignmentDefinition candidateGroups="sales"/>'
OURS = ("cases", "tasks", "documents", "mails")
ALL = Viewer("anna", sees_all=True)


@pytest.fixture
def case_about(session: Session, actor: Actor, at: datetime):
    """Starts a case of the sales group about a party, with a document and a mail."""
    deploy(bpmn(START + user_task("ask", SALES) + END + flows("start->ask", "ask->end"), process_id="visit"), at=at)

    def start(party: Party, *, days: int = 0) -> Key:
        moment = at + timedelta(days=days)
        case = engine.start_instance("visit", variables={}, by=actor, at=moment)
        engine.describe_case(case.key, subject_id=party.id, subject_name=party.name, title=f"Visit {days}")
        usual = {"case_key": case.key, "subject_type": None, "subject_id": None}
        session.add(
            Document(
                name=f"plan-{days}.docx",
                kind="quote",
                media_type="x",
                content_hash="0" * 64,
                size=1,
                data={},
                idempotency_key=f"plan:{days}",
                created_at=moment,
                created_by="luca",
                **usual,
            )
        )
        session.add(
            MailMessage(
                key=f"mail:{days}",
                message_id=f"<{days}@x>",
                sender="a@x.example",
                to=["b@x.example"],
                cc=[],
                subject=f"See you {days}",
                text="",
                state=MailState.SENT,
                delivered_to=[],
                written_at=moment,
                written_by="luca",
                sent_at=moment + timedelta(hours=1),
                **usual,
            )
        )
        session.flush()
        return case.key

    return start


def timeline(party: Party, viewer: Viewer = ALL, *, show: tuple[str, ...] = OURS, limit: int = 50, after=None):
    kinds = [kind for kind in types_for(lambda permission: True) if kind.name in show]
    return timeline_of(party, viewer, kinds, after=after, limit=limit)


def test_timeline_is_of_all_types_newest_first(add, case_about) -> None:
    party = add()
    case_about(party)
    case_about(party, days=2)
    case_about(add("Other"), days=1)

    lines = timeline(party)

    assert [line.title for line in lines if line.type == "cases"] == ["Visit 2", "Visit 0"]
    assert {line.type for line in lines} == set(OURS)
    assert [line.when for line in lines] == sorted((line.when for line in lines), reverse=True)


def test_older_lines_follow_without_gap_and_double(add, case_about) -> None:
    party = add()
    for day in range(3):
        case_about(party, days=day)
    wanted = timeline(party)

    shown, after = [], None
    while True:
        lines = timeline(party, limit=2, after=after)
        shown += lines[:2]
        if len(lines) <= 2:
            break
        after = position_of(lines[1])

    assert len(wanted) == 12
    assert shown == list(wanted)


def test_staff_of_other_groups_see_nothing_of_it(add, case_about) -> None:
    party = add()
    case_about(party)

    assert timeline(party, Viewer("marta", frozenset({"service"}))) == []
    assert len(timeline(party, Viewer("luca", frozenset({"sales"})))) == 4


def test_case_of_a_joined_party_stands_on_the_card_that_stays(
    add, case_about, session: Session, actor: Actor, at: datetime
) -> None:
    kept, duplicate = add("Rossi"), add("Rosi")
    case_about(duplicate)

    operations.merge_party(duplicate, into=kept, by=actor, at=at)
    session.flush()

    assert len(timeline(kept)) == 4


def test_filter_stands_in_the_address(add, case_about, luca: FlaskClient) -> None:
    party = add()
    case_about(party)

    only_mails = luca.get(f"/parties/{party.id}?show=mails").text

    assert "See you 0" in only_mails
    assert "plan-0.docx" not in only_mails
    assert luca.get(f"/parties/{party.id}?show=gossip").status_code == 404
    assert luca.get(f"/parties/{party.id}?after=forged").status_code == 422


def test_older_lines_are_asked_for_as_a_part(add, case_about, luca: FlaskClient) -> None:
    party = add()
    case_about(party)
    page = luca.get(f"/parties/{party.id}?limit=2").text
    older = page.split('hx-get="')[-1].split('"')[0].replace("&amp;", "&")

    part = luca.get(older, headers={"HX-Request": "true"}).text

    assert "Show older" in page
    assert "<html" not in part
    assert "timeline-item" in part


def test_card_shows_open_cases_work_and_last_contact(add, case_about, luca: FlaskClient) -> None:
    party = add()
    case_about(party)

    shown = luca.get(f"/parties/{party.id}").text

    assert f"/cases?party={party.id}" in shown
    assert "Open work" in shown
    assert "Last contact" in shown


def test_empty_card_says_how_to_begin(add, luca: FlaskClient) -> None:
    assert "Nothing has happened yet" in luca.get(f"/parties/{add().id}").text


def test_auditor_is_offered_nothing_to_change(add, make_user, browser_of) -> None:
    giulia = browser_of(make_user("giulia", roles=[Role.AUDITOR]))

    shown = giulia.get(f"/parties/{add().id}").text

    for offered in ("Add a person", "Add a site", "Write no more", "Join with", "Start process"):
        assert offered not in shown


def test_process_without_a_party_field_is_about_the_party_it_was_begun_for(
    add, luca: FlaskClient, session: Session, case_about
) -> None:
    party = add()

    menu = luca.get(f"/cases/new?party_id={party.id}", headers={"HX-Request": "true"}).text
    sent = {"values": "{}", "start_key": "form:12345678", "party_id": str(party.id)}
    answer = luca.post("/cases/new/visit", data={**sent, "files": (BytesIO(b"a plan"), "plan.txt")})

    case = session.scalars(select(ProcessInstance)).one()
    assert f"/cases/new/visit?party_id={party.id}" in menu
    assert answer.status_code == 303
    assert (case.subject_id, case.subject_name) == (party.id, party.name)
    assert [document.name for document in documents_of_case(case.key)] == ["plan.txt"]


def test_process_that_asks_for_a_party_starts_with_it(
    add, luca: FlaskClient, session: Session, actor: Actor, at: datetime
) -> None:
    party = add()
    names = ("bpmn/task.bpmn", *(path.relative_to(ROOT).as_posix() for path in (ROOT / "forms/task").glob("*.form")))
    engine.deploy({name: (ROOT / name).read_bytes() for name in names}, by=actor, at=at)
    session.commit()

    menu = luca.get(f"/cases/new?party_id={party.id}", headers={"HX-Request": "true"}).text
    form = luca.get(f"/cases/new/task?party_id={party.id}").text

    assert f"/cases/new/task?party_id={party.id}" in menu
    assert str(party.id) in form
    assert luca.get("/cases/new/task?party_id=nobody").status_code == 422
    assert UUID(int=0).hex not in form
