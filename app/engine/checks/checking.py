"""The check of a set of files that are deployed together."""

from collections.abc import Callable, Mapping

from lxml import etree

from app.core.db import Json
from app.engine.checks.calls import check_calls
from app.engine.checks.compensation import check_compensation
from app.engine.checks.decisions import check_decisions, decision_ids
from app.engine.checks.drawing import check_drawing
from app.engine.checks.errors import UnreadableFile
from app.engine.checks.events import check_events
from app.engine.checks.expressions import check_expressions
from app.engine.checks.finding import Finding, Known, Report
from app.engine.checks.flows import check_flows
from app.engine.checks.forms import check_form, form_id_of, read_form
from app.engine.checks.ids import check_ids
from app.engine.checks.mappings import check_mappings
from app.engine.checks.messages import check_messages
from app.engine.checks.model import Diagram, Scope, read_diagram
from app.engine.checks.reading import read_xml
from app.engine.checks.soundness import check_soundness
from app.engine.checks.structure import check_structure
from app.engine.checks.surroundings import Surroundings
from app.engine.checks.timers import check_timers
from app.engine.checks.user_tasks import check_user_tasks
from app.engine.checks.vocabulary import check_vocabulary
from app.engine.checks.wording import BPMN, line_of, quoted
from app.engine.checks.work import check_work

_RULES: tuple[Callable[[Diagram, Report], None], ...] = (
    check_structure,
    check_flows,
    check_events,
    check_expressions,
    check_timers,
    check_messages,
    check_compensation,
    check_user_tasks,
    check_mappings,
    check_drawing,
)


def check_files(files: Mapping[str, bytes], known: Known | None = None) -> list[Finding]:
    """All problems of files that are to be deployed together, by file, errors first.

    known: what is deployed already. Pure and quick: no database, nothing of the files is run.
    """
    batch = _Batch(Surroundings(known or Known()))
    for resource, content in files.items():
        batch.read(resource, content)
    batch.check()
    return batch.findings


class _Batch:
    """Files on their way: read first, so that each may name what lies in the others."""

    def __init__(self, surroundings: Surroundings) -> None:
        self.findings: list[Finding] = []
        self._surroundings = surroundings
        self._roots: dict[str, etree._Element] = {}
        self._owners: dict[tuple[str, str], str] = {}

    def read(self, resource: str, content: bytes) -> None:
        """Take in one file, or find why it cannot be."""
        ending = resource.rpartition(".")[2].lower() if "." in resource else ""
        reader = {"bpmn": self._read_bpmn, "dmn": self._read_dmn, "form": self._read_form}.get(ending)
        if reader is None:
            message = f'The file "{quoted(resource)}" is no diagram, decision or form.'
            self._refuse(resource, message, "Deploy files that end in .bpmn, .dmn or .form.")
            return
        try:
            reader(resource, content)
        except UnreadableFile as refusal:
            self.findings.append(
                Finding(resource, refusal.element_id, "error", refusal.message, refusal.remedy, refusal.line)
            )

    def check(self) -> None:
        """Look at the diagrams, now that all names are known."""
        processes: dict[str, tuple[Scope, Report]] = {}
        reports = []
        for resource, root in self._roots.items():
            report = Report(resource)
            reports.append(report)
            check_ids(root, report)
            check_vocabulary(root, report)
            diagram = read_diagram(root)
            for rule in _RULES:
                rule(diagram, report)
            check_work(diagram, self._surroundings, report)
            check_soundness(diagram, report)
            for process in diagram.executable:
                processes.setdefault(process.id, (process, report))
        check_calls(processes)
        for report in reports:
            self.findings.extend(report.findings())

    def _read_bpmn(self, resource: str, content: bytes) -> None:
        root = read_xml(content)
        if root.tag != BPMN + "definitions":
            message = f"This is not BPMN 2.0: the file begins with {quoted(root.tag)}."
            raise UnreadableFile(message, "Save it as BPMN 2.0.", line=line_of(root))
        self._roots[resource] = root
        for process_id in {element.get("id", "") for element in root.findall(BPMN + "process")}:
            self._own(resource, "process", process_id)
            self._surroundings.processes.add(process_id)

    def _read_dmn(self, resource: str, content: bytes) -> None:
        root = read_xml(content)
        self.findings.extend(check_decisions(resource, root, content))
        for decision_id in dict.fromkeys(decision_ids(root)):
            self._own(resource, "decision", decision_id)
            self._surroundings.decisions.add(decision_id)

    def _read_form(self, resource: str, content: bytes) -> None:
        schema: Json = read_form(content)
        self.findings.extend(check_form(resource, schema))
        form_id = form_id_of(resource, schema)
        self._own(resource, "form", form_id)
        self._surroundings.forms.add(form_id)

    def _own(self, resource: str, kind: str, name: str) -> None:
        owner = self._owners.setdefault((kind, name), resource)
        if owner != resource and name:
            message = f'The {kind} "{quoted(name)}" stands in {owner} too.'
            self._refuse(resource, message, f"Give each {kind} an id of its own.", name)

    def _refuse(self, resource: str, message: str, remedy: str, element_id: str | None = None) -> None:
        self.findings.append(Finding(resource, element_id, "error", message, remedy))
