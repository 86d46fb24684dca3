"""The actors: they do a job, send the mail of a reminder, verify the trail. Each is safe to run twice."""

import threading
import time

import dramatiq
from dramatiq.brokers.redis import RedisBroker
from flask import Flask

from app.audit.operations import VERIFY
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import Key
from app.monitor.models import ProcessKind
from app.notices.delivery import deliver_reminder
from app.notices.sending import DELIVER, MAIL_QUEUE
from app.settings import Settings
from app.trail.verifying import means_here, run_verification
from workers.broker import make_broker
from workers.heartbeat import Heart
from workers.jobs import do_job
from workers.leases import in_hand, renew_leases

RUN_JOB = "run_job"
POSTMAN = Actor("worker", MAIL_QUEUE, "Worker for mail")
LONGEST_JOB_MILLISECONDS = 30 * 60 * 1000
STOP_MILLISECONDS = 30_000


def declare_actors(broker: RedisBroker, app: Flask) -> None:
    """Let `broker` know what messages may ask for."""

    def run_job(job_key: str) -> None:
        with app.app_context():
            do_job(Key(int(job_key)))

    def send_reminder(reminder_key: str) -> None:
        with app.app_context():
            deliver_reminder(Key(int(reminder_key)), by=POSTMAN, at=now())

    def verify_trail(verification: str) -> None:
        settings: Settings = app.extensions["settings"]
        with app.app_context():
            means = means_here(settings.signing_key_file, settings.checkpoint_folder)
            run_verification(Key(int(verification)), means, moment=now)

    for name, act in ((RUN_JOB, run_job), (DELIVER, send_reminder), (VERIFY, verify_trail)):
        declare = dramatiq.actor(actor_name=name, broker=broker, time_limit=LONGEST_JOB_MILLISECONDS)
        declare(act)


def run_worker(app: Flask, stopping: threading.Event, *, threads: int) -> None:
    """Do jobs until `stopping` is set; then finish what is in hand."""
    broker = make_broker(app.extensions["settings"].redis_url)
    declare_actors(broker, app)
    worker = dramatiq.Worker(broker, worker_threads=threads, worker_timeout=200)
    worker.start()
    done = threading.Event()
    renewing = threading.Thread(target=renew_leases, args=(app, done), name="leases")
    renewing.start()
    with app.app_context():
        heart = Heart(ProcessKind.WORKER)
    while not stopping.is_set():
        with app.app_context():
            heart.beat_if_due(jobs_in_hand=len(in_hand))
        time.sleep(0.2)
    worker.stop(timeout=STOP_MILLISECONDS)
    done.set()
    renewing.join()
    with app.app_context():
        heart.stop()
    broker.close()
