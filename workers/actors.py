"""The one actor: it does the job whose key it is given. Safe to run twice: a finished job is left alone."""

import threading
import time

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from flask import Flask

from app.core.db import Key
from workers.broker import make_broker
from workers.jobs import do_job
from workers.leases import renew_leases

RUN_JOB = "run_job"
LONGEST_JOB_MILLISECONDS = 30 * 60 * 1000
STOP_MILLISECONDS = 30_000


def declare_actors(broker: RedisBroker, app: Flask) -> None:
    """Let `broker` know what messages may ask for: one actor, for all queues."""

    def run_job(job_key: str) -> None:
        with app.app_context():
            do_job(Key(int(job_key)))

    declare = dramatiq.actor(actor_name=RUN_JOB, broker=broker, time_limit=LONGEST_JOB_MILLISECONDS)
    declare(run_job)


def run_worker(app: Flask, stopping: threading.Event, *, threads: int) -> None:
    """Do jobs until `stopping` is set; then finish what is in hand."""
    broker = make_broker(app.extensions["settings"].redis_url)
    declare_actors(broker, app)
    worker = dramatiq.Worker(broker, worker_threads=threads, worker_timeout=200)
    worker.start()
    done = threading.Event()
    renewing = threading.Thread(target=renew_leases, args=(app, done), name="leases")
    renewing.start()
    while not stopping.is_set():
        time.sleep(0.2)
    worker.stop(timeout=STOP_MILLISECONDS)
    done.set()
    renewing.join()
    broker.close()
