"""Verbs of contracts: draw up, change, offer, sign, refuse, end, renew."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

from app.contracts.drafts import ContractDraft, LineDraft
from app.contracts.errors import (
    ContractChanged,
    ContractFixed,
    ContractInvalid,
    ContractNotActive,
    ContractNotDraft,
)
from app.contracts.models import Contract, ContractLine, ContractStatus
from app.contracts.operations.pricing import priced_lines
from app.contracts.queries import renewal_of
from app.core.actor import Actor
from app.core.db import session
from app.core.languages import language_of
from app.numbering.operations import next_number
from app.parties.models import Party
from app.parties.queries import contact_of, party_by_id
from app.trail.operations import record

SERIES = "K"
LONGEST_DAYS = 365
LONGEST_PERIOD = 60
KEPT = ("type", "starts_on", "ends_on", "contact_id", "site_id", "responsible", "billing_period_months", "notes")
ORIGIN = ("opportunity_id", "campaign_id", "case_key")
TOLD = (*KEPT, "title", "language", "currency", "payment_terms_days")


def draw_up_contract(draft: ContractDraft, *, by: Actor, at: datetime) -> Contract:
    """A new draft. Raises ContractInvalid with a sentence beside each wrong field."""
    party = party_by_id(draft.party_id)
    contract = Contract(
        id=uuid4(),
        party_id=party.id,
        status=ContractStatus.DRAFT,
        created_at=at,
        created_by=by.id,
        revision=0,
        lines=[],
        **{name: getattr(draft, name) for name in ORIGIN},
    )
    _write(contract, draft, party, on=at.date())
    session().add(contract)
    record(
        action="contract.drawn_up",
        entity="contract",
        entity_id=contract.id,
        case_key=draft.case_key,
        by=by,
        at=at,
        after=_told(contract),
    )
    return contract


def change_contract(contract: Contract, draft: ContractDraft, *, revision: int, by: Actor, at: datetime) -> None:
    """Write a draft anew. Refuses one that the customer has, that is signed, or a form opened before another change."""
    if contract.status is not ContractStatus.DRAFT or contract.offered_on is not None:
        raise ContractFixed(contract)
    if contract.revision != revision:
        raise ContractChanged(contract.label)
    before = _told(contract)
    contract.lines = []
    session().flush()  # the old lines leave before new ones take their positions
    _write(contract, draft, party_by_id(contract.party_id), on=at.date())
    contract.revision += 1
    _tell(contract, "contract.changed", by=by, at=at, before=before, after=_told(contract))


def offer_contract(contract: Contract, *, on: date, by: Actor, at: datetime) -> None:
    """Fix the draft for the customer and give it its number; one that has a number keeps it. The number comes last."""
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(contract)
    _refuse_unfinished(contract)
    contract.offered_on = on
    contract.number = contract.number or next_number(SERIES, on=on)
    _tell(contract, "contract.offered", by=by, at=at, after={"number": contract.number, "offered_on": on})


def withdraw_contract(contract: Contract, *, by: Actor, at: datetime) -> None:
    """Take back what the customer has not signed, so that it can be changed; it keeps its number."""
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(contract)
    contract.offered_on = None
    _tell(contract, "contract.withdrawn", by=by, at=at, after={"number": contract.number})


def sign_contract(contract: Contract, *, signed_on: date, signed_by: str, by: Actor, at: datetime) -> None:
    """The contract is in force from its start. Raises ContractNotDraft for a second answer, ContractInvalid."""
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(contract)
    _refuse_unfinished(contract)
    if signed_on > at.date() + timedelta(days=1):
        raise ContractInvalid({"signed_on": ["The signature would be in the future."]})
    if not signed_by.strip():
        raise ContractInvalid({"signed_by": ["Enter who signed."]})
    contract.status = ContractStatus.ACTIVE
    contract.signed_on, contract.signed_by = signed_on, signed_by.strip()
    contract.offered_on = contract.offered_on or signed_on
    contract.number = contract.number or next_number(SERIES, on=signed_on)
    shown = {"number": contract.number, "signed_on": signed_on, "signed_by": contract.signed_by}
    _tell(contract, "contract.signed", by=by, at=at, after=shown)


def refuse_contract(contract: Contract, *, reason: str, by: Actor, at: datetime) -> None:
    """The customer does not want it, or we give it up."""
    if contract.status is not ContractStatus.DRAFT:
        raise ContractNotDraft(contract)
    if not reason.strip():
        raise ContractInvalid({"reason": ["Say why the contract is refused."]})
    contract.status, contract.closed_on, contract.closing_reason = ContractStatus.REFUSED, at.date(), reason.strip()
    _tell(contract, "contract.refused", by=by, at=at, after={"number": contract.number}, reason=reason.strip())


def end_contract(contract: Contract, *, on: date, reason: str, by: Actor, at: datetime) -> None:
    """A signed contract runs no longer; `on` is its last day."""
    if contract.status is not ContractStatus.ACTIVE:
        raise ContractNotActive(contract)
    if not reason.strip():
        raise ContractInvalid({"reason": ["Say why the contract ends."]})
    if on < contract.starts_on:
        raise ContractInvalid({"on": [f"The contract began on {contract.starts_on:%d %B %Y}; it cannot end before."]})
    before: dict[str, object] = {"ends_on": contract.ends_on}
    contract.status, contract.closed_on, contract.closing_reason = ContractStatus.ENDED, on, reason.strip()
    contract.ends_on = min(on, contract.ends_on) if contract.ends_on else on
    after: dict[str, object] = {"number": contract.number, "ends_on": contract.ends_on}
    _tell(contract, "contract.ended", by=by, at=at, before=before, after=after, reason=reason.strip())


def renew_contract(contract: Contract, *, by: Actor, at: datetime) -> Contract:
    """The draft of the next time: as long as the last, from the day after its end, with the same lines; once."""
    if contract.status not in {ContractStatus.ACTIVE, ContractStatus.ENDED} or contract.ends_on is None:
        raise ContractNotActive(contract)
    if (known := renewal_of(contract.id)) is not None:
        return known
    starts_on = contract.ends_on + timedelta(days=1)
    ends_on = starts_on + (contract.ends_on - contract.starts_on)
    draft = replace(draft_of(contract), starts_on=starts_on, ends_on=ends_on, case_key=None)
    renewed = draw_up_contract(draft, by=by, at=at)
    renewed.renewal_of_id = contract.id
    return renewed


def draft_of(contract: Contract) -> ContractDraft:
    """What was entered of a contract with its lines, as forms show it."""
    names = (*KEPT, *ORIGIN, "party_id", "title", "language", "currency", "payment_terms_days")
    return ContractDraft(
        lines=tuple(_line_draft(line) for line in contract.lines), **{name: getattr(contract, name) for name in names}
    )


def _line_draft(line: ContractLine) -> LineDraft:
    names = LineDraft.__dataclass_fields__
    return LineDraft(**{name: getattr(line, name) for name in names})


def _write(contract: Contract, draft: ContractDraft, party: Party, *, on: date) -> None:
    """Everything that was entered, checked. Values of None are those of the party."""
    wrong = _wrong_with(draft)
    if wrong:
        raise ContractInvalid(wrong)
    if draft.contact_id:
        contact_of(party.id, draft.contact_id)
    for name in KEPT:
        setattr(contract, name, getattr(draft, name))
    contract.language = language_of(draft.language or party.language)
    contract.currency = draft.currency or party.currency
    terms = draft.payment_terms_days
    contract.payment_terms_days = party.payment_terms_days if terms is None else terms
    contract.title = draft.title.strip()[:200] or f"{draft.type.label} {party.name}"[:200]
    contract.lines = priced_lines(draft, party, currency=contract.currency, on=on)


def _wrong_with(draft: ContractDraft) -> dict[str, list[str]]:
    wrong: dict[str, list[str]] = {}
    if draft.ends_on is not None and draft.ends_on < draft.starts_on:
        wrong["ends_on"] = ["The contract would end before it starts."]
    if draft.payment_terms_days is not None and not 0 <= draft.payment_terms_days <= LONGEST_DAYS:
        wrong["payment_terms_days"] = [f"Enter 0 to {LONGEST_DAYS} days."]
    if draft.billing_period_months is not None and not 1 <= draft.billing_period_months <= LONGEST_PERIOD:
        wrong["billing_period_months"] = [f"Enter 1 to {LONGEST_PERIOD} months, or nothing when it is billed once."]
    return wrong


def _refuse_unfinished(contract: Contract) -> None:
    if not contract.lines:
        raise ContractInvalid({"lines": ["A contract needs at least one line."]})


def _told(contract: Contract) -> dict[str, object]:
    """What the trail tells of a draft: its terms, and each line in words."""
    lines = [f"{line.name} x {line.quantity.normalize():f} at {line.unit_price:.2f}" for line in contract.lines]
    terms = {name: getattr(contract, name) for name in TOLD}
    return {name: value for name, value in terms.items() if value is not None} | {"lines": lines}


def _tell(
    contract: Contract,
    action: str,
    *,
    by: Actor,
    at: datetime,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    record(
        action=action,
        entity="contract",
        entity_id=contract.id,
        case_key=contract.signing_case_key,
        by=by,
        at=at,
        before=before,
        after=after,
        reason=reason,
    )
