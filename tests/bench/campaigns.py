"""A campaign: how long the start of its contacts takes, and how the worklist answers meanwhile, through HTTP."""

import time
from datetime import timedelta
from http.client import HTTPConnection
from uuid import UUID

from flask import Flask
from sqlalchemy import select

from app.campaigns.models import CampaignStatus
from app.campaigns.operations.planning import MailText, Plan, add_campaign, choose_segment, write_mails
from app.campaigns.queries.campaigns import campaign_by_id
from app.campaigns.queries.selection import count_selection
from app.campaigns.segments import Segment, checked_segment
from app.core.actor import SYSTEM
from app.core.clock import now
from app.core.db import Key, session, transaction
from app.engine import operations
from app.engine.models import TaskState, UserTask
from app.engine.reading import today
from app.identity.models import User
from app.parties.models import Company
from tests.bench.parties import cookie_of_staff
from tests.bench.table import Figure, percentiles, show
from tests.fixtures.system import System

INDUSTRY = "Industry 3"  # one party in 25 of those that `parties` adds
PATIENCE_SECONDS = 600
SEGMENT = Segment(industries=(INDUSTRY,))


def measure(system: System, app: Flask) -> None:
    """Print the start of one case per party of a segment, and the worklist's times while it goes on."""
    with app.app_context():
        with transaction():
            cookie = cookie_of_staff()
        campaign_id, count = _approved_campaign()
        began = time.perf_counter()
        times = _worklist_until_started(system, cookie, campaign_id)
        seconds = time.perf_counter() - began
        counted = time.perf_counter()
        count_selection(SEGMENT)
        counting = time.perf_counter() - counted
    show(
        "Campaigns",
        [
            Figure(f"{count:,} contacts started, each a case of its own", f"{seconds:.0f} s"),
            Figure("The worklist meanwhile: p50 / p95 / p99", percentiles(times)),
            Figure("Count of a segment", f"{counting * 1000:.0f} ms"),
        ],
    )


def _approved_campaign() -> tuple[UUID, int]:
    """A campaign that begins at once: its timer is due."""
    at = now()
    with transaction():
        if session().get(Company, 1) is None:
            session().add(Company(id=1, name="Bench", country="IT", email="bench@example.com"))
        session().flush()  # the plan asks for our currency
        first = today(at) - timedelta(days=1)
        someone = session().scalars(select(User.user_name).limit(1)).one()
        plan = Plan("Bench", someone, first, first + timedelta(days=30), "EUR")
        campaign = add_campaign(plan, on=today(at), by=SYSTEM, at=at)
        choose_segment(campaign, SEGMENT, revision=campaign.revision, by=SYSTEM, at=at)
        write_mails(campaign, {"en": MailText("News", "Hello.")}, revision=campaign.revision, by=SYSTEM, at=at)
        session().flush()  # the case reads it
        variables = {"campaign_id": str(campaign.id)}
        case = operations.start_instance("campaign", variables=variables, by=SYSTEM, at=at).key
    for answers in ({}, {"approval_outcome": "approve"}):
        with transaction():
            operations.complete_task(_open_task(case), variables=answers, by=SYSTEM, at=now())
    found = campaign_by_id(campaign.id)
    return found.id, count_selection(checked_segment(found.segment)).contacts


def _open_task(case: Key) -> Key:
    waits = select(UserTask.key).where(UserTask.instance_key == case, UserTask.state == TaskState.CREATED)
    return session().scalars(waits).one()


def _worklist_until_started(system: System, cookie: str, campaign_id: UUID) -> list[float]:
    connection = HTTPConnection("127.0.0.1", int(system.environment["PORT"]), timeout=60)
    times, give_up = [], time.monotonic() + PATIENCE_SECONDS
    while not _is_started(campaign_id):
        began = time.perf_counter()
        connection.request("GET", "/worklist", headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        times.append(time.perf_counter() - began)
        assert time.monotonic() < give_up, "the contacts do not start"
        time.sleep(0.05)
    return times


def _is_started(campaign_id: UUID) -> bool:
    session().rollback()
    campaign = campaign_by_id(campaign_id)
    is_running = campaign.status is CampaignStatus.RUNNING
    return is_running and campaign.started_count >= campaign.contact_count
