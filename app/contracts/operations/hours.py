"""Books the hours used of a contract's line, once per source."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from app.contracts.coverage import divided, shown_hours
from app.contracts.errors import ContractInvalid, ContractNotActive
from app.contracts.models import BookedHours, Contract, ContractLine, ContractStatus
from app.contracts.queries import booking_of, bookings_of_source, line_for_update
from app.core.actor import Actor
from app.core.db import Key, session
from app.core.money import to_cents
from app.trail.operations import record


@dataclass(frozen=True)
class HoursBooked:
    """How booked hours were divided. covered: at zero, by the contract; billable: the rest."""

    hours: Decimal
    covered: Decimal
    billable: Decimal


def book_hours(
    line_id: UUID,
    hours: Decimal,
    *,
    source_type: str,
    source_id: UUID,
    label: str = "",
    href: str = "",
    case_key: Key | None = None,
    by: Actor,
    at: datetime,
) -> HoursBooked:
    """Use hours of a line for one source, never more than it holds; what is above is billable.

    The same source books once: again with the same hours gives what was booked, with others divides them anew.
    label, href: what the contract's page says of the source, such as the number of a report, and where it leads.
    case_key: the case that this step belongs to, in whose trail it stands.
    Raises ContractInvalid for hours that are not above 0, ContractNotActive for a draft or refused contract.
    """
    if hours <= 0:
        raise ContractInvalid({"hours": ["The hours must be above 0."]})
    line, contract = line_for_update(line_id)
    if contract.status not in {ContractStatus.ACTIVE, ContractStatus.ENDED}:
        raise ContractNotActive(contract)
    known = booking_of(line_id, source_type=source_type, source_id=source_id)
    if known is not None and known.hours == hours:
        return HoursBooked(known.hours, known.covered, known.billable)
    if known is not None:
        _take_back(line, known)
    booked = _booking(line, contract, to_cents(hours), source_type=source_type, source_id=source_id, by=by, at=at)
    booked.label, booked.href = label[:200], href[:200]
    line.used_hours += booked.covered
    session().add(booked)
    session().flush()  # the next booking of this transaction reads the line anew and looks for this one
    _tell(line, contract, "contract.hours_booked", booked, case_key=case_key, by=by, at=at)
    return HoursBooked(booked.hours, booked.covered, booked.billable)


def release_hours(*, source_type: str, source_id: UUID, case_key: Key | None = None, by: Actor, at: datetime) -> None:
    """Give back what a source booked, because its work is withdrawn; nothing where it booked nothing."""
    for booked in bookings_of_source(source_type, source_id):
        line, contract = line_for_update(booked.line_id)
        _take_back(line, booked)
        _tell(line, contract, "contract.hours_released", booked, case_key=case_key, by=by, at=at)


def _booking(
    line: ContractLine,
    contract: Contract,
    hours: Decimal,
    *,
    source_type: str,
    source_id: UUID,
    by: Actor,
    at: datetime,
) -> BookedHours:
    covered, billable = divided(hours, kind=contract.type, hours_left=line.hours_left)
    return BookedHours(
        line_id=line.id,
        source_type=source_type,
        source_id=source_id,
        hours=hours,
        covered=covered,
        billable=billable,
        booked_at=at,
        booked_by=by.id,
    )


def _take_back(line: ContractLine, booked: BookedHours) -> None:
    line.used_hours -= booked.covered
    session().delete(booked)
    session().flush()  # its place in the unique index is free before the source books again


def _tell(
    line: ContractLine,
    contract: Contract,
    action: str,
    booked: BookedHours,
    *,
    case_key: Key | None,
    by: Actor,
    at: datetime,
) -> None:
    after: dict[str, object] = {
        "number": contract.number,
        "line": line.name,
        "hours": shown_hours(booked.hours),
        "covered": shown_hours(booked.covered),
        "billable": shown_hours(booked.billable),
        "source": booked.label or booked.source_type,
    }
    record(action=action, entity="contract", entity_id=line.contract_id, case_key=case_key, by=by, at=at, after=after)
