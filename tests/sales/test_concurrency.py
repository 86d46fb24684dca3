"""Two at once: one effect."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import transaction
from app.core.errors import Refused
from app.sales.models import Order, Quote
from app.sales.operations.answers import Answer, CustomerAnswer, send_answer
from app.sales.queries import quote_by_id
from tests.sales.factories import Road, deploy_process, make_company


@pytest.fixture
def road(committed: Session, at: datetime) -> Road:
    with transaction():
        make_company()
    deploy_process(at)
    return Road(at)


def test_quote_accepted_by_two_people_at_once_has_one_effect(
    road: Road, app: Flask, committed: Session, at: datetime
) -> None:
    quote_id = road.to_answer().quotes[0].id
    committed.rollback()

    def accept(user_name: str) -> bool:
        with app.app_context():
            try:
                with transaction():
                    said = CustomerAnswer(Answer.ACCEPTED)
                    by = Actor("user", user_name, user_name)
                    quote = quote_by_id(quote_id)
                    send_answer([quote], quote, said, on=at.date(), by=by, at=at)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(4) as people:
        effects = list(people.map(accept, ("anna", "luca", "elena", "petr")))

    assert effects.count(True) == 1
    assert len(committed.scalars(select(Order.id)).all()) == 1
    assert road.incidents() == []


def test_quotes_issued_at_once_have_different_numbers(road: Road, app: Flask, committed: Session, at: datetime) -> None:
    roads = [road.to_opportunity(), *(Road(at).to_opportunity() for _ in range(3))]
    committed.rollback()

    def issue(one: Road) -> None:
        with app.app_context():
            one.to_quote()

    with ThreadPoolExecutor(4) as people:
        list(people.map(issue, roads))

    numbers = sorted(committed.scalars(select(Quote.number)))
    assert numbers == [f"Q-2026-0000{count}" for count in (1, 2, 3, 4)]
