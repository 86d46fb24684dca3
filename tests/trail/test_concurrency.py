from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.actor import CLOCK, Actor
from app.core.db import transaction
from app.engine.models import ProcessInstance
from app.trail.models import TrailEntry
from app.trail.operations import record
from app.trail.verification import Proof, verify_trail

THREADS = 6
TIMES = 8


def test_chains_hold_when_many_write_at_once(
    app: Flask, committed: Session, make_case: Callable[[], ProcessInstance], actor: Actor, at: datetime
) -> None:
    cases = [make_case().key, make_case().key]
    committed.commit()

    def work(number: int) -> None:
        turned = cases if number % 2 else cases[::-1]
        actors = (actor, CLOCK) if number % 3 else (CLOCK, actor)
        for _ in range(TIMES):
            with app.app_context(), transaction():
                for key, by in zip(turned, actors, strict=True):
                    record(action="task.completed", entity="user_task", entity_id=number, by=by, at=at, case_key=key)
                    record(action="user.seen", entity="user", entity_id=by.id, by=by, at=at)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))

    assert committed.scalar(select(func.count()).select_from(TrailEntry)) == THREADS * TIMES * 4
    assert verify_trail() == Proof(rows=THREADS * TIMES * 4, chains=4)
