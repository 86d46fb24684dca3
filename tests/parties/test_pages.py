"""Pages of a party's sites and persons, opt-outs, and imports in a browser."""

import io
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.demo.jobs import do_jobs
from app.engine import operations as engine
from app.engine.models import ProcessInstance
from app.parties import operations, queries
from app.parties.details import ContactDetails, SiteDetails
from app.parties.models import Party, PartyImport, Site
from app.shipped import ROOT

SITE = {"name": "Plant", "country": "IT", "city": "Seriate", "km": "9.5", "phone": "035 123456", "is_main": "1"}


@pytest.fixture
def deployed(session: Session, actor: Actor, at: datetime) -> None:
    """The small process that works on imports."""
    engine.deploy({"party_import.bpmn": (ROOT / "bpmn/party_import.bpmn").read_bytes()}, by=actor, at=at)
    session.commit()


def send(luca: FlaskClient, content: bytes, name: str = "customers.csv", **options: object):
    return luca.post("/parties/imports", data={"file": (io.BytesIO(content), name)}, **options)


def let_workers_work(session: Session, at: datetime) -> None:
    for key in session.scalars(select(ProcessInstance.key)).all():
        do_jobs(key, at=at)


def test_site_is_added_changed_and_removed(luca: FlaskClient, add, session: Session) -> None:
    party = add()
    luca.post(f"/parties/{party.id}/sites", data=SITE)
    site = session.scalars(select(Site)).one()
    shown = luca.get(f"/parties/{party.id}").text
    assert "9.5 km" in shown
    assert "Seriate" in shown

    luca.post(f"/parties/{party.id}/sites/{site.id}", data={**SITE, "km": "", "name": "Plant 2"})
    session.refresh(site)
    assert (site.name, site.km, site.phone, site.is_main) == ("Plant 2", None, "+39035123456", True)

    luca.post(f"/parties/{party.id}/sites/{site.id}/removal")
    assert queries.sites_of(party.id) == []
    assert luca.get(f"/parties/{party.id}/sites/{site.id}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"km": "-1"}, "km"),
        ({"km": "far"}, "km"),
        ({"km": "NaN"}, "km"),
        ({"phone": "x"}, "phone"),
        ({"name": " "}, "name"),
    ],
)
def test_wrong_field_of_a_site_is_named(luca: FlaskClient, add, wrong: dict[str, str], field: str) -> None:
    party = add()

    answer = luca.post(f"/parties/{party.id}/sites", data={**SITE, **wrong}, headers={"HX-Request": "true"})

    assert (answer.status_code, f"f-{field}" in answer.text) == (422, True)


def test_new_main_site_takes_the_place_of_the_old_one(add, session: Session, actor: Actor, at: datetime) -> None:
    party = add()
    for name in ("Old", "New"):
        operations.add_site(party, SiteDetails(name, "IT", is_main=True), by=actor, at=at)
        session.flush()
    session.expire_all()

    assert [(site.name, site.is_main) for site in queries.sites_of(party.id)] == [("New", True), ("Old", False)]


def test_removed_person_is_neither_shown_nor_found(
    luca: FlaskClient, add, session: Session, actor: Actor, at: datetime
) -> None:
    party = add()
    contact = operations.add_contact(party, ContactDetails("Paolo Verdi"), by=actor, at=at)
    session.flush()
    assert "Paolo Verdi" in luca.get(f"/parties/{party.id}/contacts/{contact.id}").text

    luca.post(f"/parties/{party.id}/contacts/{contact.id}/removal")

    assert "Paolo Verdi" not in luca.get(f"/parties/{party.id}").text
    assert "Nobody found" in luca.get("/parties?q=verdi").text


def test_opt_out_needs_a_reason_and_is_shown_until_they_opt_in(luca: FlaskClient, add, session: Session) -> None:
    party = add()

    assert luca.post(f"/parties/{party.id}/marketing-opt-out", data={"reason": ""}).status_code == 422
    luca.post(f"/parties/{party.id}/marketing-opt-out", data={"reason": "Asked by telephone"})
    session.refresh(party)
    assert party.no_marketing_since is not None
    assert "Asked by telephone" in luca.get(f"/parties/{party.id}").text
    luca.post(f"/parties/{party.id}/marketing-opt-in", data={"reason": "Signed at the fair"})
    session.refresh(party)
    assert party.no_marketing_since is None


def test_file_is_tried_out_confirmed_and_taken_back(
    deployed: None, luca: FlaskClient, session: Session, at: datetime
) -> None:
    page = send(luca, b"Name,City,VAT number\nRossi,Como,\nWrong,Roma,12\n").location
    assert "Trying it out" in luca.get(page).text
    let_workers_work(session, at)
    shown = luca.get(page).text
    assert "12 is not a VAT number of Italy." in shown
    assert "Import 1 row" in shown
    assert session.scalar(select(func.count()).select_from(Party)) == 0

    luca.post(f"{page}/confirmation", data={"revision": "0"})
    let_workers_work(session, at)
    assert [party.name for party in session.scalars(select(Party))] == ["Rossi"]
    luca.post(f"{page}/undoing")

    assert session.scalar(select(func.count()).select_from(Party)) == 0
    assert "Taken back" in luca.get(page).text


def test_columns_may_be_read_differently(deployed: None, luca: FlaskClient, session: Session, at: datetime) -> None:
    page = send(luca, b"Wer,Wo\nRossi,Como\n").location
    let_workers_work(session, at)
    assert "A new party needs a name." in luca.get(page).text

    luca.post(f"{page}/mapping", data={"column_0": "name", "column_1": "city", "country": "CH", "role": "vendor"})
    let_workers_work(session, at)

    kept = session.scalars(select(PartyImport)).one()
    session.refresh(kept)
    assert (kept.counts, kept.mapping) == ({"new": 1}, {"0": "name", "1": "city"})


def test_rows_left_out_come_back_with_the_reason_and_run_no_formula(
    deployed: None, luca: FlaskClient, session: Session, at: datetime
) -> None:
    page = send(luca, b"Name,E-mail\n=cmd|' /C calc'!A0,nobody\nRossi,\n").location
    let_workers_work(session, at)

    answer = luca.get(f"{page}/left-out.csv").text.removeprefix("\ufeff").splitlines()

    assert answer == [
        "Name,E-mail,Line,What is wrong",
        "'=cmd|' /C calc'!A0,nobody,2,nobody is not an e-mail address.",
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty"),
        (b"\x00\x01", "NUL byte"),
        (b"PK\x03\x04", "Excel"),
        (b'a,"b', "quotation mark"),
        (b"a\n\xff\x81", "Save it as UTF-8"),
    ],
)
def test_file_that_is_no_table_is_refused_beside_the_field(luca: FlaskClient, content: bytes, sentence: str) -> None:
    answer = send(luca, content, headers={"HX-Request": "true"})

    assert (answer.status_code, sentence in answer.text, "file" in answer.text) == (422, True, True)


@pytest.mark.parametrize(
    "cell", [b"x" * 400_000, b"'=1+1", b"\x1b[31m", "٣".encode() * 50], ids=["long", "guarded", "escape", "arabic"]
)
def test_odd_cell_gets_a_sentence_and_never_breaks_the_page(
    deployed: None, luca: FlaskClient, session: Session, at: datetime, cell: bytes
) -> None:
    page = send(luca, b"Name,VAT number,Turnover\n" + cell + b"," + cell[:40] + b"," + cell[:40] + b"\nA,,\n").location
    let_workers_work(session, at)

    assert luca.get(page).status_code == 200
    assert luca.get(f"{page}/left-out.csv").status_code == 200
