"""Which days of a contract are invoiced."""

from datetime import date, datetime

from app.contracts.coverage import ContractType
from app.contracts.errors import ContractNotActive
from app.contracts.models import Contract, ContractStatus
from app.contracts.periods import Period, next_period
from app.core.actor import Actor
from app.trail.operations import record

PAID_BY_PERIOD = {ContractType.MAINTENANCE, ContractType.FLAT_RATE}
FAR = date(9999, 12, 31)


def period_of(contract: Contract) -> Period | None:
    """The days that the next invoice of a contract is for; None when there is none to come."""
    if contract.status not in {ContractStatus.ACTIVE, ContractStatus.ENDED} or contract.type not in PAID_BY_PERIOD:
        return None
    return next_period(
        starts_on=contract.starts_on,
        ends_on=contract.ends_on,
        months=contract.billing_period_months,
        invoiced_until=contract.invoiced_until,
    )


def mark_invoiced(contract: Contract, *, by: Actor, at: datetime) -> None:
    """Note that the next period is invoiced. Raises ContractNotActive when there is none."""
    period = period_of(contract)
    if period is None:
        raise ContractNotActive(contract)
    before = {"invoiced_until": contract.invoiced_until}
    contract.invoiced_until = period.last or FAR
    after = {"invoiced_until": contract.invoiced_until}
    record(
        action="contract.invoiced", entity="contract", entity_id=contract.id, by=by, at=at, before=before, after=after
    )
