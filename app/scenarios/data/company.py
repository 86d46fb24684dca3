"""Our own company as scenarios have it, and its registers."""

from app.core.actor import SYSTEM
from app.core.db import session
from app.demo.company import COMPANY
from app.demo.registers import add_registers
from app.parties.company import describe_company
from app.parties.queries import company
from app.scenarios.reference import ScenarioData, reference_data

VALID_DAYS, REMINDER_AFTER_DAYS = 30, 7


@reference_data
def add_company(data: ScenarioData) -> None:
    """Officina Alpina, with the terms on which scenarios count."""
    add_registers()
    describe_company(COMPANY, by=SYSTEM, at=data.at)
    session().flush()  # read again below
    ours = company()
    ours.quote_valid_days, ours.reminder_after_days = VALID_DAYS, REMINDER_AFTER_DAYS
