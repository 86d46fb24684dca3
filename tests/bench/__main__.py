"""`python -m tests.bench`: starts an empty Pratica, measures, prints the table of the README, stops it."""

import sys
import tempfile
from pathlib import Path

from tests.bench import campaigns, engine, expressions, http, memory, monitor, papers, parties, service, studio, trail
from tests.fixtures.system import running_system

LARGE = "--quick" not in sys.argv


def main() -> None:
    """All parts, in the order of the table."""
    expressions.measure()
    with tempfile.TemporaryDirectory(prefix="pratica-bench-") as folder, running_system(Path(folder)) as system:
        memory.measure(system)
        application = engine.application_of(system)
        engine.measure(application)
        papers.measure(application)
        service.measure(application)
        parties.measure(system, application, count=50_000 if LARGE else 2_000)
        campaigns.measure(system, application)
        monitor.measure(system, application, cases=100_000 if LARGE else 2_000)
        studio.measure(system, application)
        http.measure(system, application, cases=2_000 if LARGE else 200)
        trail.measure(system, application, rows=1_000_000 if LARGE else 20_000)
        if LARGE:
            http.measure_at_size(system, application, cases=100_000, timers=1_000_000)


main()
