"""Load through HTTP: cases started and completed by several clients at the same time."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.client import Client

PROCESS = "bench_one_task"


@dataclass
class Measured:
    """Seconds of single calls, and of the whole."""

    completions: list[float] = field(default_factory=list)
    seconds: float = 0.0
    errors: list[str] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        """Completed cases a second."""
        return len(self.completions) / self.seconds


def run_clients(make_client: Callable[[], Client], *, clients: int, cases: int) -> Measured:
    """Start and complete one-task cases, `cases` in all."""
    measured = Measured()
    threads = [threading.Thread(target=_work, args=(make_client(), cases // clients, measured)) for _ in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    measured.seconds = time.perf_counter() - began
    if measured.errors:
        raise RuntimeError(measured.errors[0])
    return measured


def _work(client: Client, cases: int, measured: Measured) -> None:
    try:
        for _ in range(cases):
            measured.completions.append(_one(client))
    except RuntimeError as error:
        measured.errors.append(str(error))


def _one(client: Client) -> float:
    """Seconds from sending the completion of the first task until the next one is there to be read."""
    started = client.post("/v2/process-instances", {"processDefinitionId": PROCESS, "variables": {"amount": 1}})
    tasks = client.post(
        "/v2/user-tasks/search", {"filter": {"processInstanceKey": started["processInstanceKey"], "state": "CREATED"}}
    )
    began = time.perf_counter()
    client.post(f"/v2/user-tasks/{tasks['items'][0]['userTaskKey']}/completion", {"variables": {"answer": "yes"}})
    return time.perf_counter() - began
