"""The way to Redis. Messages carry a job's key and nothing else; losing one delays a job, never loses it."""

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from dramatiq.middleware import Callbacks, CurrentMessage, ShutdownNotifications, TimeLimit

QUEUES = ("engine", "default", "documents", "mail")
HEARTBEAT_TIMEOUT_MILLISECONDS = 20_000
ALWAYS_MAINTAIN = 1_000_000  # of a million: a killed worker's messages come back at once, not by chance


def make_broker(redis_url: str) -> RedisBroker:
    """The broker of this process. Tries are counted in the job table, so Dramatiq retries nothing."""
    broker = RedisBroker(
        url=redis_url,
        middleware=[TimeLimit(), ShutdownNotifications(), Callbacks(), CurrentMessage()],
        maintenance_chance=ALWAYS_MAINTAIN,
        heartbeat_timeout=HEARTBEAT_TIMEOUT_MILLISECONDS,
        namespace="pratica",
    )
    for queue in QUEUES:
        broker.declare_queue(queue)
    dramatiq.set_broker(broker)
    return broker
