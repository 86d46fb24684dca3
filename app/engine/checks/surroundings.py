"""What diagrams may name: deployed before, or lying in the same set of files."""

from collections.abc import Container
from dataclasses import dataclass, field

from app.engine.checks.finding import Known


@dataclass
class Surroundings:
    """The names in view. Sets hold those of the files checked together."""

    known: Known
    forms: set[str] = field(default_factory=set)
    decisions: set[str] = field(default_factory=set)
    processes: set[str] = field(default_factory=set)

    def has_form(self, form_id: str, *, binding: str) -> bool:
        """Whether a form of that id can be found under a binding."""
        return _has(form_id, self.forms, self.known.forms, binding)

    def has_decision(self, decision_id: str, *, binding: str) -> bool:
        """Whether a decision of that id can be found under a binding."""
        return _has(decision_id, self.decisions, self.known.decisions, binding)

    def has_process(self, process_id: str, *, binding: str) -> bool:
        """Whether a process of that id can be found under a binding."""
        return _has(process_id, self.processes, self.known.processes, binding)


def _has(name: str, together: set[str], before: Container[str], binding: str) -> bool:
    return name in together or (binding != "deployment" and name in before)
