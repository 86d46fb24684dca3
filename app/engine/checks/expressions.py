"""FEEL in a diagram: where it stands, and whether it can be read."""

from lxml import etree

from app.engine.checks.finding import Report
from app.engine.checks.model import Diagram
from app.engine.checks.wording import BPMN, called, quoted, shown_name
from app.feel import expression_of, parse

_LONGEST = 20_000  # characters
_REPAIR = "Write it as a FEEL expression; the editor marks the place."


def check_expressions(diagram: Diagram, report: Report) -> None:
    """Report conditions that are no FEEL."""
    for process in diagram.executable:
        for scope in process.walk():
            for flow in scope.flows:
                if flow.condition is not None:
                    check_condition(flow.condition, report)
        for node in process.all_nodes():
            for condition in node.element.findall(f".//{BPMN}completionCondition"):
                check_condition(condition, report)
            for condition in node.element.findall(f"{BPMN}conditionalEventDefinition/{BPMN}condition"):
                check_condition(condition, report)


def check_condition(element: etree._Element, report: Report) -> None:
    """Report the text of a condition that is no FEEL. The leading `=` may be left out."""
    text = (element.text or "").strip()
    expression = expression_of(text)
    if expression is None and text and not problem_of(text):
        message = f'The condition "{quoted(text)}" has no leading "="; it is read as FEEL all the same.'
        report.warning(element, message, 'Put "=" in front, so that editors read it as FEEL too.')
    check_feel(expression if expression is not None else text, element, "The condition", report)


def check_value(text: str, element: etree._Element, attribute: str, report: Report) -> bool:
    """Report an attribute that begins with `=` and is no FEEL. True when it is an expression."""
    expression = expression_of(text.strip())
    if expression is None:
        return False
    check_feel(expression, element, f"{attribute} of {shown_name(element.tag)}", report)
    return True


def check_mandatory(element: etree._Element, attribute: str, report: Report) -> None:
    """Report an attribute that must be an expression and is not. A missing one is reported elsewhere."""
    text = element.get(attribute, "").strip()
    if text and not check_value(text, element, attribute, report):
        message = f'{attribute} of {shown_name(element.tag)} is the fixed text "{quoted(text)}".'
        report.error(element, message, f'Write an expression with a leading "=", such as "={quoted(text)}".')


def check_feel(expression: str, element: etree._Element, what: str, report: Report) -> None:
    """Report a text that is no FEEL, with the place in it."""
    if not expression.strip():
        report.error(element, f"{what} is empty.", _REPAIR)
    elif len(expression) > _LONGEST:
        message = f"{what} has {len(expression):,} characters; {_LONGEST:,} is the limit."
        report.error(element, message, "Move the logic to a decision table.")
    else:
        problem = problem_of(expression)
        if problem:
            report.error(element, f'{what} cannot be read: "{quoted(expression)}". {problem}', _REPAIR)


def problem_of(expression: str) -> str | None:
    """What is wrong with a FEEL text, with line and column; None for a good one."""
    errors = parse(expression).errors
    return str(errors[0]) if errors else None


def missing(element: etree._Element, what: str, remedy: str, report: Report) -> None:
    """Report that something the element needs is not there."""
    report.error(element, f"{called(element)} has no {what}.", remedy)
