"""A campaign writes to five hundred parties while its worker is killed with -9: each of them gets exactly one mail."""

import time
from collections import Counter
from collections.abc import Callable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.campaigns.models import CampaignMember, MemberState
from app.campaigns.operations.planning import approve_campaign
from app.campaigns.operations.running import begin_campaign, start_batch
from app.campaigns.queries.campaigns import campaign_for_update
from app.core.db import session, transaction
from app.engine.models import Job
from app.engine.operations.leases import OPEN
from app.mail.models import MailMessage, MailState
from app.parties.models import Party
from tests.campaigns.factories import make_campaign
from tests.kill.machine import PATIENCE_SECONDS, Machine
from tests.kill.person import Person
from tests.mail.server import Received
from tests.sales.factories import ANNA

CONTACTS = 500
KILLED_AFTER = (100, 250)
QUIET_SECONDS = 3
THREADS = 4  # of a worker; a kill leaves one message each in doubt, at most


def start_campaign(machine: Machine) -> None:
    """Five hundred contacts begin in one moment."""
    with machine.app.app_context():
        at = machine.time()
        with transaction() as current:
            _add_parties(current, at)
        with transaction():
            campaign_id = make_campaign(at, segment={"industries": "Killed"}).id
        with transaction():
            campaign = campaign_for_update(campaign_id)
            approve_campaign(campaign, by=ANNA, at=at)
            begin_campaign(campaign, by=ANNA, at=at)
        with transaction():
            assert start_batch(campaign_for_update(campaign_id), limit=CONTACTS, by=ANNA, at=at) == CONTACTS


def _add_parties(current: Session, at) -> None:
    for number in range(CONTACTS):
        current.add(
            Party(
                name=f"Party {number}",
                search_name=f"party {number:03}",
                search_text=f"party {number}",
                country="IT",
                email=f"party-{number}@example.com",
                industry="Killed",
                roles=["customer"],
                created_at=at,
                created_by="anna",
            )
        )


def open_jobs() -> int:
    session().rollback()
    return session().scalar(select(func.count()).where(Job.queue == "mail", Job.state.in_(OPEN))) or 0


def wait_for(machine: Machine, is_over: Callable[[], bool], otherwise: str) -> None:
    """Wait as long as mails go; when none does, let time go on for those that wait for a later try."""
    seen, moved_at, pushed_at = -1, time.monotonic(), time.monotonic()
    while not is_over():
        moment, left = time.monotonic(), open_jobs()
        if left != seen:
            seen, moved_at, pushed_at = left, moment, moment
        elif moment - pushed_at > QUIET_SECONDS:
            machine.pass_time(minutes=1)
            pushed_at = moment
        assert moment - moved_at < PATIENCE_SECONDS, f"{otherwise}: {left} jobs are open"
        time.sleep(0.1)


def mailed() -> int:
    return session().scalar(select(func.count()).where(CampaignMember.state == MemberState.MAILED)) or 0


def in_doubt() -> list[MailMessage]:
    return list(session().scalars(select(MailMessage).where(MailMessage.state == MailState.UNCERTAIN)))


def addresses_of(received: Received) -> Counter[str]:
    return Counter(address for recipients in list(received.recipients) for address in recipients)


def test_each_of_500_gets_exactly_one_mail_though_the_worker_is_killed(
    machine: Machine, person: Person, received: Received
) -> None:
    start_campaign(machine)
    with machine.app.app_context():
        for count in KILLED_AFTER:
            wait_for(machine, lambda count=count: len(received.messages) >= count, "the mails do not go")
            machine.restart("worker")
            machine.pass_time(minutes=2)  # the dead worker's leases are over
        wait_for(machine, lambda: open_jobs() == 0, "the mails do not end")

        doubtful = in_doubt()
        missing = {f"party-{n}@example.com" for n in range(CONTACTS)} - set(addresses_of(received))
        assert max(addresses_of(received).values()) == 1
        assert missing <= {mail.to[0].rpartition("<")[2].rstrip(">") for mail in doubtful}
        assert len(doubtful) <= THREADS * len(KILLED_AFTER)

        # A person looks into the log of the mail server and decides on each.
        known = {message["Message-ID"] for message in received.messages}
        for mail in doubtful:
            decision = "arrival" if mail.message_id in known else "repetition"
            assert person.post(f"/outbox/{mail.id}/{decision}").status == 303

        wait_for(machine, lambda: mailed() == CONTACTS, "a contact is stuck")
        assert len(received.messages) == CONTACTS
        assert set(addresses_of(received).values()) == {1}
