"""The extension elements of Camunda 8 that run here: what each may say and where it may stand."""

from dataclasses import dataclass

_JOB_TASKS = "serviceTask sendTask scriptTask businessRuleTask "
_ACTIVITIES = _JOB_TASKS + "userTask receiveTask callActivity subProcess transaction "
_EVENTS = "startEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent endEvent "


@dataclass(frozen=True)
class Extension:
    """An extension element. parents: the BPMN elements it may stand in; empty for any.

    required: attributes without which it says nothing. children: local names of the same language.
    """

    parents: frozenset[str]
    required: frozenset[str]
    optional: frozenset[str]
    children: frozenset[str]


def _extension(parents: str = "", required: str = "", optional: str = "", children: str = "") -> Extension:
    words = (frozenset(text.split()) for text in (parents, required, optional, children))
    return Extension(*words)


EXTENSIONS: dict[str, Extension] = {
    "userTask": _extension("userTask"),
    "formDefinition": _extension("userTask startEvent", "formId", "bindingType versionTag"),
    "assignmentDefinition": _extension("userTask", "", "assignee candidateGroups candidateUsers"),
    "taskSchedule": _extension("userTask", "", "dueDate followUpDate"),
    "priorityDefinition": _extension("userTask", "priority"),
    "taskDefinition": _extension(
        _JOB_TASKS + "intermediateThrowEvent endEvent messageEventDefinition", "type", "retries"
    ),
    "taskHeaders": _extension(_ACTIVITIES + "intermediateThrowEvent endEvent", children="header"),
    "ioMapping": _extension(_ACTIVITIES + _EVENTS, children="input output"),
    "script": _extension("scriptTask", "expression resultVariable"),
    "calledDecision": _extension("businessRuleTask", "decisionId resultVariable", "bindingType versionTag"),
    "calledElement": _extension(
        "callActivity",
        "processId",
        "propagateAllChildVariables propagateAllParentVariables bindingType versionTag",
    ),
    "loopCharacteristics": _extension(
        "multiInstanceLoopCharacteristics", "inputCollection", "inputElement outputCollection outputElement"
    ),
    "subscription": _extension("message", "", "correlationKey"),
    "versionTag": _extension("process", "value"),
    "properties": _extension(children="property"),
}

# Inside the above.
PARTS: dict[str, Extension] = {
    "header": _extension("", "key", "value"),
    "input": _extension("", "target", "source"),
    "output": _extension("", "target", "source"),
    "property": _extension("", "name", "value"),
}

TEMPLATE_ATTRIBUTES = frozenset({"modelerTemplate", "modelerTemplateVersion", "modelerTemplateIcon"})
PLATFORM_ATTRIBUTES = frozenset({"executionPlatform", "executionPlatformVersion"})

# Extension elements and attributes of Camunda 8 that do not run here, with what to do instead.
REFUSED_EXTENSIONS: dict[str, str] = {
    "executionListeners": "Draw the step as a service task before or after.",
    "taskListeners": "Draw the step as a service task before or after.",
    "userTaskForm": "Deploy the form as a file and name it in zeebe:formDefinition.",
    "adHoc": "Use a sub-process.",
    "linkedResources": "Name the form, decision or process in its own element.",
    "publishMessage": "Give the event a job type in zeebe:taskDefinition.",
    "conditionalFilter": "Put the condition on the event itself.",
}
REFUSED_EXTENSION_ATTRIBUTES: dict[str, str] = {
    "formKey": "Name a deployed form in formId.",
    "externalReference": "Name a deployed form in formId.",
}
