"""After-sales services of the demo company, what is installed at its customers, and contracts of all four types."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, select

from app.catalog.models import AfterSalesService, Product
from app.catalog.operations import ServiceDetails, add_service
from app.contracts.coverage import ContractType
from app.contracts.drafts import ContractDraft, InstalledProductDetails, LineDraft
from app.contracts.models import Contract, InstalledProduct
from app.contracts.operations import (
    book_hours,
    draw_up_contract,
    end_contract,
    note_installed_product,
    register_installed_product,
    sign_contract,
)
from app.core.actor import Actor
from app.core.db import session
from app.parties.models import Party

MARTA = Actor("user", "marta", "Marta Testa")
ARTICLE = "OA-9001"
SERVICES = (
    ("SV-REPAIR", "Repair", "58.00"),
    ("SV-INSPECTION", "Inspection and safety test", "62.00"),
    ("SV-OVERHAUL", "Overhaul", "66.00"),
    ("SV-START", "Installation and start-up", "54.00"),
    ("SV-TRAINING", "Training of operators", "48.00"),
)
INSTALLED = (
    ("Rossi Impianti S.r.l.", "OA-1042", "PR40-1187", 500, 230),
    ("Rossi Impianti S.r.l.", "OA-1042", "PR40-1188", 500, 230),
    ("Ferrari & Figli S.p.A.", "OA-1042", "PR40-1203", 900, None),
    ("Meccanica Orobica S.r.l.", "OA-1042", "PR40-1251", 120, 610),
    ("Danubia Logistic S.R.L.", "OA-1042", "PR40-1266", 300, 430),
    ("Moravské strojírny, a.s.", "OA-1042", "PR40-1290", 60, 670),
)
OTHER = ("Ferrari & Figli S.p.A.", "Compressor Atlas GA 11", "AX-77120")
NOTE = "The main switch is behind the second door; ask at the porter's for the key. Oil changed to type 46."


@dataclass(frozen=True)
class Told:
    """A contract as it is told: days from today, services by code, lines as (service, hours, price, serial number)."""

    party: str
    kind: ContractType
    title: str
    first: int
    last: int | None
    lines: tuple[tuple[str, str | None, str | None, str | None], ...]
    months: int | None = None
    signed_by: str = ""
    used: tuple[str, ...] = field(default_factory=tuple)
    ended: str = ""


CONTRACTS = (
    Told(
        "Rossi Impianti S.r.l.", ContractType.MAINTENANCE, "Manutenzione delle presse di Bergamo", -200, 164,
        (("SV-REPAIR", "20", "1160.00", None), ("SV-INSPECTION", "8", "480.00", "PR40-1187")),
        months=12, signed_by="Mario Rossi", used=("2.5", "4", "1.5"),
    ),
    Told(
        "Ferrari & Figli S.p.A.", ContractType.FLAT_RATE, "Assistenza linea presse", -340, 25,
        (("SV-REPAIR", None, "240.00", None), ("SV-INSPECTION", None, "60.00", None)),
        months=1, signed_by="Giorgio Ferrari", used=("3",),
    ),
    Told(
        "Meccanica Orobica S.r.l.", ContractType.WARRANTY, "Garanzia estesa pressa PR40-1251", -120, 610,
        (("SV-REPAIR", None, None, "PR40-1251"),), signed_by="Paola Locatelli",
    ),
    Told(
        "Danubia Logistic S.R.L.", ContractType.TIME_AND_MATERIAL, "Asistență tehnică depozit Galați", -80, None,
        (("SV-REPAIR", None, "55.00", None), ("SV-START", None, "50.00", None)), signed_by="Ioana Popescu",
    ),
    Told(
        "Moravské strojírny, a.s.", ContractType.MAINTENANCE, "Údržba lisu v Ostravě", 10, 375,
        (("SV-INSPECTION", "12", "700.00", "PR40-1290"),), months=3,
    ),
    Told(
        "Alba Ceramics S.r.l.", ContractType.MAINTENANCE, "Manutenzione forni", -500, -135,
        (("SV-OVERHAUL", "10", "650.00", None),), signed_by="Carla Alba", used=("10",), ended="Not renewed",
    ),
)  # fmt: skip


def add_contracts(at: datetime) -> None:
    """All of it; nothing when services are there already."""
    if session().scalar(select(exists().select_from(AfterSalesService))):
        return
    article = session().scalars(select(Product).where(Product.code == ARTICLE)).one()
    for code, name, rate in SERVICES:
        add_service(ServiceDetails(code, name, article.id, Decimal(rate), "EUR"), by=MARTA, at=at)
    session().flush()  # contracts look their services up
    installed = _add_installed(at)
    services = {service.code: service.id for service in session().scalars(select(AfterSalesService))}
    for told in CONTRACTS:
        _add_contract(told, services, installed, at=at)


def _add_installed(at: datetime) -> dict[str, InstalledProduct]:
    products = {product.code: product.id for product in session().scalars(select(Product))}
    found = {}
    for name, code, serial, days_ago, warranty_days in INSTALLED:
        details = InstalledProductDetails(
            _party(name).id,
            serial,
            product_id=products[code],
            installed_on=(at - timedelta(days=days_ago)).date(),
            warranty_until=(at + timedelta(days=warranty_days)).date() if warranty_days else None,
        )
        found[serial] = register_installed_product(details, by=MARTA, at=at - timedelta(days=days_ago))
    name, other, serial = OTHER
    register_installed_product(InstalledProductDetails(_party(name).id, serial, name=other), by=MARTA, at=at)
    note_installed_product(found["PR40-1187"], NOTE, by=MARTA, at=at - timedelta(days=40))
    session().flush()  # contracts name their ids
    return found


def _add_contract(
    told: Told, services: dict[str, UUID], installed: dict[str, InstalledProduct], *, at: datetime
) -> None:
    lines = tuple(
        LineDraft(
            service_id=services[code],
            unit_price=Decimal(price) if price else None,
            covered_hours=Decimal(hours) if hours else None,
            installed_product_id=installed[serial].id if serial else None,
        )
        for code, hours, price, serial in told.lines
    )
    first = at + timedelta(days=told.first)
    drawn_up = min(at, first) - timedelta(days=12)
    draft = ContractDraft(
        _party(told.party).id,
        told.kind,
        first.date(),
        (at + timedelta(days=told.last)).date() if told.last is not None else None,
        lines,
        title=told.title,
        currency="EUR",
        responsible="marta",
        billing_period_months=told.months,
    )
    contract = draw_up_contract(draft, by=MARTA, at=drawn_up)
    if told.signed_by:
        _let_it_run(contract, told, first=first, signed=drawn_up + timedelta(days=9), at=at)


def _let_it_run(contract: Contract, told: Told, *, first: datetime, signed: datetime, at: datetime) -> None:
    """Signed, used, and perhaps ended."""
    sign_contract(contract, signed_on=signed.date(), signed_by=told.signed_by, by=MARTA, at=signed)
    session().flush()  # hours are booked on the rows of its lines
    for number, hours in enumerate(told.used):
        book_hours(
            contract.lines[0].id,
            Decimal(hours),
            source_type="demo",
            source_id=UUID(int=number),
            label="Work report",
            by=MARTA,
            at=min(at, first + timedelta(days=15 + 11 * number)),
        )
    if told.ended:
        assert contract.ends_on is not None
        end_contract(contract, on=contract.ends_on, reason=told.ended, by=MARTA, at=at + timedelta(days=told.last or 0))


def _party(name: str) -> Party:
    return session().scalars(select(Party).where(Party.name == name)).one()
