"""Imports: dry run, taken in batches, the same file twice, taken back."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.parties import operations, queries
from app.parties.details import ContactDetails
from app.parties.errors import FileUnreadable, ImportInUse, ImportNotReady
from app.parties.exporting import csv_lines
from app.parties.models import ContactPerson, ImportState, Party, PartyImport
from app.parties.operations import imports

VAT = "IT00743110157"
FILE = """Ragione sociale;P.IVA;Città;E-mail;Referente;Codice
Rossi Impianti S.r.l.;00743110157;Bergamo;info@rossi.example;Paolo Rossi;C1
Alba Ceramics;;Sassuolo;;;
Wrong;00743110158;Como;nobody;;
;;Roma;;;
"""

Take = Callable[..., PartyImport]


@pytest.fixture
def try_out(session: Session, actor: Actor, at: datetime) -> Take:
    """Sends a file and does the worker's dry run."""

    def try_one(text: str = FILE, **mapped: object) -> PartyImport:
        kept = operations.keep_import("parties.csv", text.encode(), by=actor, at=at)
        session.flush()
        if mapped:
            usual = {"country": "IT", "role": None, "takes_suspected": False, "encoding": kept.encoding}
            operations.map_import(kept, imports.reading_of(kept).mapping, **{**usual, **mapped})
        work(kept, session, actor, at)
        return kept

    return try_one


@pytest.fixture
def take(try_out: Take, session: Session, actor: Actor, at: datetime) -> Take:
    """Sends a file, confirms it and does all of the worker's work."""

    def take_one(text: str = FILE, **mapped: object) -> PartyImport:
        kept = try_out(text, **mapped)
        operations.confirm_import(kept, revision=kept.revision, by=actor, at=at)
        work(kept, session, actor, at)
        return kept

    return take_one


def work(kept: PartyImport, session: Session, actor: Actor, at: datetime) -> None:
    run = operations.Run(operations.table_of(kept))
    while operations.advance_import(kept, run, by=actor, at=at):
        session.flush()
    session.flush()


def outcomes(kept: PartyImport) -> list[tuple[int, str, str]]:
    return [
        (row.line, row.outcome.value, " ".join(row.problems.values()) or row.note)
        for row in queries.import_rows(kept.id)
    ]


def party_named(session: Session, name: str) -> Party:
    return session.scalars(select(Party).where(Party.name == name)).one()


def count_of(session: Session, table: type = Party) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def test_dry_run_says_what_would_become_of_each_row_and_keeps_nothing(try_out: Take, session: Session) -> None:
    kept = try_out()

    assert outcomes(kept) == [
        (2, "new", ""),
        (3, "new", ""),
        (4, "refused", "nobody is not an e-mail address. 00743110158 is not a VAT number of Italy."),
        (5, "refused", "A new party needs a name."),
    ]
    assert (kept.state, kept.counts, count_of(session)) == (ImportState.CHECKED, {"new": 2, "refused": 2}, 0)


def test_confirmed_file_is_imported_with_its_persons(take: Take, session: Session) -> None:
    kept = take(role="prospect")

    party = party_named(session, "Rossi Impianti S.r.l.")
    assert (party.vat_number, party.external_id, party.city, party.roles) == (VAT, "C1", "Bergamo", ["prospect"])
    assert (party.language, party.import_id) == ("it", kept.id)
    assert [person.name for person in queries.contacts_of(party.id)] == ["Paolo Rossi"]
    assert (kept.state, kept.counts) == (ImportState.DONE, {"new": 2, "refused": 2})


def test_same_file_twice_changes_nothing(take: Take, session: Session) -> None:
    take()

    again = take()

    assert again.counts == {"unchanged": 2, "refused": 2}
    assert count_of(session) == 2
    assert count_of(session, ContactPerson) == 1


@pytest.mark.parametrize(
    "row",
    [
        "VAT number,City\nIT 007 431 101 57,Lecco\n",
        "Country,Fiscal code,City\nItaly,00743110157,Lecco\n",
        "External id,City\nX-7,Lecco\n",
    ],
)
def test_party_we_have_is_updated_by_any_of_its_numbers(take: Take, add, session: Session, row: str) -> None:
    party = add(
        vat_number=VAT, fiscal_code="00743110157", external_id="X-7", city="Como", notes="keep", phone="035 123456"
    )

    kept = take(row)

    session.refresh(party)
    assert (party.city, party.notes, party.name, party.phone) == (
        "Lecco",
        "keep",
        "Rossi Impianti S.r.l.",
        "+39035123456",
    )
    assert kept.counts == {"updated": 1}


def test_lookalike_is_left_out_unless_wished(take: Take, add, session: Session) -> None:
    add(city="Como")

    cautious = take("Name,City\nROSSI impianti srl,Milano\n")
    bold = take("Name,City\nROSSI impianti srl,Milano\n", takes_suspected=True)
    again = take("Name,City\nROSSI impianti srl,Milano\n", takes_suspected=True)

    assert outcomes(cautious) == [(2, "suspected", "Looks like Rossi Impianti S.r.l. (same name)")]
    assert (bold.counts, again.counts, count_of(session)) == ({"new": 1}, {"unchanged": 1}, 2)


def test_lines_of_one_file_are_compared_with_each_other(try_out: Take) -> None:
    kept = try_out(f"Name,VAT number,Phone\nA,{VAT},\nB,{VAT},\nC,,035 123456\nC,,035 123456\nD,,035 123456\n")

    assert outcomes(kept) == [
        (2, "new", ""),
        (3, "refused", "Line 2 has the same VAT number."),
        (4, "new", ""),
        (5, "unchanged", "The same as line 4"),
        (6, "suspected", "Looks like line 4"),
    ]


def test_country_is_taken_from_the_vat_number_where_the_file_has_none(take: Take, session: Session) -> None:
    take("Denumire,Cod TVA\nDanubia SRL,RO18547290\n")

    party = party_named(session, "Danubia SRL")
    assert (party.country, party.language) == ("RO", "ro")


def test_import_is_taken_back(take: Take, add, session: Session, actor: Actor, at: datetime) -> None:
    known = add("Alba", vat_number="IT01114601006", city="Modena")
    kept = take(f"{FILE}Alba Nuova;IT01114601006;Sassuolo;;Sara;\n")
    assert known.name == "Alba Nuova"

    operations.undo_import(kept, by=actor, at=at)
    session.flush()

    assert [party.name for party in session.scalars(select(Party))] == ["Alba"]
    assert (known.city, queries.contacts_of(known.id), kept.state) == ("Modena", [], ImportState.UNDONE)
    with pytest.raises(ImportNotReady):
        operations.undo_import(kept, by=actor, at=at)


def test_import_stays_once_its_parties_are_used(take: Take, add, session: Session, actor: Actor, at: datetime) -> None:
    kept = take()
    operations.merge_party(add("Rossi"), into=party_named(session, "Rossi Impianti S.r.l."), by=actor, at=at)
    session.flush()

    with pytest.raises(ImportInUse, match=r"refers to Rossi Impianti S\.r\.l\. by now"):
        operations.undo_import(kept, by=actor, at=at)


def test_stale_or_second_confirmation_is_refused(try_out: Take, actor: Actor, at: datetime) -> None:
    kept = try_out()

    with pytest.raises(ImportNotReady):
        operations.confirm_import(kept, revision=7, by=actor, at=at)
    operations.confirm_import(kept, revision=0, by=actor, at=at)
    with pytest.raises(ImportNotReady):
        operations.confirm_import(kept, revision=0, by=actor, at=at)


def test_column_said_to_be_two_things_is_refused(try_out: Take) -> None:
    kept = try_out()

    with pytest.raises(FileUnreadable, match="Two columns are City"):
        operations.map_import(
            kept, {0: "name", 1: "city", 2: "city"}, country="IT", role=None, takes_suspected=False, encoding="utf-8"
        )


def test_cut_off_import_goes_on_where_it_stopped(
    try_out: Take, session: Session, actor: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "ROWS_AT_ONCE", 2)
    kept = try_out("Name\n" + "".join(f"Company {letter * 3}\n" for letter in "ABCDE"))
    operations.confirm_import(kept, revision=kept.revision, by=actor, at=at)
    operations.advance_import(kept, operations.Run(operations.table_of(kept)), by=actor, at=at)
    session.flush()
    assert (kept.done_count, count_of(session)) == (2, 2)

    work(kept, session, actor, at)

    assert (kept.counts, count_of(session)) == ({"new": 5}, 5)


def test_what_is_exported_is_known_again(take: Take, add, actor: Actor, at: datetime) -> None:
    party = add(
        "=Rossi & Figli",
        vat_number=VAT,
        phone="035 123 4567",
        roles=("customer", "vendor"),
        turnover=Decimal("1234.50"),
        notes="-x\n+y",
    )
    operations.add_contact(party, ContactDetails("Paolo"), by=actor, at=at)

    kept = take("".join(csv_lines([party])))

    assert outcomes(kept) == [(2, "unchanged", "")]
