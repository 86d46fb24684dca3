"""User tasks: people, dates, priority, reminders."""

import re
from collections.abc import Callable

from lxml import etree

from app.core.reminders import read_channels, read_offsets
from app.engine.checks.durations import date_problem
from app.engine.checks.expressions import check_feel, check_value
from app.engine.checks.finding import Report
from app.engine.checks.model import Diagram, Node
from app.engine.checks.wording import ZEEBE, called, named, quoted
from app.feel import expression_of

HIGHEST_PRIORITY = 100
MOST_NAMES = 50
DATES = {"dueDate": "due date", "followUpDate": "follow-up date"}

_USER_OR_GROUP = re.compile(r"[\w.@+-]{1,100}")
_WHOLE_NUMBER = re.compile(r"\d{1,9}")
_READERS: dict[str, Callable[[str], object]] = {"reminders": read_offsets, "reminder_channels": read_channels}


def check_user_tasks(diagram: Diagram, report: Report) -> None:
    """Report assignments, dates, priorities and reminders that cannot be used."""
    for process in diagram.executable:
        for node in process.all_nodes():
            if node.kind == "userTask":
                _check_assignment(node, report)
                _check_schedule(node, report)
                _check_priority(node, report)
                _check_reminders(node, report)


def _check_assignment(node: Node, report: Report) -> None:
    assignment = node.extension("assignmentDefinition")
    if assignment is None:
        return
    for attribute in ("assignee", "candidateGroups", "candidateUsers"):
        text = assignment.get(attribute, "").strip()
        if not text or check_value(text, assignment, attribute, report):
            continue
        names = [text] if attribute == "assignee" else [name.strip() for name in text.split(",")]
        if len(names) > MOST_NAMES:
            message = f"{called(node.element)} names {len(names)} {attribute}; {MOST_NAMES} is the limit."
            report.error(node.element, message, "Name a group instead.")
        for name in names[:MOST_NAMES]:
            if not _USER_OR_GROUP.fullmatch(name):
                message = f'"{quoted(name)}" in {attribute} of {named(node.element)} is no user name or group id.'
                report.error(node.element, message, 'Write ids with commas between them, or an expression after "=".')


def _check_schedule(node: Node, report: Report) -> None:
    schedule = node.extension("taskSchedule")
    if schedule is None:
        return
    for attribute, label in DATES.items():
        text = schedule.get(attribute, "").strip()
        expression = expression_of(text)
        if expression is not None:
            check_feel(expression, schedule, f"The {label}", report)
        elif text and (problem := date_problem(text)) is not None:
            report.error(node.element, f"{label.capitalize()}: {quoted(problem.message)}", problem.remedy)


def _check_priority(node: Node, report: Report) -> None:
    definition = node.extension("priorityDefinition")
    text = definition.get("priority", "").strip() if definition is not None else ""
    if definition is None or not text or check_value(text, definition, "priority", report):
        return
    if not _WHOLE_NUMBER.fullmatch(text) or int(text) > HIGHEST_PRIORITY:
        message = f'The priority of {named(node.element)} is "{quoted(text)}".'
        report.error(node.element, message, f"Write a whole number from 0 to {HIGHEST_PRIORITY}, or an expression.")


def _check_reminders(node: Node, report: Report) -> None:
    for item in _properties(node):
        name, text = item.get("name", ""), item.get("value", "").strip()
        if name not in _READERS or not text or check_value(text, item, "value", report):
            continue
        try:
            _READERS[name](text)
        except ValueError as error:
            what = name.replace("_", " ")
            report.error(node.element, f'The {what} of {named(node.element)} are "{quoted(text)}".', str(error))


def _properties(node: Node) -> list[etree._Element]:
    properties = node.extension("properties")
    return properties.findall(ZEEBE + "property") if properties is not None else []
