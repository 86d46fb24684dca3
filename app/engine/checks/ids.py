"""Ids: there, well formed, used once."""

import re

from lxml import etree

from app.engine.checks.finding import Report
from app.engine.checks.model import NODES
from app.engine.checks.wording import BPMN, BPMNDI, DC, DI, in_words, local_name, name_space, quoted

_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
_LONGEST = 200  # characters
_SPACES = frozenset({BPMN, BPMNDI, DC, DI})
_NEEDED = NODES | {"transaction", "process", "sequenceFlow", "message", "error", "escalation", "signal"}
_HOW = "Begin with a letter or underscore; go on with letters, digits, hyphens, dots and underscores."


def check_ids(root: etree._Element, report: Report) -> None:
    """Report ids that are missing, malformed, too long or used twice."""
    first: dict[str, etree._Element] = {}
    for element in root.iter():
        if name_space(element.tag) not in _SPACES:
            continue
        found = element.get("id")
        if found is not None:
            _check_id(element, found, first, report)
        elif element.tag.startswith(BPMN) and local_name(element) in _NEEDED:
            message = f'A {in_words(local_name(element))} "{quoted(element.get("name", ""))}" has no id.'
            report.error(element, message, "Give it an id that never changes.")


def _check_id(element: etree._Element, found: str, first: dict[str, etree._Element], report: Report) -> None:
    if not _NCNAME.fullmatch(found):
        report.error(element, f'The id "{quoted(found)}" is not a name.', _HOW)
    elif len(found) > _LONGEST:
        report.error(element, f"The id {quoted(found)} is longer than {_LONGEST} characters.", "Choose a shorter one.")
    elif found in first:
        kinds = f"a {in_words(local_name(first[found]))} and a {in_words(local_name(element))}"
        message = f"The id {found} is used twice, by {kinds}."
        report.error(element, message, "Give each element an id of its own.")
    else:
        first[found] = element
