"""The least diagram around a step, for tests."""

NAME_SPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def diagram(body: str, process_id: str = "case") -> bytes:
    """A file with one executable process of this content."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<bpmn:definitions {NAME_SPACES} id="definitions_{process_id}">'
        f'<bpmn:process id="{process_id}" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    ).encode()


def one_step(step: str = '<bpmn:task id="step" />', process_id: str = "case") -> bytes:
    """A start, the element with the id `step`, and an end."""
    return diagram(
        '<bpmn:startEvent id="start" /><bpmn:sequenceFlow id="to_step" sourceRef="start" targetRef="step" />'
        f'{step}<bpmn:sequenceFlow id="to_end" sourceRef="step" targetRef="end" /><bpmn:endEvent id="end" />',
        process_id,
    )


def with_extension(kind: str, extension: str) -> str:
    """A task of that kind, called `step`, with an extension element."""
    return f'<bpmn:{kind} id="step"><bpmn:extensionElements>{extension}</bpmn:extensionElements></bpmn:{kind}>'
