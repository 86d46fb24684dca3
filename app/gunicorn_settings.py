"""Settings of the web server, in gunicorn's own names.

Two processes of four threads suit two cores; WEB_PROCESSES and WEB_THREADS change that.
The application is loaded once and forked, so that the processes share memory.
"""

import gc
import os
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from prometheus_client import multiprocess

from app.core.logs import logging_configuration, route_structlog
from app.health.timings import clear_timings

bind = f"{os.environ.get('HOST') or '127.0.0.1'}:{os.environ.get('PORT') or '8000'}"
wsgi_app = "app.factory:application()"
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES") or 2)
threads = int(os.environ.get("WEB_THREADS") or 4)
preload_app = True
keepalive = 5
timeout = 60
graceful_timeout = 15
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108  # heartbeats must not wait for a disk
control_socket_disable = True
logconfig_dict = logging_configuration()


clear_timings()
route_structlog()


def pre_fork(_server: Arbiter, _worker: Worker) -> None:
    """Keep the collector off what is loaded, so that the workers go on sharing it."""
    gc.collect()
    gc.freeze()


def child_exit(_server: Arbiter, worker: Worker) -> None:
    """Forget the gauges of a worker that is gone."""
    multiprocess.mark_process_dead(worker.pid)
