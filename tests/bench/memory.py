"""What idle processes hold in memory."""

import time

import psutil

from tests.bench.table import Figure, show
from tests.fixtures.system import System

NAMES = ("postgres", "redis", "web", "worker", "clock")
MEBIBYTE = 1024 * 1024
SETTLING_SECONDS = 15


def measure(system: System) -> None:
    """Print the proportional set size of each process with its children: shared pages count once."""
    time.sleep(SETTLING_SECONDS)  # the processes beside the web are still loading when the web answers
    figures, total = [], 0.0
    for name in NAMES:
        size = _size(system.process(name))
        total += size
        figures.append(Figure(name, f"{size:.0f} MiB"))
    supervisor = _own_size(psutil.Process(system.child.pid))
    figures.append(Figure("supervisor", f"{supervisor:.0f} MiB"))
    figures.append(Figure("together", f"{total + supervisor:.0f} MiB"))
    show("Memory, idle (proportional set size)", figures)


def _size(process: psutil.Process) -> float:
    return sum(_own_size(one) for one in [process, *process.children(recursive=True)])


def _own_size(process: psutil.Process) -> float:
    size: float = process.memory_full_info().pss
    return size / MEBIBYTE
