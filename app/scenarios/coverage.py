"""Which sequence flows of the diagrams the scenarios take."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.engine.diagram import Process, read_processes
from app.scenarios.running import ScenarioResult


@dataclass(frozen=True)
class Coverage:
    """The flows of one process, and those that no scenario took."""

    process: str
    flows: int
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Of the flows that were taken, rounded down, so that 100 means all."""
        return 100 * (self.flows - len(self.missing)) // self.flows if self.flows else 100


def coverage_of(files: Mapping[str, bytes], results: Iterable[ScenarioResult]) -> list[Coverage]:
    """The coverage of every process in the files, by name; flows inside sub-processes count too."""
    done = list(results)
    return [_covered(process, done) for process in sorted(_processes(files), key=lambda process: process.id)]


def _processes(files: Mapping[str, bytes]) -> Iterator[Process]:
    for name, content in files.items():
        if name.endswith(".bpmn"):
            yield from (process for process in read_processes(content) if process.is_executable)


def _covered(process: Process, results: Iterable[ScenarioResult]) -> Coverage:
    taken = {flow for result in results for flow in result.flows.get(process.id, ())}
    every = [flow for flow in _flows_of(process) if not flow.endswith("#link")]
    return Coverage(process.id, len(every), tuple(flow for flow in every if flow not in taken))


def _flows_of(process: Process) -> Iterator[str]:
    yield from (flow.id for flow in process.flows)
    for node in process.nodes.values():
        if node.body is not None:
            yield from _flows_of(node.body)
