"""The BPMN that runs here, as tables: elements, their attributes and children, and where each event may stand.

Widen the dialect by adding a word here, once the engine runs it and a diagram under tests/engine/data shows it.
"""

from dataclasses import dataclass

MOST_NODES = 400  # flow nodes of one process; the token engine's parser recurses along a chain

# Which event definition runs in which place.
EVENTS: dict[str, frozenset[str]] = {
    "start event": frozenset("none timer message signal".split()),
    "start event of a sub-process": frozenset({"none"}),
    "start event of an event sub-process": frozenset(
        "timer message signal conditional error escalation compensate".split()
    ),
    "non-interrupting start event of an event sub-process": frozenset(
        "timer message signal conditional escalation".split()
    ),
    "intermediate catch event": frozenset("timer message signal conditional link".split()),
    "intermediate throw event": frozenset("none message signal escalation link compensate".split()),
    "boundary event": frozenset("timer message signal conditional error escalation compensate cancel".split()),
    "non-interrupting boundary event": frozenset("timer message signal conditional escalation".split()),
    "end event": frozenset("none message signal error escalation terminate compensate cancel".split()),
}
EVENT_KINDS = frozenset("timer message signal error escalation conditional link terminate compensate cancel".split())

# What a form, a decision and a called process may be bound to.
BINDINGS: dict[str, frozenset[str]] = {
    "formDefinition": frozenset({"latest", "deployment"}),
    "calledDecision": frozenset({"latest", "deployment"}),
    "calledElement": frozenset({"latest", "deployment"}),
}


@dataclass(frozen=True)
class Rule:
    """What may stand in an element."""

    attributes: frozenset[str]
    children: frozenset[str]


def _rule(attributes: str = "", children: str = "") -> Rule:
    return Rule(frozenset(attributes.split()) | {"id"}, frozenset(children.split()))


_BASE = "documentation extensionElements "
_NODE = _BASE + "incoming outgoing "
_DATA = "property dataInputAssociation dataOutputAssociation "
_ACTIVITY = "name default isForCompensation startQuantity completionQuantity "
_IN_ACTIVITY = _NODE + _DATA + "multiInstanceLoopCharacteristics "
_EVENT_DEFINITIONS = " ".join(f"{kind}EventDefinition" for kind in sorted(EVENT_KINDS)) + " "
_FLOW_NODES = (
    "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent task userTask manualTask "
    "serviceTask sendTask receiveTask scriptTask businessRuleTask callActivity subProcess transaction exclusiveGateway "
    "parallelGateway inclusiveGateway eventBasedGateway "
)
_ARTIFACTS = "textAnnotation association group "
_IN_SCOPE = _FLOW_NODES + "sequenceFlow laneSet dataObject dataObjectReference dataStoreReference " + _ARTIFACTS
_CATCH = _NODE + _EVENT_DEFINITIONS + _DATA + "dataOutput outputSet "
_THROW = _NODE + _EVENT_DEFINITIONS + _DATA + "dataInput inputSet "

ELEMENTS: dict[str, Rule] = {
    "definitions": _rule(
        "name targetNamespace exporter exporterVersion expressionLanguage typeLanguage",
        _BASE + "process collaboration message error escalation signal category dataStore itemDefinition",
    ),
    "process": _rule("name isExecutable isClosed processType definitionalCollaborationRef", _BASE + _IN_SCOPE),
    "collaboration": _rule("name isClosed", _BASE + "participant messageFlow " + _ARTIFACTS),
    "participant": _rule("name processRef", _BASE + "participantMultiplicity"),
    "participantMultiplicity": _rule("minimum maximum"),
    "messageFlow": _rule("name sourceRef targetRef messageRef", _BASE),
    "laneSet": _rule("name", _BASE + "lane"),
    "childLaneSet": _rule("name", _BASE + "lane"),
    "lane": _rule("name", _BASE + "flowNodeRef childLaneSet"),
    "flowNodeRef": _rule(),
    "message": _rule("name itemRef", _BASE),
    "error": _rule("name errorCode structureRef", _BASE),
    "escalation": _rule("name escalationCode structureRef", _BASE),
    "signal": _rule("name structureRef", _BASE),
    "category": _rule("name", _BASE + "categoryValue"),
    "categoryValue": _rule("value", _BASE),
    "itemDefinition": _rule("itemKind structureRef isCollection", _BASE),
    "dataStore": _rule("name capacity isUnlimited itemSubjectRef", _BASE),
    "dataObject": _rule("name isCollection itemSubjectRef", _BASE + "dataState"),
    "dataObjectReference": _rule("name dataObjectRef itemSubjectRef", _BASE + "dataState"),
    "dataStoreReference": _rule("name dataStoreRef itemSubjectRef", _BASE + "dataState"),
    "dataState": _rule("name"),
    "property": _rule("name itemSubjectRef", _BASE),
    "dataInput": _rule("name isCollection itemSubjectRef", _BASE),
    "dataOutput": _rule("name isCollection itemSubjectRef", _BASE),
    "inputSet": _rule("name", "dataInputRefs"),
    "outputSet": _rule("name", "dataOutputRefs"),
    "dataInputRefs": _rule(),
    "dataOutputRefs": _rule(),
    "dataInputAssociation": _rule("", _BASE + "sourceRef targetRef"),
    "dataOutputAssociation": _rule("", _BASE + "sourceRef targetRef"),
    "sourceRef": _rule(),
    "targetRef": _rule(),
    "textAnnotation": _rule("textFormat", _BASE + "text"),
    "text": _rule(),
    "association": _rule("associationDirection sourceRef targetRef", _BASE),
    "group": _rule("categoryValueRef", _BASE),
    "documentation": _rule("textFormat"),
    "incoming": _rule(),
    "outgoing": _rule(),
    "sequenceFlow": _rule("name sourceRef targetRef isImmediate", _BASE + "conditionExpression"),
    "conditionExpression": _rule("language evaluatesToTypeRef"),
    "task": _rule(_ACTIVITY, _NODE + _DATA),
    "manualTask": _rule(_ACTIVITY, _NODE + _DATA),
    "userTask": _rule(_ACTIVITY + "implementation", _IN_ACTIVITY),
    "serviceTask": _rule(_ACTIVITY + "implementation", _IN_ACTIVITY),
    "sendTask": _rule(_ACTIVITY + "implementation messageRef", _IN_ACTIVITY),
    "receiveTask": _rule(_ACTIVITY + "implementation messageRef instantiate", _IN_ACTIVITY),
    "businessRuleTask": _rule(_ACTIVITY + "implementation", _IN_ACTIVITY),
    "scriptTask": _rule(_ACTIVITY + "scriptFormat", _IN_ACTIVITY),
    "callActivity": _rule(_ACTIVITY, _IN_ACTIVITY),
    "subProcess": _rule(_ACTIVITY + "triggeredByEvent", _IN_ACTIVITY + _IN_SCOPE),
    "transaction": _rule(_ACTIVITY + "method", _IN_ACTIVITY + _IN_SCOPE),
    "multiInstanceLoopCharacteristics": _rule("isSequential behavior", _BASE + "completionCondition"),
    "completionCondition": _rule("language evaluatesToTypeRef"),
    "startEvent": _rule("name isInterrupting parallelMultiple", _CATCH),
    "intermediateCatchEvent": _rule("name parallelMultiple", _CATCH),
    "boundaryEvent": _rule("name parallelMultiple attachedToRef cancelActivity", _CATCH),
    "intermediateThrowEvent": _rule("name", _THROW),
    "endEvent": _rule("name", _THROW),
    "timerEventDefinition": _rule("", _BASE + "timeDate timeDuration timeCycle"),
    "timeDate": _rule("language evaluatesToTypeRef"),
    "timeDuration": _rule("language evaluatesToTypeRef"),
    "timeCycle": _rule("language evaluatesToTypeRef"),
    "messageEventDefinition": _rule("messageRef", _BASE),
    "signalEventDefinition": _rule("signalRef", _BASE),
    "errorEventDefinition": _rule("errorRef", _BASE),
    "escalationEventDefinition": _rule("escalationRef", _BASE),
    "conditionalEventDefinition": _rule("", _BASE + "condition"),
    "condition": _rule("language evaluatesToTypeRef"),
    "linkEventDefinition": _rule("name", _BASE),
    "terminateEventDefinition": _rule("", _BASE),
    "compensateEventDefinition": _rule("activityRef waitForCompletion", _BASE),
    "cancelEventDefinition": _rule("", _BASE),
    "exclusiveGateway": _rule("name default gatewayDirection", _NODE),
    "inclusiveGateway": _rule("name default gatewayDirection", _NODE),
    "parallelGateway": _rule("name gatewayDirection", _NODE),
    "eventBasedGateway": _rule("name gatewayDirection eventGatewayType instantiate", _NODE),
}

# Attributes that may only say what is so anyway.
VALUES: dict[str, frozenset[str]] = {
    "isForCompensation": frozenset({"true", "false"}),
    "waitForCompletion": frozenset({"true"}),
    "method": frozenset({"##Compensate"}),
    "startQuantity": frozenset({"1"}),
    "completionQuantity": frozenset({"1"}),
    "instantiate": frozenset({"false"}),
    "parallelMultiple": frozenset({"false"}),
    "isImmediate": frozenset({"true", "false"}),
    "behavior": frozenset({"All"}),
    "eventGatewayType": frozenset({"Exclusive"}),
    "gatewayDirection": frozenset({"Unspecified", "Converging", "Diverging", "Mixed"}),
    "implementation": frozenset({"##unspecified", "##WebService"}),
    "cancelActivity": frozenset({"true", "false"}),
    "isInterrupting": frozenset({"true", "false"}),
    "isSequential": frozenset({"true", "false"}),
    "triggeredByEvent": frozenset({"true", "false"}),
    "isExecutable": frozenset({"true", "false"}),
    "processType": frozenset({"None", "Public", "Private"}),
    "associationDirection": frozenset({"None", "One", "Both"}),
}

_NO_STEP = "Draw the same with the elements that run: tasks, sub-processes, call activities, gateways and events."

# Elements of BPMN that do not run, with what to do instead.
REFUSED: dict[str, str] = {
    "complexGateway": "Use an exclusive, inclusive or parallel gateway.",
    "adHocSubProcess": "Use a sub-process, or start small processes when they are needed.",
    "standardLoopCharacteristics": "Draw the loop with an exclusive gateway, or use a multi-instance marker.",
    "loopCardinality": "Give an input collection in zeebe:loopCharacteristics, such as `=for i in 1..3 return i`.",
    "loopDataInputRef": "Give the collection in zeebe:loopCharacteristics.",
    "loopDataOutputRef": "Give the output collection in zeebe:loopCharacteristics.",
    "inputDataItem": "Give the input element in zeebe:loopCharacteristics.",
    "outputDataItem": "Give the output element in zeebe:loopCharacteristics.",
    "complexBehaviorDefinition": "Throw events from inside the activity instead.",
    "script": "Write one FEEL expression in zeebe:script, or give the task a job type.",
    "ioSpecification": "Map variables with zeebe:ioMapping.",
    "humanPerformer": "Name people in zeebe:assignmentDefinition.",
    "potentialOwner": "Name people in zeebe:assignmentDefinition.",
    "performer": "Name people in zeebe:assignmentDefinition.",
    "resourceRole": "Name people in zeebe:assignmentDefinition.",
    "eventDefinitionRef": "Put the event definition inside the event.",
    "eventDefinition": "Use one of the event definitions of BPMN 2.0.",
    "operationRef": "Give the task a job type.",
    "import": "Deploy the other file too; names find one another.",
    "interface": "Give the task a job type.",
    "globalTask": _NO_STEP,
    "globalUserTask": _NO_STEP,
    "globalScriptTask": _NO_STEP,
    "globalManualTask": _NO_STEP,
    "globalBusinessRuleTask": _NO_STEP,
    "choreography": _NO_STEP,
    "choreographyTask": _NO_STEP,
    "subChoreography": _NO_STEP,
    "callChoreography": _NO_STEP,
    "globalChoreographyTask": _NO_STEP,
    "conversation": _NO_STEP,
    "monitoring": "Remove it; every case is recorded.",
    "auditing": "Remove it; every case is recorded.",
    "resource": "Name people in zeebe:assignmentDefinition.",
    "correlationProperty": "Give the message a correlation key in zeebe:subscription.",
    "correlationKey": "Give the message a correlation key in zeebe:subscription.",
    "correlationSubscription": "Give the message a correlation key in zeebe:subscription.",
}

# Attributes that other engines read.
REFUSED_ATTRIBUTES: dict[str, str] = {
    "calledElement": "Name the process in zeebe:calledElement.",
    "operationRef": "Give the task a job type in zeebe:taskDefinition.",
    "oneBehaviorEventRef": "Throw events from inside the activity instead.",
    "noneBehaviorEventRef": "Throw events from inside the activity instead.",
}
