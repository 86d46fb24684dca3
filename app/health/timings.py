"""How long answers take, counted in every web process; scraped from any of them."""

import os
import time
from pathlib import Path

from flask import Flask, Response, g, request
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, multiprocess

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

answer_seconds = Histogram(
    "pratica_http_answer_seconds", "Time to an answer, by view.", ["endpoint", "method"], buckets=BUCKETS
)
answers = Counter("pratica_http_answers", "Answers by view and status.", ["endpoint", "method", "status"])


def init_timings(app: Flask) -> None:
    """Time every request."""
    app.before_request(_start)
    app.after_request(_count)


def timing_registry() -> CollectorRegistry:
    """The timings of all web processes when they share a folder, else those of this one."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return registry


def clear_timings() -> None:
    """Forget what earlier web processes counted; a counter that begins again is what Prometheus expects."""
    if shared := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        Path(shared).mkdir(parents=True, exist_ok=True)
        for file in Path(shared).glob("*.db"):
            file.unlink(missing_ok=True)


def _start() -> None:
    g.timing_started = time.perf_counter()


def _count(answer: Response) -> Response:
    endpoint = request.endpoint or "none"
    if (started := g.get("timing_started")) is not None:
        answer_seconds.labels(endpoint, request.method).observe(time.perf_counter() - started)
    answers.labels(endpoint, request.method, answer.status_code).inc()
    return answer
