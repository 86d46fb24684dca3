"""Reads quotes: one, the alternatives of a round, all of an opportunity."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import session
from app.sales.errors import SalesRecordMissing
from app.sales.models import Quote, QuoteStatus


def quote_by_id(quote_id: UUID) -> Quote:
    """The quote with party, opportunity and lines. Raises SalesRecordMissing."""
    wanted = (
        select(Quote)
        .where(Quote.id == quote_id)
        .options(joinedload(Quote.party), joinedload(Quote.opportunity), selectinload(Quote.lines))
    )
    quote = session().scalar(wanted)
    if quote is None:
        raise SalesRecordMissing("quote", quote_id)
    return quote


def quote_for_update(quote_id: UUID) -> Quote:
    """The quote with its lines, locked. Raises SalesRecordMissing."""
    wanted = (
        select(Quote)
        .where(Quote.id == quote_id)
        .options(selectinload(Quote.lines))
        .with_for_update(of=Quote)
        .execution_options(populate_existing=True)
    )
    quote = session().scalar(wanted)
    if quote is None:
        raise SalesRecordMissing("quote", quote_id)
    return quote


def newest_round_of(opportunity_id: UUID) -> Sequence[Quote]:
    """The alternatives of an opportunity's last revision with their lines, locked, by letter; empty before the first.

    The opportunity's row is locked by whoever calls, so the last revision stays the last.
    """
    last = select(func.max(Quote.revision)).where(Quote.opportunity_id == opportunity_id).scalar_subquery()
    return _locked_round(opportunity_id, last)


def round_for_update(quote_id: UUID) -> Sequence[Quote]:
    """The quote with the alternatives that go with it and their lines, locked, by letter. Raises SalesRecordMissing."""
    quote = quote_by_id(quote_id)
    return _locked_round(quote.opportunity_id, quote.revision)


def alternatives_of(quote: Quote) -> Sequence[Quote]:
    """The quotes that go together with this one, itself among them, by letter, with their lines."""
    wanted = select(Quote).where(Quote.opportunity_id == quote.opportunity_id, Quote.revision == quote.revision)
    return session().scalars(wanted.options(selectinload(Quote.lines)).order_by(Quote.alternative)).all()


def revisions_of(opportunity_id: UUID) -> Sequence[Quote]:
    """All quotes of an opportunity with their lines, the newest revision first, alternatives by letter."""
    wanted = select(Quote).where(Quote.opportunity_id == opportunity_id).options(selectinload(Quote.lines))
    return session().scalars(wanted.order_by(Quote.revision.desc(), Quote.alternative)).all()


def quotes_before(opportunity_id: UUID, revision: int) -> Sequence[Quote]:
    """The quotes of earlier revisions, the oldest first."""
    wanted = select(Quote).where(Quote.opportunity_id == opportunity_id, Quote.revision < revision)
    return session().scalars(wanted.order_by(Quote.revision)).all()


def first_number_of(opportunity_id: UUID) -> str | None:
    """The number of an opportunity's first quote; None before it is issued."""
    wanted = select(Quote.number).where(Quote.opportunity_id == opportunity_id, Quote.number.is_not(None))
    return session().scalar(wanted.order_by(Quote.revision, Quote.alternative).limit(1))


def accepted_quote_of(opportunity_id: UUID) -> Quote | None:
    """The quote that the customer accepted, if any."""
    wanted = select(Quote).where(Quote.opportunity_id == opportunity_id, Quote.status == QuoteStatus.ACCEPTED)
    return session().scalar(wanted.limit(1))


def _locked_round(opportunity_id: UUID, revision: int | ScalarSelect[int]) -> Sequence[Quote]:
    wanted = (
        select(Quote)
        .where(Quote.opportunity_id == opportunity_id, Quote.revision == revision)
        .order_by(Quote.alternative)
        .options(selectinload(Quote.lines), joinedload(Quote.opportunity))
        .with_for_update(of=Quote)
        .execution_options(populate_existing=True)
    )
    return session().scalars(wanted).all()
