"""Decision files: DMN that can be read, and the ids of the decisions in them."""

from lxml import etree

from app.dmn import DmnError, load
from app.engine.checks.finding import Finding, Report
from app.engine.checks.wording import line_of, local_name, name_space, quoted

_REPAIR = "Repair it in the decision editor."

DMN_SPACES = frozenset(
    {
        "{https://www.omg.org/spec/DMN/20191111/MODEL/}",
        "{https://www.omg.org/spec/DMN/20211108/MODEL/}",
        "{https://www.omg.org/spec/DMN/20230324/MODEL/}",
        "{https://www.omg.org/spec/DMN/20240513/MODEL/}",
        "{http://www.omg.org/spec/DMN/20180521/MODEL/}",
        "{http://www.omg.org/spec/DMN/20151101/dmn.xsd}",
    }
)


def decision_ids(root: etree._Element) -> list[str]:
    """The ids of the decisions in a DMN file."""
    return [element.get("id", "") for element in root if local_name(element) == "decision"]


def check_decisions(resource: str, root: etree._Element, content: bytes) -> list[Finding]:
    """What keeps a DMN file from being deployed."""
    report = Report(resource)
    if name_space(root.tag) not in DMN_SPACES or local_name(root) != "definitions":
        message = f"This is not DMN: the file begins with {quoted(root.tag)}."
        report.error(root, message, "Save it as DMN 1.3 or later.")
        return report.findings()
    ids = decision_ids(root)
    if not ids:
        report.error(root, "The file holds no decision.", "Draw a decision table.")
    for decision in root:
        if local_name(decision) == "decision" and not decision.get("id"):
            report.error(decision, f'A decision "{quoted(decision.get("name", ""))}" has no id.', "Give it an id.")
    for name in sorted({name for name in ids if name and ids.count(name) > 1}):
        report.error(root, f"The decision id {quoted(name)} is used twice.", "Give each decision an id of its own.")
    _check_model(root, content, report)
    return report.findings()


def _check_model(root: etree._Element, content: bytes, report: Report) -> None:
    elements = {element.get("id"): element for element in root.iter() if element.get("id")}
    try:
        findings = load(content).findings
    except DmnError as refusal:
        report.error(root, quoted(str(refusal)), _REPAIR)
        return
    for found in findings:
        element = elements.get(found.element_id)
        report.add(_finding(report.resource, found.element_id, found.message, element))


def _finding(resource: str, element_id: str, message: str, element: etree._Element | None) -> Finding:
    text = " ".join(str(part).strip() for part in element.itertext()).strip() if element is not None else ""
    said = f'{message} It says "{quoted(text)}".' if text else message
    line = line_of(element) if element is not None else None
    return Finding(resource, element_id or None, "error", said, _REPAIR, line)
