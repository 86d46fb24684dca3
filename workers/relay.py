"""From the outbox to Redis, after the commit; and again for jobs whose message or worker was lost."""

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from sqlalchemy import delete, select

from app.core.clock import now
from app.core.crash import reach
from app.core.db import session, transaction
from app.engine.operations.leases import free_stale_jobs
from app.outbox.models import OutboxMessage
from workers.actors import RUN_JOB

MOST_AT_ONCE = 500


def send_waiting(broker: RedisBroker) -> int:
    """Send what the outbox holds, oldest first. Several relays may run. A crash in between sends twice, never not."""
    with transaction():
        oldest = (
            select(OutboxMessage.id).order_by(OutboxMessage.id).limit(MOST_AT_ONCE).with_for_update(skip_locked=True)
        )
        taken = delete(OutboxMessage).where(OutboxMessage.id.in_(oldest)).returning(OutboxMessage)
        messages = list(session().scalars(taken))
        for message in messages:
            _send(broker, message.queue, message.actor, *map(str, message.arguments.values()))
        if messages:
            reach("after_enqueue_before_mark")
    return len(messages)


def resend_stale(broker: RedisBroker) -> int:
    """Send jobs again that nobody has finished in time: Redis was emptied, or a worker died."""
    with transaction():
        jobs = free_stale_jobs(now(), MOST_AT_ONCE)
        for job in jobs:
            _send(broker, str(job.queue), RUN_JOB, str(job.key))
    return len(jobs)


def _send(broker: RedisBroker, queue: str, actor: str, *keys: str) -> None:
    broker.enqueue(dramatiq.Message(queue_name=queue, actor_name=actor, args=keys, kwargs={}, options={}))
