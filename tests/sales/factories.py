"""Makes the least that sales need: our company, a small catalogue, the deployed process, one case on its road."""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select

from app import handlers
from app.catalog.models import PriceList, PriceListItem, Product, TaxCategory, TaxCode
from app.catalog.wording import EXPORT, REVERSE_CHARGE
from app.core.actor import Actor
from app.core.db import session, transaction
from app.engine.operations import deploy
from app.parties.details import PartyDetails
from app.parties.models import Company, Party
from app.parties.operations import add_party
from app.sales.models import LossReason, Opportunity, Order, Quote
from tests.engine.driver import Driver

ROOT = Path(__file__).parents[2]
ANNA = Actor("user", "anna", "Anna Bianchi")
PRESS, CREAM = UUID(int=1), UUID(int=2)
WHOLESALE = UUID(int=3)

RATES = (
    (TaxCategory.STANDARD, "VAT 22 %", "22", ""),
    (TaxCategory.REDUCED, "VAT 10 %", "10", ""),
    (TaxCategory.REVERSE_CHARGE, "Reverse charge", "0", REVERSE_CHARGE),
    (TaxCategory.EXPORT, "Export", "0", EXPORT),
)

assert handlers


@cache
def process_files() -> dict[str, bytes]:
    """The shipped diagram with its forms and decisions."""
    paths = [ROOT / "bpmn/lead_to_order.bpmn", *ROOT.glob("bpmn/decisions/*.dmn")]
    paths += ROOT.glob("forms/lead_to_order/*.form")
    return {str(path.relative_to(ROOT)): path.read_bytes() for path in paths}


def make_company(**changes: Any) -> None:
    """Officina Alpina and what it sells: a press at 1,000.00 with 22 % VAT, a cream at 0.35 with 10 %."""
    values = {"name": "Officina Alpina S.r.l.", "country": "IT", "email": "sales@officina-alpina.example"}
    session().add(Company(id=1, **{**values, **changes}))
    session().add(PriceList(id=uuid4(), code="LIST", name="List", currency="EUR", is_usual=True))
    session().add(PriceList(id=WHOLESALE, code="WHOLE", name="Wholesale", currency="EUR", is_usual=False))
    make_product(PRESS, "OA-1", "Hydraulic press", "1000.00", TaxCategory.STANDARD)
    make_product(CREAM, "OA-2", "Cream", "0.35", TaxCategory.REDUCED)
    session().flush()
    session().add(PriceListItem(price_list_id=WHOLESALE, product_id=PRESS, net_price=Decimal("900.00")))
    for category, name, rate, note in RATES:
        session().add(
            TaxCode(
                country="IT",
                category=category,
                name=name,
                rate_percent=Decimal(rate),
                note=note,
                valid_from=date(2020, 1, 1),
            )
        )
    session().add(LossReason(code="price", name="Price too high"))
    session().flush()


def make_product(product_id: UUID, code: str, name: str, price: str, tax: TaxCategory) -> Product:
    product = Product(
        id=product_id, code=code, name=name, net_price=Decimal(price), tax_category=tax, search_text=name.lower()
    )
    session().add(product)
    return product


def make_party(name: str = "Rossi Impianti S.r.l.", *, at: datetime, country: str = "IT", **details: Any) -> Party:
    party = add_party(PartyDetails(name=name, country=country, **details), by=ANNA, at=at)
    session().flush()
    return party


def deploy_process(at: datetime) -> None:
    with transaction():
        deploy(process_files(), by=ANNA, at=at)


class Road(Driver):
    """One case of `lead_to_order` and the shortest way to each of its places."""

    def __init__(self, at: datetime, **variables: Any) -> None:
        lead = {"company_name": "Rossi Impianti S.r.l.", "country": "IT", "lead_source": "web", "sales_person": None}
        super().__init__(at, "lead_to_order", **{**lead, **variables})

    def to_opportunity(self) -> "Road":
        self.complete("qualify_lead", lead_outcome="opportunity", opportunity_subject="A press")
        return self

    def to_quote(self, *, discount: int = 0, quantity: int = 1, **terms: Any) -> "Road":
        line = {"product_id": str(PRESS), "quantity": quantity, "discount_percent": discount}
        self.complete("prepare_quote", quote_lines=[line], **terms)
        return self

    def to_answer(self, **terms: Any) -> "Road":
        self.to_opportunity().to_quote(**terms)
        self.send()
        return self

    def send(self) -> None:
        self.finish_job("write_quote")
        self.finish_job("send_quote")

    def stuck_at(self) -> list[str]:
        """Element ids of the open incidents."""
        return [incident.element_id for incident in self.incidents()]

    @property
    def opportunity(self) -> Opportunity:
        return (
            session()
            .scalars(
                select(Opportunity).where(Opportunity.case_key == self.key).execution_options(populate_existing=True)
            )
            .one()
        )

    @property
    def quotes(self) -> list[Quote]:
        """The quotes of the case, the first one first."""
        wanted = select(Quote).where(Quote.case_key == self.key).order_by(Quote.revision, Quote.alternative)
        return list(session().scalars(wanted.execution_options(populate_existing=True)))

    @property
    def orders(self) -> list[Order]:
        return list(session().scalars(select(Order).where(Order.case_key == self.key)))
