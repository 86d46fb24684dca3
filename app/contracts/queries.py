"""Reads contracts and installed products: one of them, what covers a service, what is in force."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.catalog.queries import products_by_id, services_by_id
from app.contracts.coverage import Answer, ContractType, Promise, Wanted, judge, shown_day
from app.contracts.errors import ContractRecordMissing
from app.contracts.models import (
    BookedHours,
    Contract,
    ContractLine,
    ContractStatus,
    InstalledProduct,
)
from app.core.db import session
from app.engine.models import InstanceState, ProcessInstance


@dataclass(frozen=True)
class Cover:
    """Whether something is covered, by what, and why or why not.

    contract, line: what covers it; None when it is not covered, or covered by the warranty of the product itself.
    type: of the contract, or `warranty` for the product's own; None when it is not covered.
    hours_left: None when they are not limited, or nothing is covered.
    is_covered: the answer. reason: always a sentence.
    unit_price, currency, priced_by: what a contract of time and material agreed for it, where one did.
    """

    contract: Contract | None
    line: ContractLine | None
    type: ContractType | None
    hours_left: Decimal | None
    reason: str
    is_covered: bool = False
    unit_price: Decimal | None = None
    currency: str | None = None
    priced_by: Contract | None = None


def contract_by_id(contract_id: UUID) -> Contract:
    """The contract with party, lines, and the products that they are about. Raises ContractRecordMissing."""
    wanted = (
        select(Contract)
        .where(Contract.id == contract_id)
        .options(joinedload(Contract.party), selectinload(Contract.lines).joinedload(ContractLine.installed_product))
    )
    contract = session().scalar(wanted)
    if contract is None:
        raise ContractRecordMissing("contract", contract_id)
    return contract


def contract_for_update(contract_id: UUID) -> Contract:
    """The contract with its lines, locked. Raises ContractRecordMissing."""
    wanted = (
        select(Contract)
        .where(Contract.id == contract_id)
        .options(selectinload(Contract.lines))
        .with_for_update(of=Contract)
        .execution_options(populate_existing=True)
    )
    contract = session().scalar(wanted)
    if contract is None:
        raise ContractRecordMissing("contract", contract_id)
    return contract


def is_being_signed(contract: Contract) -> bool:
    """Whether a running case prepares the draft or waits for its signature."""
    if contract.status is not ContractStatus.DRAFT or contract.signing_case_key is None:
        return False
    state = select(ProcessInstance.state).where(ProcessInstance.key == contract.signing_case_key)
    return session().scalar(state) is InstanceState.ACTIVE


def line_for_update(line_id: UUID) -> tuple[ContractLine, Contract]:
    """The line, locked and with its hours as they are now, and its contract. Raises ContractRecordMissing.

    Only the hours are read anew: a caller may hold the contract with its lines.
    """
    line = session().get(ContractLine, line_id)
    if line is None:
        raise ContractRecordMissing("line of a contract", line_id)
    session().refresh(line, ["covered_hours", "used_hours"], with_for_update=True)
    return line, session().get_one(Contract, line.contract_id)


def booking_of(line_id: UUID, *, source_type: str, source_id: UUID) -> BookedHours | None:
    """What a source booked on a line, if it did."""
    return session().scalar(
        select(BookedHours).where(
            BookedHours.line_id == line_id,
            BookedHours.source_type == source_type,
            BookedHours.source_id == source_id,
        )
    )


def bookings_of_source(source_type: str, source_id: UUID) -> Sequence[BookedHours]:
    """All that a source booked, in the order in which lines are locked."""
    wanted = select(BookedHours).where(BookedHours.source_type == source_type, BookedHours.source_id == source_id)
    return session().scalars(wanted.order_by(BookedHours.line_id)).all()


def bookings_of_contract(contract_id: UUID, *, limit: int) -> Sequence[tuple[BookedHours, str]]:
    """The hours used of a contract with the name of the line, the newest first."""
    wanted = (
        select(BookedHours, ContractLine.name)
        .join(ContractLine, ContractLine.id == BookedHours.line_id)
        .where(ContractLine.contract_id == contract_id)
        .order_by(BookedHours.booked_at.desc(), BookedHours.id)
    )
    return [(row[0], row[1]) for row in session().execute(wanted.limit(limit))]


def active_contracts_of(party_id: UUID, *, on: date) -> Sequence[Contract]:
    """The signed contracts of a party that are in force on a day, with lines, by number."""
    wanted = (
        select(Contract)
        .where(
            Contract.party_id == party_id,
            Contract.status == ContractStatus.ACTIVE,
            Contract.starts_on <= on,
            or_(Contract.ends_on.is_(None), Contract.ends_on >= on),
        )
        .options(selectinload(Contract.lines).joinedload(ContractLine.installed_product))
    )
    return session().scalars(wanted.order_by(Contract.number)).all()


def contracts_about(installed: InstalledProduct, *, on: date) -> list[tuple[Contract, list[ContractLine]]]:
    """The contracts in force that name an installed product or every product of its customer, with those lines."""
    found = []
    for contract in active_contracts_of(installed.party_id, on=on):
        lines = [line for line in contract.lines if line.installed_product_id in (None, installed.id)]
        if lines:
            found.append((contract, lines))
    return found


def renewal_of(contract_id: UUID) -> Contract | None:
    """The contract that goes on where this one ends, if it was drawn up."""
    return session().scalar(select(Contract).where(Contract.renewal_of_id == contract_id))


def contracts_of(party_id: UUID, *, limit: int) -> Sequence[Contract]:
    """The contracts of a party, the newest first."""
    wanted = select(Contract).where(Contract.party_id == party_id)
    return session().scalars(wanted.order_by(Contract.created_at.desc(), Contract.id.desc()).limit(limit)).all()


def cover_for(party_id: UUID, *, service_id: UUID, on: date, installed_product_id: UUID | None = None) -> Cover:
    """Which contract covers a service for a party on a day; see Cover. Ask `is_covered`, show `reason`."""
    service = services_by_id([service_id]).get(service_id)
    if service is None:
        raise ContractRecordMissing("after-sales service", service_id)
    installed = session().get(InstalledProduct, installed_product_id) if installed_product_id else None
    wanted = Wanted(
        name=service.name,
        service_id=service_id,
        installed_product_id=installed_product_id,
        installed_as_product_id=installed.product_id if installed else None,
    )
    return _cover(party_id, wanted, installed, on=on)


def part_cover_for(party_id: UUID, *, product_id: UUID, on: date, installed_product_id: UUID | None = None) -> Cover:
    """Which contract covers a part built into an installed product, as `cover_for` does for a service."""
    product = products_by_id([product_id]).get(product_id)
    if product is None:
        raise ContractRecordMissing("product", product_id)
    installed = session().get(InstalledProduct, installed_product_id) if installed_product_id else None
    wanted = Wanted(
        name=product.name,
        part_id=product_id,
        installed_product_id=installed_product_id,
        installed_as_product_id=installed.product_id if installed else None,
    )
    return _cover(party_id, wanted, installed, on=on)


def _cover(party_id: UUID, wanted: Wanted, installed: InstalledProduct | None, *, on: date) -> Cover:
    contracts = active_contracts_of(party_id, on=on)
    lines = {line.id: (contract, line) for contract in contracts for line in contract.lines}
    judged = judge(wanted, [_promise(contract, line) for contract, line in lines.values()])
    if judged.answer is not Answer.COVERED and installed is not None and installed.is_under_warranty(on):
        assert installed.warranty_until is not None
        reason = f"The warranty of {installed.label} covers {wanted.name} until {shown_day(installed.warranty_until)}."
        return Cover(None, None, ContractType.WARRANTY, None, reason, is_covered=True)
    contract, line = lines[judged.promise.line_id] if judged.promise else (None, None)
    if judged.answer is Answer.COVERED and contract is not None and line is not None:
        return Cover(contract, line, contract.type, line.hours_left, judged.reason, is_covered=True)
    if judged.answer is Answer.PRICED and contract is not None and line is not None:
        price, currency = line.unit_price, contract.currency
        return Cover(None, None, None, None, judged.reason, unit_price=price, currency=currency, priced_by=contract)
    return Cover(None, None, None, None, judged.reason)


def _promise(contract: Contract, line: ContractLine) -> Promise:
    return Promise(
        line_id=line.id,
        number=contract.label,
        type=contract.type,
        ends_on=contract.ends_on,
        name=line.name,
        unit_price=line.unit_price,
        currency=contract.currency,
        service_id=line.service_id,
        product_id=line.product_id,
        installed_product_id=line.installed_product_id,
        covered_hours=line.covered_hours,
        used_hours=line.used_hours,
    )


def installed_product_by_id(installed_product_id: UUID) -> InstalledProduct:
    """The installed product with party and notes. Raises ContractRecordMissing."""
    wanted = (
        select(InstalledProduct)
        .where(InstalledProduct.id == installed_product_id)
        .options(joinedload(InstalledProduct.party), selectinload(InstalledProduct.notes))
    )
    installed = session().scalar(wanted)
    if installed is None:
        raise ContractRecordMissing("installed product", installed_product_id)
    return installed


def installed_product_for_update(installed_product_id: UUID) -> InstalledProduct:
    """The installed product, locked. Raises ContractRecordMissing."""
    wanted = select(InstalledProduct).where(InstalledProduct.id == installed_product_id).with_for_update()
    installed = session().scalar(wanted.execution_options(populate_existing=True))
    if installed is None:
        raise ContractRecordMissing("installed product", installed_product_id)
    return installed


def installed_product_like(party_id: UUID, *, name: str, serial_number: str) -> InstalledProduct | None:
    """The product of this name and serial number at a party, if it is registered."""
    return session().scalar(
        select(InstalledProduct).where(
            InstalledProduct.party_id == party_id,
            InstalledProduct.name == name,
            InstalledProduct.serial_number == serial_number,
        )
    )


def installed_products_of(party_id: UUID) -> Sequence[InstalledProduct]:
    """The products installed at a party, by name; those in use first."""
    wanted = select(InstalledProduct).where(InstalledProduct.party_id == party_id)
    return (
        session()
        .scalars(wanted.order_by(InstalledProduct.status, InstalledProduct.name, InstalledProduct.serial_number))
        .all()
    )


def installed_products_by_id(party_id: UUID) -> dict[UUID, InstalledProduct]:
    """The products installed at a party, by id."""
    return {installed.id: installed for installed in installed_products_of(party_id)}
