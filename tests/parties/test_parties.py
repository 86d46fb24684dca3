"""Parties: entered, changed, found, recognised."""

from datetime import datetime
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.identity.roles import Role
from app.parties import operations, queries
from app.parties.choice import PartyChoice
from app.parties.details import ContactDetails
from app.parties.errors import PartyChanged, PartyInvalid, PartyKnown
from app.parties.models import Company, ContactPerson, Party, PartyRole

VAT = "IT00743110157"


def names_found(words: str) -> list[str]:
    return [party.name for party in queries.parties_page(PartyChoice(words=words), limit=50)]


def duplicates_of(**typed: str) -> list[tuple[str, bool]]:
    likeness = operations.likeness_typed(
        **{"name": "", "country": "IT", "vat_number": "", "email": "", "phone": "", **typed}
    )
    return [(found.party.name, found.is_certain) for found in queries.duplicates_of(likeness)]


def test_every_wrong_field_is_named_at_once(add) -> None:
    with pytest.raises(PartyInvalid) as refused:
        add(" ", vat_number="1", phone="x", email="y", turnover=Decimal(-1), payment_terms_days=500)

    assert set(refused.value.fields) == {"name", "vat_number", "phone", "email", "turnover", "payment_terms_days"}


def test_second_party_with_the_vat_number_is_refused(add) -> None:
    add(vat_number=VAT)

    with pytest.raises(PartyKnown, match="already has the VAT number"):
        add("Somebody else", vat_number=VAT)


def test_form_opened_before_a_change_is_refused(add, actor: Actor, at: datetime) -> None:
    party = add()
    details = operations.details_of(party)
    operations.change_party(party, details.__class__(**{**vars(details), "city": "Como"}), revision=0, by=actor, at=at)

    with pytest.raises(PartyChanged):
        operations.change_party(party, details, revision=0, by=actor, at=at)


def test_changing_nothing_leaves_no_trace(add, actor: Actor, at: datetime) -> None:
    party = add()

    operations.change_party(party, operations.details_of(party), revision=0, by=actor, at=at)

    assert party.revision == 0


def test_customer_is_no_longer_a_lead(add, actor: Actor, at: datetime) -> None:
    party = add(roles=("lead", "vendor"))

    operations.give_role(party, PartyRole.CUSTOMER, by=actor, at=at)

    assert party.roles == ["customer", "vendor"]


@pytest.mark.parametrize(
    "words", ["ross", "impianti rossi", "BERG", "00743110157", "IT007431", "info rossi", "+39 035 123", "035/12"]
)
def test_search_finds_by_the_beginning_of_any_word(add, words: str) -> None:
    add(city="Bergamo", vat_number="00743110157", email="info@rossi.example", phone="035 123 4567")
    add("Alba Ceramics", city="Sassuolo")

    assert names_found(words) == ["Rossi Impianti S.r.l."]


@pytest.mark.parametrize("words", ["%", "' or 1=1", "rossi & !", "a:*", "<->"])
def test_signs_in_a_search_are_no_commands(add, words: str) -> None:
    add()

    assert names_found(words) in ([], ["Rossi Impianti S.r.l."])


def test_list_goes_on_after_the_last_name(add) -> None:
    for name in ("Beta", "Alfa", "Gamma"):
        add(name)

    first = queries.parties_page(PartyChoice(), limit=2)
    rest = queries.parties_page(PartyChoice(), after=(first[1].search_name, first[1].id), limit=2)

    assert [party.name for party in (*first[:2], *rest)] == ["Alfa", "Beta", "Gamma"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ({"name": "Other name", "vat_number": "00743110157"}, [("Rossi Impianti S.r.l.", True)]),
        ({"name": "ROSSI impianti SRL"}, [("Rossi Impianti S.r.l.", False)]),
        ({"name": "Rosi Impianti"}, [("Rossi Impianti S.r.l.", False)]),
        ({"name": "X", "phone": "+39 035 1234567"}, [("Rossi Impianti S.r.l.", False)]),
        ({"name": "X", "email": "INFO@rossi.example"}, [("Rossi Impianti S.r.l.", False)]),
        ({"name": "Rossi Trasporti"}, []),
        ({"name": "Rossi Impianti", "vat_number": "01114601006"}, []),
    ],
)
def test_duplicates_are_found_by_number_reach_and_name(add, typed: dict[str, str], found: list) -> None:
    add(vat_number=VAT, phone="035 123 4567", email="info@rossi.example")

    assert duplicates_of(**typed) == found


def test_page_keeps_a_party_and_shows_its_card(luca: FlaskClient, session: Session) -> None:
    sent = {"name": "Rossi S.r.l.", "country": "IT", "vat_number": "00743110157", "roles": ["customer", "vendor"]}

    answer = luca.post("/parties", data=sent)

    party = session.scalars(select(Party)).one()
    assert (answer.status_code, party.vat_number, party.roles) == (303, VAT, ["customer", "vendor"])
    assert "Rossi S.r.l." in luca.get(answer.location).text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"vat_number": "1"}, "vat_number"),
        ({"country": ""}, "country"),
        ({"employees": "many"}, "employees"),
        ({"turnover": "NaN"}, "turnover"),
        ({"turnover": "1e99"}, "turnover"),
        ({"roles": "king"}, "roles"),
        ({"boss": "1"}, "boss"),
    ],
)
def test_wrong_field_is_named_and_nothing_is_kept(
    luca: FlaskClient, session: Session, wrong: dict[str, str], field: str
) -> None:
    sent = {"name": "Rossi", "country": "IT", **wrong}

    answer = luca.post("/parties", data=sent, headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert f"f-{field}" in answer.text
    assert session.scalar(select(func.count()).select_from(Party)) == 0


def test_change_of_a_party_is_kept(luca: FlaskClient, add, session: Session) -> None:
    party = add()

    answer = luca.post(f"/parties/{party.id}", data={"name": "Rossi", "country": "IT", "revision": "0"})

    session.refresh(party)
    assert (answer.status_code, party.name, party.revision) == (303, "Rossi", 1)


def test_contact_person_is_added_and_changed(luca: FlaskClient, add, session: Session) -> None:
    party = add()
    luca.post(f"/parties/{party.id}/contacts", data={"name": "Paolo", "phone": "035 123 4567"})
    contact = session.scalars(select(ContactPerson)).one()

    luca.post(f"/parties/{party.id}/contacts/{contact.id}", data={"name": "Paolo Rossi", "function": "Owner"})

    session.refresh(contact)
    assert (contact.name, contact.function, contact.phone) == ("Paolo Rossi", "Owner", None)


def test_duplicates_are_shown_while_one_types(luca: FlaskClient, add) -> None:
    add()

    assert "similar name" in luca.get("/parties/duplicates?name=Rosi+impianti&country=IT&notes=x").text


def test_company_is_entered_by_the_administrator(make_user, browser_of, session: Session) -> None:
    admin = browser_of(make_user("admin", roles=[Role.ADMINISTRATOR]))
    sent = {"name": "Officina Alpina", "country": "IT", "email": "a@alpina.example", "vat_number": "02579240017"}

    answer = admin.post("/company", data=sent)

    assert (answer.status_code, session.get_one(Company, 1).vat_number) == (303, "IT02579240017")
    assert "Officina Alpina" in admin.get("/company").text


def test_contact_of_another_party_is_not_there(luca: FlaskClient, add, actor: Actor, at: datetime) -> None:
    with transaction():
        contact = operations.add_contact(add(), ContactDetails("Paolo"), by=actor, at=at)

    answer = luca.post(f"/parties/{add('Other').id}/contacts/{contact.id}", data={"name": "X"})

    assert answer.status_code == 404
