"""Makes the lines of a contract from what was entered: names, prices and tax from the catalogue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from app.catalog.errors import TaxCodeMissing
from app.catalog.models import AfterSalesService, Product, TaxCategory, TaxCode
from app.catalog.pricing import line_net
from app.catalog.queries import products_by_id, services_by_id, tax_codes_of
from app.catalog.taxation import category_for
from app.contracts.coverage import ContractType, may_limit_hours, usual_price
from app.contracts.drafts import ContractDraft, LineDraft
from app.contracts.errors import ContractInvalid
from app.contracts.models import ContractLine
from app.contracts.queries import installed_products_by_id
from app.core.money import ZERO
from app.parties.models import Party
from app.parties.queries import company

Wrong = dict[str, list[str]]
LARGEST = Decimal(10) ** 9
MOST_LINES = 100


@dataclass(frozen=True)
class Shelf:
    """What the lines of one draft may name."""

    services: dict[UUID, AfterSalesService]
    products: dict[UUID, Product]
    installed: set[UUID]
    taxes: dict[TaxCategory, TaxCode]
    country: str
    currency: str
    on: date


def priced_lines(draft: ContractDraft, party: Party, *, currency: str, on: date) -> list[ContractLine]:
    """The lines as they are kept. Raises ContractInvalid with a sentence beside each wrong field."""
    if len(draft.lines) > MOST_LINES:
        raise ContractInvalid({"lines": [f"A contract has at most {MOST_LINES} lines."]})
    shelf = _shelf(draft.lines, party, currency=currency, on=on)
    wrong: Wrong = {}
    for index, line in enumerate(draft.lines):
        wrong |= {f"lines.{index}.{name}": texts for name, texts in _wrong_with(line, draft.type, shelf).items()}
    if wrong:
        raise ContractInvalid(wrong)
    return [_line(n, line, draft.type, party, shelf) for n, line in enumerate(draft.lines, start=1)]


def _shelf(lines: Sequence[LineDraft], party: Party, *, currency: str, on: date) -> Shelf:
    country = company().country
    services = services_by_id({line.service_id for line in lines if line.service_id})
    return Shelf(
        services=services,
        products=products_by_id({line.product_id for line in lines if line.product_id}),
        installed=set(installed_products_by_id(party.id))
        if any(line.installed_product_id for line in lines)
        else set(),
        taxes=tax_codes_of(country, on=on),
        country=country,
        currency=currency,
        on=on,
    )


def _wrong_with(line: LineDraft, kind: ContractType, shelf: Shelf) -> Wrong:
    if (line.service_id is None) == (line.product_id is None):
        return {"item": ["Choose a service or a product."]}
    if line.service_id and line.service_id not in shelf.services:
        return {"item": ["This service is not in the catalogue."]}
    if line.product_id and line.product_id not in shelf.products:
        return {"item": ["This product is not in the catalogue."]}
    wrong: Wrong = {}
    if not 0 < line.quantity <= LARGEST:
        wrong["quantity"] = ["Enter a quantity above 0."]
    if line.installed_product_id and line.installed_product_id not in shelf.installed:
        wrong["installed_product_id"] = ["This product is not installed at this customer's."]
    return wrong | _wrong_hours(line, kind) | _wrong_price(line, kind, shelf)


def _wrong_hours(line: LineDraft, kind: ContractType) -> Wrong:
    if line.covered_hours is None:
        return {}
    if not may_limit_hours(kind):
        return {"covered_hours": ["Only a maintenance contract limits its hours. Leave this empty."]}
    if line.service_id is None:
        return {"covered_hours": ["Hours are covered of a service, not of a product. Leave this empty."]}
    if not 0 < line.covered_hours <= LARGEST / 100:
        return {"covered_hours": ["Enter hours above 0, or nothing when they are not limited."]}
    return {}


def _wrong_price(line: LineDraft, kind: ContractType, shelf: Shelf) -> Wrong:
    if line.unit_price is not None:
        return {} if 0 <= line.unit_price <= LARGEST else {"unit_price": ["Enter a price of 0 or more."]}
    rate, currency = _rate(line, shelf)
    if currency != shelf.currency and kind is not ContractType.WARRANTY:
        return {"unit_price": [f"The usual price is in {currency}; enter the price in {shelf.currency}."]}
    if usual_price(kind, rate=rate, covered_hours=line.covered_hours) is None:
        return {"unit_price": ["Enter what is paid for this line."]}
    return {}


def _rate(line: LineDraft, shelf: Shelf) -> tuple[Decimal, str]:
    if line.service_id:
        service = shelf.services[line.service_id]
        return service.hourly_rate, service.currency
    assert line.product_id is not None
    return shelf.products[line.product_id].net_price, company().currency


def _line(position: int, line: LineDraft, kind: ContractType, party: Party, shelf: Shelf) -> ContractLine:
    service = shelf.services[line.service_id] if line.service_id else None
    product = service.product if service else shelf.products[line.product_id or UUID(int=0)]
    tax = _tax(product, party, shelf)
    price = line.unit_price
    if price is None:
        price = usual_price(kind, rate=_rate(line, shelf)[0], covered_hours=line.covered_hours)
    assert price is not None
    return ContractLine(
        position=position,
        service_id=line.service_id,
        product_id=line.product_id,
        installed_product_id=line.installed_product_id,
        code=service.code if service else product.code,
        name=service.name if service else product.name,
        unit=product.unit,
        quantity=line.quantity,
        unit_price=price,
        covered_hours=line.covered_hours,
        used_hours=ZERO,
        net=line_net(line.quantity, unit_price=price, discount_percent=ZERO),
        tax_name=tax.name,
        tax_rate_percent=tax.rate_percent,
        tax_note=tax.note,
    )


def _tax(product: Product, party: Party, shelf: Shelf) -> TaxCode:
    category = category_for(
        product.tax_category,
        seller_country=shelf.country,
        customer_country=party.country,
        customer_has_vat_number=party.vat_number is not None,
    )
    if (code := shelf.taxes.get(category)) is None:
        raise TaxCodeMissing(shelf.country, category.value, shelf.on)
    return code
