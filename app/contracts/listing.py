"""Reads pages of the lists: contracts, and products installed at customers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, asc, desc, func, or_, select, tuple_
from sqlalchemy.orm import joinedload

from app.contracts.coverage import ContractType
from app.contracts.models import Contract, ContractStatus, InstalledProduct
from app.core.db import session
from app.core.web.paging import Position
from app.core.word_index import Found, found_first, has_words, keys_in_order, rows_found


@dataclass(frozen=True)
class ContractChoice:
    """What stands in the address of the list of contracts.

    show: `due` (to be invoiced), `ending` (the last day comes within `days`), or empty.
    """

    words: str = ""
    type: str = ""
    status: str = ""
    show: str = ""
    days: int = 60
    party_id: UUID | None = None


def contracts_page(
    choice: ContractChoice, *, on: date, after: Position | None = None, limit: int
) -> Sequence[Contract]:
    """Up to `limit` + 1 contracts with their parties, the newest first."""
    wanted = _chosen(select(Contract), choice, on=on)
    if after is not None:
        wanted = wanted.where(tuple_(Contract.created_at, Contract.id) < tuple_(*after))
    if choice.words:
        named = found_first(select(Contract.id).where(_has_words(choice.words)), "contracts_named")
        wanted = wanted.where(Contract.id.in_(select(named.c.id)))
        keys = keys_in_order(wanted, Contract.created_at, Contract.id, direction=desc, limit=limit + 1)
        wanted = select(Contract).where(Contract.id.in_(keys))
    order = (Contract.created_at.desc(), Contract.id.desc())
    return session().scalars(wanted.options(joinedload(Contract.party)).order_by(*order).limit(limit + 1)).all()


def count_due(*, on: date) -> int:
    """How many contracts are to be invoiced."""
    return session().scalar(select(func.count()).select_from(Contract).where(*_is_due(on))) or 0


def count_ending(*, on: date, days: int) -> int:
    """How many signed contracts end within some days."""
    return session().scalar(select(func.count()).select_from(Contract).where(*_ends_within(on, days))) or 0


def contracts_found(words: str, *, limit: int) -> Found[Contract]:
    """The newest of the contracts with these words in number or title, with their parties."""
    keys = found_first(select(Contract.id).where(_has_words(words)), "contracts_named")
    order = (Contract.created_at.desc(), Contract.id.desc())
    options = [joinedload(Contract.party)]
    return rows_found(select(Contract), key=Contract.id, keys=keys, order=order, limit=limit, options=options)


def installed_page(
    *,
    words: str = "",
    party_id: UUID | None = None,
    product_id: UUID | None = None,
    status: str = "",
    after: Position | None = None,
    limit: int,
) -> Sequence[InstalledProduct]:
    """Up to `limit` + 1 installed products with their parties, by name.

    words: beginnings of words of the name or serial number.
    """
    wanted = select(InstalledProduct)
    for column, value in (
        (InstalledProduct.party_id, party_id),
        (InstalledProduct.product_id, product_id),
        (InstalledProduct.status, status),
    ):
        if value:
            wanted = wanted.where(column == value)
    if after is not None:
        wanted = wanted.where(tuple_(InstalledProduct.name, InstalledProduct.id) > tuple_(*after))
    if words:
        named = found_first(select(InstalledProduct.id).where(_installed_has(words)), "installed_named")
        wanted = wanted.where(InstalledProduct.id.in_(select(named.c.id)))
        keys = keys_in_order(wanted, InstalledProduct.name, InstalledProduct.id, direction=asc, limit=limit + 1)
        wanted = select(InstalledProduct).where(InstalledProduct.id.in_(keys))
    order = (InstalledProduct.name, InstalledProduct.id)
    options = joinedload(InstalledProduct.party)
    return session().scalars(wanted.options(options).order_by(*order).limit(limit + 1)).all()


def installed_found(words: str, *, limit: int) -> Found[InstalledProduct]:
    """The first of the installed products with these words in name or serial number, with their parties."""
    keys = found_first(select(InstalledProduct.id).where(_installed_has(words)), "installed_named")
    order = (InstalledProduct.name, InstalledProduct.id)
    options = [joinedload(InstalledProduct.party)]
    return rows_found(
        select(InstalledProduct), key=InstalledProduct.id, keys=keys, order=order, limit=limit, options=options
    )


def _chosen(wanted: Select[Contract], choice: ContractChoice, *, on: date) -> Select[Contract]:
    if choice.type:
        wanted = wanted.where(Contract.type == ContractType(choice.type))
    if choice.status:
        wanted = wanted.where(Contract.status == ContractStatus(choice.status))
    if choice.party_id is not None:
        wanted = wanted.where(Contract.party_id == choice.party_id)
    if choice.show == "due":
        wanted = wanted.where(*_is_due(on))
    if choice.show == "ending":
        wanted = wanted.where(*_ends_within(on, choice.days))
    return wanted


def _is_due(on: date) -> list[ColumnElement[bool]]:
    """Signed, begun, paid by the period, and not invoiced up to this day; `contracts.periods` says for which days."""
    until = Contract.invoiced_until
    return [
        Contract.status.in_([ContractStatus.ACTIVE, ContractStatus.ENDED]),
        Contract.type.in_([ContractType.MAINTENANCE, ContractType.FLAT_RATE]),
        Contract.starts_on <= on,
        or_(until.is_(None), Contract.billing_period_months.is_not(None)),
        or_(until.is_(None), until < on),
        or_(until.is_(None), Contract.ends_on.is_(None), until < Contract.ends_on),
    ]


def _ends_within(on: date, days: int) -> list[ColumnElement[bool]]:
    return [
        Contract.status == ContractStatus.ACTIVE,
        Contract.ends_on.is_not(None),
        Contract.ends_on <= on + timedelta(days=days),
    ]


def _has_words(words: str) -> ColumnElement[bool]:
    return has_words(words, Contract.number, Contract.title)


def _installed_has(words: str) -> ColumnElement[bool]:
    return has_words(words, InstalledProduct.name, InstalledProduct.serial_number)
