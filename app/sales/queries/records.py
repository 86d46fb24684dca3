"""Reads one lead, opportunity or order."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.contracts.models import Contract, InstalledProduct
from app.core.db import Key, session
from app.sales.errors import SalesRecordMissing
from app.sales.models import Lead, Opportunity, Order, StageChange


def lead_for_update(lead_id: UUID) -> Lead:
    """The lead, locked. Raises SalesRecordMissing."""
    lead = session().scalar(
        select(Lead).where(Lead.id == lead_id).with_for_update().execution_options(populate_existing=True)
    )
    if lead is None:
        raise SalesRecordMissing("lead", lead_id)
    return lead


def lead_of_case(case_key: Key) -> Lead | None:
    """The lead of a case with its party, if it has one."""
    return session().scalar(select(Lead).where(Lead.case_key == case_key).options(joinedload(Lead.party)))


def opportunity_by_id(opportunity_id: UUID) -> Opportunity:
    """The opportunity with party and stages. Raises SalesRecordMissing."""
    wanted = (
        select(Opportunity)
        .where(Opportunity.id == opportunity_id)
        .options(joinedload(Opportunity.party), selectinload(Opportunity.stages).joinedload(StageChange.employee))
    )
    opportunity = session().scalar(wanted)
    if opportunity is None:
        raise SalesRecordMissing("opportunity", opportunity_id)
    return opportunity


def opportunity_for_update(opportunity_id: UUID) -> Opportunity:
    """The opportunity, locked. Raises SalesRecordMissing."""
    opportunity = session().scalar(
        select(Opportunity)
        .where(Opportunity.id == opportunity_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if opportunity is None:
        raise SalesRecordMissing("opportunity", opportunity_id)
    return opportunity


def opportunity_of_case(case_key: Key) -> Opportunity | None:
    """The opportunity of a case, if it has come so far."""
    return session().scalar(select(Opportunity).where(Opportunity.case_key == case_key))


def order_by_id(order_id: UUID) -> Order:
    """The order with party, quote and lines. Raises SalesRecordMissing."""
    wanted = (
        select(Order)
        .where(Order.id == order_id)
        .options(joinedload(Order.party), joinedload(Order.quote), joinedload(Order.invoice), selectinload(Order.lines))
    )
    order = session().scalar(wanted)
    if order is None:
        raise SalesRecordMissing("order", order_id)
    return order


def order_for_update(order_id: UUID) -> Order:
    """The order with its lines, locked. Raises SalesRecordMissing."""
    order = session().scalar(
        select(Order)
        .where(Order.id == order_id)
        .options(selectinload(Order.lines))
        .with_for_update(of=Order)
        .execution_options(populate_existing=True)
    )
    if order is None:
        raise SalesRecordMissing("order", order_id)
    return order


def order_of_quote(quote_id: UUID) -> Order | None:
    """The order made of a quote, if any."""
    return session().scalar(select(Order).where(Order.quote_id == quote_id))


def installed_with(order_id: UUID) -> Sequence[InstalledProduct]:
    """The pieces of an order that stand in the register of installed products."""
    wanted = select(InstalledProduct).where(InstalledProduct.order_id == order_id)
    return session().scalars(wanted.order_by(InstalledProduct.name, InstalledProduct.serial_number)).all()


def contracts_of_opportunity(opportunity_id: UUID) -> Sequence[Contract]:
    """The contracts drawn up from an opportunity, the newest first."""
    wanted = select(Contract).where(Contract.opportunity_id == opportunity_id)
    return session().scalars(wanted.order_by(Contract.created_at.desc())).all()
