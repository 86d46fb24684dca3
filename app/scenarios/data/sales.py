"""What scenarios of sales ask for."""

from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import select, update

from app.activities.models import Employee
from app.catalog.models import Product
from app.core.db import session
from app.sales.models import Quote
from app.scenarios.reference import ScenarioData, given

AGENT = "Piero Agente"


@given("serialised_press")
def give_serial_numbers(data: ScenarioData) -> None:
    """Each press has a serial number."""
    press = Product.id == UUID(data.names["press"])
    session().execute(update(Product).where(press).values(is_serialised=True))


@given("agent_without_account")
def add_agent(data: ScenarioData) -> None:
    """Somebody of the personnel register who is reached by mail: `agent`."""
    agent = Employee(id=uuid4(), name=AGENT, email="piero@agente.example", created_at=data.at, created_by=data.by.id)
    session().add(agent)
    data.names["agent"] = str(agent.id)


@given("second_alternative")
def name_second_alternative(data: ScenarioData) -> None:
    """The quote with the letter B that was drafted last: `second_alternative`."""
    second = select(Quote.id).where(Quote.alternative == "B").order_by(Quote.created_at.desc()).limit(1)
    data.names["second_alternative"] = str(session().scalars(second).one())


@given("validity_over")
def end_validity(data: ScenarioData) -> None:
    """The last valid day of the quote issued last is over, but the clock has not come round yet."""
    newest = session().scalars(select(Quote).order_by(Quote.created_at.desc()).limit(1)).one()
    newest.valid_until = data.at.date() - timedelta(days=1)
