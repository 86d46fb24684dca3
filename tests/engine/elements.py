"""Pieces of diagrams for tests: events, mappings, sub-processes, loops over collections."""

MESSAGE = (
    '<bpmn:message id="m" name="answer"><bpmn:extensionElements>'
    '<zeebe:subscription correlationKey="= key"/></bpmn:extensionElements></bpmn:message>'
)
ERROR = '<bpmn:error id="err" name="broken" errorCode="BROKEN"/>'
OTHER_ERROR = '<bpmn:error id="other_err" name="other" errorCode="OTHER"/>'
ESCALATION = '<bpmn:escalation id="esc" name="late" escalationCode="LATE"/>'
ON_MESSAGE = '<bpmn:messageEventDefinition messageRef="m"/>'
ON_ERROR = '<bpmn:errorEventDefinition errorRef="err"/>'
ON_ANY_ERROR = "<bpmn:errorEventDefinition/>"
ON_ESCALATION = '<bpmn:escalationEventDefinition escalationRef="esc"/>'
SIGNAL = '<bpmn:signal id="sig" name="stop"/>'
ON_SIGNAL = '<bpmn:signalEventDefinition signalRef="sig"/>'
ON_COMPENSATION = "<bpmn:compensateEventDefinition/>"
ON_CANCEL = "<bpmn:cancelEventDefinition/>"
TERMINATE = "<bpmn:terminateEventDefinition/>"


def timer(kind: str, text: str) -> str:
    """A timer definition: date, duration or cycle."""
    tag = {"date": "timeDate", "duration": "timeDuration", "cycle": "timeCycle"}[kind]
    return f"<bpmn:timerEventDefinition><bpmn:{tag}>{text}</bpmn:{tag}></bpmn:timerEventDefinition>"


def on_condition(text: str) -> str:
    """A conditional definition."""
    escaped = text.replace("<", "&lt;").replace(">", "&gt;")
    condition = f"<bpmn:condition>= {escaped}</bpmn:condition>"
    return f"<bpmn:conditionalEventDefinition>{condition}</bpmn:conditionalEventDefinition>"


def undone_by(element_id: str, handler: str, handler_id: str) -> str:
    """A compensation event on an activity, and the activity that undoes it."""
    event = f"{element_id}_undone"
    tag, _, rest = handler.partition(" ")
    association = f'<bpmn:association id="{event}_by" sourceRef="{event}" targetRef="{handler_id}"/>'
    return boundary(event, element_id, ON_COMPENSATION) + f'{tag} isForCompensation="true" {rest}' + association


def start(element_id: str, definition: str = "", *, interrupting: bool = True) -> str:
    """A start event."""
    how = "" if interrupting else ' isInterrupting="false"'
    return f'<bpmn:startEvent id="{element_id}"{how}>{definition}</bpmn:startEvent>'


def end(element_id: str, definition: str = "") -> str:
    """An end event."""
    return f'<bpmn:endEvent id="{element_id}">{definition}</bpmn:endEvent>'


def catch(element_id: str, definition: str) -> str:
    """An intermediate catch event."""
    return f'<bpmn:intermediateCatchEvent id="{element_id}">{definition}</bpmn:intermediateCatchEvent>'


def throw(element_id: str, definition: str) -> str:
    """An intermediate throw event."""
    return f'<bpmn:intermediateThrowEvent id="{element_id}">{definition}</bpmn:intermediateThrowEvent>'


def boundary(element_id: str, host: str, definition: str, *, interrupting: bool = True) -> str:
    """An event on the border of an activity."""
    cancel = "true" if interrupting else "false"
    return (
        f'<bpmn:boundaryEvent id="{element_id}" attachedToRef="{host}" cancelActivity="{cancel}">'
        f"{definition}</bpmn:boundaryEvent>"
    )


def gateway(kind: str, element_id: str, default: str = "") -> str:
    """A gateway; kind: exclusive, parallel, inclusive, eventBased."""
    flow = f' default="{default}"' if default else ""
    return f'<bpmn:{kind}Gateway id="{element_id}"{flow}/>'


def inputs(**lines: str) -> str:
    """The lines of an input mapping: variable and expression."""
    return "".join(f'<zeebe:input source="= {source}" target="{target}"/>' for target, source in lines.items())


def outputs(lines: dict[str, str]) -> str:
    """The lines of an output mapping: variable or path, and expression."""
    return "".join(f'<zeebe:output source="= {source}" target="{target}"/>' for target, source in lines.items())


def mapped(lines: str) -> str:
    """An ioMapping of input and output lines."""
    return f"<zeebe:ioMapping>{lines}</zeebe:ioMapping>"


def extended(inside: str) -> str:
    """Extension elements."""
    return f"<bpmn:extensionElements>{inside}</bpmn:extensionElements>"


def script(element_id: str, expression: str, result: str, *, inside: str = "", after: str = "") -> str:
    """A script task: one FEEL expression."""
    text = f'<zeebe:script expression="= {expression}" resultVariable="{result}"/>{inside}'
    return f'<bpmn:scriptTask id="{element_id}">{extended(text)}{after}</bpmn:scriptTask>'


def sub_process(element_id: str, inside: str, extension: str = "") -> str:
    """A sub-process."""
    return f'<bpmn:subProcess id="{element_id}">{extension}{inside}</bpmn:subProcess>'


def event_sub_process(element_id: str, inside: str) -> str:
    """An event sub-process."""
    return f'<bpmn:subProcess id="{element_id}" triggeredByEvent="true">{inside}</bpmn:subProcess>'


def loop(collection: str, more: str = "", inside: str = "", *, sequential: bool = False) -> str:
    """A multi-instance marker over a collection; each element is `item`."""
    kind = ' isSequential="true"' if sequential else ""
    return (
        f"<bpmn:multiInstanceLoopCharacteristics{kind}><bpmn:extensionElements>"
        f'<zeebe:loopCharacteristics inputCollection="= {collection}" inputElement="item" {more}/>'
        f"</bpmn:extensionElements>{inside}</bpmn:multiInstanceLoopCharacteristics>"
    )


def completion(condition: str) -> str:
    """The completion condition of a multi-instance marker."""
    escaped = condition.replace("<", "&lt;").replace(">", "&gt;")
    return f'<bpmn:completionCondition xsi:type="bpmn:tFormalExpression">= {escaped}</bpmn:completionCondition>'


def call(element_id: str, process_id: str, more: str = "") -> str:
    """A call activity."""
    called = f'<zeebe:calledElement processId="{process_id}" propagateAllChildVariables="true"/>{more}'
    return f'<bpmn:callActivity id="{element_id}">{extended(called)}</bpmn:callActivity>'
