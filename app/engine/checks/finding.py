"""What a check found: a sentence for people, where it is, and what to do about it."""

from collections.abc import Container
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from app.engine.checks.wording import BPMN, line_of, local_name
from app.engine.registry import job_types

Severity = Literal["error", "warning"]
MOST_FINDINGS = 200  # of one file
_PARTS = frozenset(  # of an element: a finding names the element itself
    """
    conditionExpression completionCondition condition multiInstanceLoopCharacteristics timeDate timeDuration timeCycle
    loopCardinality documentation extensionElements laneSet childLaneSet property dataInput dataOutput inputSet
    outputSet dataInputAssociation dataOutputAssociation script standardLoopCharacteristics ioSpecification
    """.split()
)


@dataclass(frozen=True)
class Finding:
    """One problem of one file. An error stops deployment, a warning does not.

    element_id: the element of the diagram; None when the whole file is meant. line: counted from 1.
    """

    resource: str
    element_id: str | None
    severity: Severity
    message: str
    remedy: str
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.resource, self.line) if part is not None)
        element = f" [{self.element_id}]" if self.element_id else ""
        return f"{place}: {self.severity}{element} {self.message} {self.remedy}"


@dataclass(frozen=True)
class Known:
    """What diagrams may name besides what is deployed together with them."""

    forms: AbstractSet[str] = frozenset()
    decisions: AbstractSet[str] = frozenset()
    processes: AbstractSet[str] = frozenset()
    job_types: Container[str] = field(default_factory=lambda: job_types)


class Report:
    """Collects the findings of one file; the same finding counts once."""

    def __init__(self, resource: str) -> None:
        self.resource = resource
        self._findings: dict[tuple[str | None, str], Finding] = {}
        self._left_out = 0

    def error(self, where: etree._Element | None, message: str, remedy: str) -> None:
        """Note what stops deployment."""
        self._add("error", where, message, remedy)

    def warning(self, where: etree._Element | None, message: str, remedy: str) -> None:
        """Note what deserves a second look."""
        self._add("warning", where, message, remedy)

    def add(self, finding: Finding) -> None:
        """Note a finding made elsewhere."""
        if len(self._findings) >= MOST_FINDINGS:
            self._left_out += 1
            return
        self._findings.setdefault((finding.element_id, finding.message), finding)

    def findings(self) -> list[Finding]:
        """Errors first, then by line."""
        found = sorted(self._findings.values(), key=lambda finding: (finding.severity, finding.line or 0))
        if self._left_out:
            message = f"There are {self._left_out} more findings in this file."
            found.append(Finding(self.resource, None, "error", message, "Repair those above, then check again."))
        return found

    def _add(self, severity: Severity, where: etree._Element | None, message: str, remedy: str) -> None:
        line = line_of(where) if where is not None else None
        self.add(Finding(self.resource, element_id_of(where), severity, message, remedy, line))


def element_id_of(where: etree._Element | None) -> str | None:
    """The id of the model element that `where` is, belongs to or draws."""
    while where is not None:
        drawn = where.get("bpmnElement")
        if drawn:
            return drawn
        if where.get("id") and _stands_alone(where):
            return where.get("id")
        where = where.getparent()
    return None


def _stands_alone(element: etree._Element) -> bool:
    name = local_name(element)
    is_part = name in _PARTS or name.endswith("EventDefinition")
    return (element.tag.startswith(BPMN) and not is_part) or name == "decision"
