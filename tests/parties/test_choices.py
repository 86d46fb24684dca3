"""Facts about choosing a party by typing, of any number of them."""

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from app import handlers
from app.core.actor import Actor, Viewer
from app.core.errors import Invalid
from app.engine.forms import checked_values, form_for_browser
from app.parties import operations
from tests.engine.form_factories import a_form

assert handlers
FORM = a_form({"type": "select", "key": "party_id", "label": "Party", "valuesKey": "parties.parties"})
ANNA = Viewer("anna", sees_all=True)


def test_party_is_found_by_the_beginnings_of_words(add, luca: FlaskClient) -> None:
    party = add(city="Bergamo")
    add("Verdi S.p.A.")

    found = luca.get("/choices/parties.parties?words=imp+ros").get_json()["options"]

    assert found == [{"label": "Rossi Impianti S.r.l., Bergamo", "value": str(party.id)}]
    assert luca.get("/choices/parties.nothing").status_code == 404


def test_form_brings_the_party_chosen_and_no_other(add) -> None:
    party = add()
    add("Verdi S.p.A.")

    offered = form_for_browser(FORM, variables={"party_id": str(party.id)}, viewer=ANNA, draft=None)

    assert [option["value"] for option in offered.data["parties.parties"]] == [str(party.id)]
    assert offered.schema["components"][0]["properties"] == {"searched": "parties.parties"}


def test_form_with_two_parties_brings_both(add) -> None:
    one, other = add(), add("Verdi S.p.A.")
    second = {"type": "select", "key": "supplier_id", "label": "Supplier", "valuesKey": "parties.parties"}
    chosen = {"party_id": str(one.id), "supplier_id": str(other.id)}

    offered = form_for_browser(a_form(*FORM["components"], second), variables=chosen, viewer=ANNA, draft=None)

    assert {option["value"] for option in offered.data["parties.parties"]} == set(chosen.values())


def test_party_that_was_joined_with_another_is_read_as_that(add, actor: Actor, at: datetime) -> None:
    kept, duplicate = add(), add("Rossi Impianti due")
    operations.merge_party(duplicate, into=kept, by=actor, at=at)

    values = checked_values(FORM, {"party_id": str(duplicate.id)}, variables={}, viewer=ANNA, at=at)

    assert values == {"party_id": str(kept.id)}


@pytest.mark.parametrize("sent", ["nobody", "00000000-0000-0000-0000-000000000000", 3])
def test_party_that_is_none_is_refused_beside_the_field(session, sent: object, at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        checked_values(FORM, {"party_id": sent}, variables={}, viewer=ANNA, at=at)

    assert list(refused.value.fields) == ["party_id"]
