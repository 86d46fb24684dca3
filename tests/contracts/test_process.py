"""The road of a draft to its signature."""

import pytest

from app.contracts.errors import AnswerOnItsWay, ContractInSigning, ContractNotDraft
from app.contracts.models import ContractStatus
from app.contracts.operations import ContractAnswer, answer_contract, refuse_while_signing, send_for_signature
from app.contracts.queries import contract_for_update
from app.core.db import transaction
from app.core.errors import Invalid
from tests.contracts.factories import ANNA, REPAIR, Signing, deploy_process, make_draft

SIGNED = {"contract_answer": "signed", "signed_on": "2026-11-23", "signed_by": "Mario Rossi"}


@pytest.fixture
def draft(party, at):
    deploy_process(at)
    return make_draft(party, at=at)


def test_ready_draft_is_sent_and_signed(draft, at) -> None:
    signing = Signing(draft, at).send()

    signing.complete("record_signature", **SIGNED)

    assert signing.contract.status is ContractStatus.ACTIVE
    assert signing.contract.number == "K-2026-00001"
    assert signing.variables["contract_outcome"] == "signed"
    assert signing.state == "COMPLETED"


def test_draft_that_is_not_ready_is_completed_first(draft, at) -> None:
    signing = Signing(draft, at, contract_is_ready=False)
    line = {"line_item": f"service:{REPAIR}", "quantity": 2, "unit_price": 300, "covered_hours": 10}

    signing.complete("complete_contract", **signing.variables | {"contract_lines": [line]})

    assert signing.active() == ["write_contract"]
    assert [line.net for line in signing.contract.lines] == [600]
    assert signing.contract.offered_on == at.date()


def test_bad_line_goes_back_to_the_person_beside_the_list(draft, at) -> None:
    signing = Signing(draft, at, contract_is_ready=False)
    line = {"line_item": f"service:{REPAIR}", "quantity": 1}

    with pytest.raises(Invalid) as refused:
        signing.complete("complete_contract", **signing.variables | {"contract_lines": [line]})

    assert refused.value.fields == {"contract_lines": ["Line 1: Enter what is paid for this line."]}
    assert signing.open_tasks() == ["complete_contract"]


def test_answer_on_the_page_ends_the_task_once(draft, at) -> None:
    signing = Signing(draft, at).send()
    said = ContractAnswer("signed", signed_on=at.date(), signed_by="Mario Rossi")

    with transaction():
        answer_contract(signing.contract, said, by=ANNA, at=at)

    assert signing.contract.status is ContractStatus.ACTIVE
    with pytest.raises(ContractNotDraft), transaction():
        answer_contract(signing.contract, said, by=ANNA, at=at)


def test_answer_that_comes_while_the_contract_is_being_sent_waits_for_the_task(draft, at) -> None:
    signing = Signing(draft, at)
    said = ContractAnswer("refused", reason="Too dear")
    with transaction():
        answer_contract(signing.contract, said, by=ANNA, at=at)

    with pytest.raises(AnswerOnItsWay), transaction():
        answer_contract(signing.contract, said, by=ANNA, at=at)
    signing.send()

    assert signing.variables["contract_outcome"] == "refused"
    assert signing.contract.closing_reason == "Too dear"


def test_reminders_go_out_and_somebody_decides_after_the_end_date(draft, at) -> None:
    signing = Signing(draft, at).send()

    signing.wait(days=31)

    assert signing.open_tasks() == ["decide_on_unsigned"]
    assert signing.active().count("send_reminder") == 2
    signing.complete("decide_on_unsigned", contract_answer="again", answer_note="Cheaper")
    assert signing.open_tasks() == ["complete_contract"]
    assert signing.contract.offered_on is None


def test_contract_sent_again_keeps_its_number(draft, at) -> None:
    signing = Signing(draft, at).send()
    signing.complete("record_signature", contract_answer="again")

    signing.complete("complete_contract", **signing.variables)

    assert signing.send().contract.number == "K-2026-00001"
    assert signing.open_tasks() == ["record_signature"]


def test_draft_that_a_case_prepares_is_not_changed_elsewhere(draft, at) -> None:
    signing = Signing(draft, at, contract_is_ready=False)

    with pytest.raises(ContractInSigning):
        refuse_while_signing(signing.contract)
    signing.cancel()
    refuse_while_signing(signing.contract)


def test_second_click_on_send_begins_no_second_case(draft, at) -> None:
    with transaction():
        first = send_for_signature(contract_for_update(draft.id), attempt="a", by=ANNA, at=at)
    with transaction():
        second = send_for_signature(contract_for_update(draft.id), attempt="b", by=ANNA, at=at)

    assert first == second
