"""What the parts and properties of BPMN files are called on screen."""

import re

from lxml import etree

LABELS = {
    "name": "Name",
    "isExecutable": "Executable",
    "sourceRef": "From",
    "targetRef": "To",
    "default": "Default flow",
    "processRef": "Process",
    "attachedToRef": "Attached to",
    "cancelActivity": "Interrupting",
    "isInterrupting": "Interrupting",
    "triggeredByEvent": "Event sub-process",
    "documentation": "Documentation",
    "text": "Text",
    "conditionExpression": "Condition",
    "messageRef": "Message",
    "errorRef": "Error",
    "escalationRef": "Escalation",
    "signalRef": "Signal",
    "errorCode": "Error code",
    "escalationCode": "Escalation code",
    "modelerTemplate": "Template",
    "modelerTemplateVersion": "Version of the template",
    "taskDefinition type": "Job type",
    "taskDefinition retries": "Retries",
    "formDefinition formId": "Form",
    "assignmentDefinition assignee": "Assignee",
    "assignmentDefinition candidateGroups": "Groups",
    "assignmentDefinition candidateUsers": "Users",
    "taskSchedule dueDate": "Due date",
    "taskSchedule followUpDate": "Follow-up date",
    "priorityDefinition priority": "Priority",
    "script expression": "Expression",
    "script resultVariable": "Result variable",
    "calledDecision decisionId": "Decision",
    "calledDecision resultVariable": "Result variable",
    "calledElement processId": "Called process",
    "calledElement propagateAllParentVariables": "Passes all variables down",
    "calledElement propagateAllChildVariables": "Passes all variables up",
    "subscription correlationKey": "Correlation key",
    "versionTag value": "Version tag",
    "timerEventDefinition timeDate": "Date of the timer",
    "timerEventDefinition timeDuration": "Duration of the timer",
    "timerEventDefinition timeCycle": "Cycle of the timer",
    "linkEventDefinition name": "Link",
    "multiInstanceLoopCharacteristics": "For each",
    "multiInstanceLoopCharacteristics isSequential": "One after the other",
    "multiInstanceLoopCharacteristics completionCondition": "Done when",
    "multiInstanceLoopCharacteristics loopCharacteristics inputCollection": "For each of",
    "multiInstanceLoopCharacteristics loopCharacteristics inputElement": "Each one is called",
    "multiInstanceLoopCharacteristics loopCharacteristics outputCollection": "Results as",
    "multiInstanceLoopCharacteristics loopCharacteristics outputElement": "Result of each",
}
KEYED = re.compile(r"(input|output|header|property) (.+)")
CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")
TRUTH = {"true": "yes", "false": "no"}


def label_of(path: tuple[str, ...]) -> str:
    """What people call a value by its place in the element."""
    named = KEYED.fullmatch(path[0])
    if named is not None:
        return f"{named[1].capitalize()} {named[2]}"
    label = LABELS.get(" ".join(path)) or LABELS.get(path[-1])
    return label or in_words(" ".join(path)).capitalize()


def shown_value(value: str) -> str:
    """A value as people read it."""
    return TRUTH.get(value, " ".join(value.split()))


def type_words(element: etree._Element) -> str:
    """`timer boundary event`, `user task`, `flow`."""
    name = local_name(element)
    if name == "sequenceFlow":
        return "flow"
    events = [local_name(part) for part in element if local_name(part).endswith("EventDefinition")]
    return " ".join(in_words(each) for each in (*(event.removesuffix("EventDefinition") for event in events[:1]), name))


def in_words(name: str) -> str:
    """`user task` for `userTask`."""
    return CAPITALS.sub(" ", name).lower().replace("sub process", "sub-process")


def local_name(element: etree._Element) -> str:
    """The name of an element without its name space; empty for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
