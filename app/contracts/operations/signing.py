"""Lets a case bring a draft to its signature, and hands it the customer's answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.contracts.errors import AnswerOnItsWay, ContractInSigning, ContractInvalid, ContractNotDraft
from app.contracts.models import Contract, ContractStatus
from app.contracts.operations.contracts import refuse_contract, sign_contract
from app.contracts.queries import is_being_signed
from app.core.actor import Actor
from app.core.db import Key
from app.engine.errors import MessagePublished
from app.engine.operations import publish_message, start_instance
from app.engine.registry import begun_by_program

PROCESS = "contract_to_signature"
MESSAGE = "contract_answer"
KEPT_SECONDS = 7 * 24 * 3600  # an answer that comes while the contract is still being sent waits for the task

begun_by_program.add(PROCESS)


@dataclass(frozen=True)
class ContractAnswer:
    """What the customer said: signed, with a day and a name; or refused, with a reason."""

    answer: Literal["signed", "refused"]
    signed_on: date | None = None
    signed_by: str = ""
    reason: str = ""


def send_for_signature(contract: Contract, *, attempt: str, by: Actor, at: datetime) -> Key:
    """Begin the case that writes, sends and follows a draft; the key of the one that does so already."""
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(contract)
    if contract.signing_case_key is not None and is_being_signed(contract):
        return contract.signing_case_key
    variables = {"contract_id": str(contract.id), "contract_owner": by.id, "contract_is_ready": bool(contract.lines)}
    return start_instance(PROCESS, variables=variables, by=by, at=at, start_key=f"contract:{contract.id}:{attempt}").key


def take_into_signing(contract: Contract, *, case_key: Key) -> None:
    """This case prepares the draft from now on. Refuses a draft that another running case prepares."""
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(contract)
    if contract.signing_case_key != case_key:
        refuse_while_signing(contract)
    contract.signing_case_key = case_key


def refuse_while_signing(contract: Contract) -> None:
    """Raises ContractInSigning while a running case prepares the draft; silent otherwise."""
    if is_being_signed(contract):
        raise ContractInSigning(contract)


def answer_contract(contract: Contract, said: ContractAnswer, *, by: Actor, at: datetime) -> None:
    """Record what the customer said, from wherever they said it: through the case that waits for it, else at once.

    Raises ContractInvalid beside a field, ContractNotDraft or AnswerOnItsWay for a second answer.
    """
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(contract)
    _refuse_incomplete(said)
    if is_being_signed(contract):
        _publish(contract, said, by=by, at=at)
        return
    contract.signing_case_key = None
    if said.answer == "signed":
        assert said.signed_on is not None
        sign_contract(contract, signed_on=said.signed_on, signed_by=said.signed_by, by=by, at=at)
    else:
        refuse_contract(contract, reason=said.reason, by=by, at=at)


def _refuse_incomplete(said: ContractAnswer) -> None:
    wrong = {}
    if said.answer == "signed" and said.signed_on is None:
        wrong["signed_on"] = ["Enter the day of the signature."]
    if said.answer == "signed" and not said.signed_by.strip():
        wrong["signed_by"] = ["Enter who signed."]
    if said.answer == "refused" and not said.reason.strip():
        wrong["reason"] = ["Say why the contract is refused."]
    if wrong:
        raise ContractInvalid(wrong)


def _publish(contract: Contract, said: ContractAnswer, *, by: Actor, at: datetime) -> None:
    if contract.offered_on is None:
        raise ContractInSigning(contract)
    variables = {
        "contract_answer": said.answer,
        "signed_on": said.signed_on.isoformat() if said.signed_on else None,
        "signed_by": said.signed_by or None,
        "refusal_reason": said.reason or None,
    }
    try:
        publish_message(
            MESSAGE,
            correlation_key=str(contract.id),
            variables=variables,
            time_to_live_seconds=KEPT_SECONDS,
            message_id=f"{contract.id}:{contract.revision}",
            by=by,
            at=at,
        )
    except MessagePublished as published:
        raise AnswerOnItsWay(contract) from published
