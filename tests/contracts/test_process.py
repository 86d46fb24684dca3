"""The road of a draft to its signature."""

import pytest

from app.contracts.models import ContractStatus
from tests.contracts.factories import REPAIR, Signing, deploy_process, make_draft

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
