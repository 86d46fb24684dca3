"""Documents: how long a quote takes to be written."""

import statistics
import time

from flask import Flask

from app.documents import operations as documents
from app.documents.kinds import kind_of
from tests.bench.table import Figure, show

TIMES = 20
LINES = 5


def measure(app: Flask) -> None:
    """Print the seconds of writing a quote of five lines."""
    with app.app_context():
        sample = kind_of("quote").sample
        data = {**sample, "lines": [sample["lines"][0]] * LINES}
        seconds = []
        for _ in range(TIMES):
            began = time.perf_counter()
            documents.render("quote", data, language="en")
            seconds.append(time.perf_counter() - began)
    show("Documents", [Figure("A quote of five lines in Word, p50", f"{statistics.median(seconds[1:]) * 1000:.0f} ms")])
