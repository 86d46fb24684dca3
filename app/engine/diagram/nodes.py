"""What a diagram says, as plain values."""

from dataclasses import dataclass, field
from typing import Literal

TimerText = Literal["date", "duration", "cycle"]
EventKind = Literal[
    "none",
    "timer",
    "message",
    "error",
    "escalation",
    "signal",
    "conditional",
    "terminate",
    "link",
    "compensate",
    "cancel",
]
ACTIVITIES = frozenset(
    {
        "task",
        "manualTask",
        "userTask",
        "serviceTask",
        "sendTask",
        "scriptTask",
        "businessRuleTask",
        "receiveTask",
        "callActivity",
        "subProcess",
    }
)


@dataclass(frozen=True)
class TimerDefinition:
    """A timer as the diagram has it: literal ISO 8601, or FEEL after `=`."""

    kind: TimerText
    text: str


@dataclass(frozen=True)
class EventDefinition:
    """What an event waits for or throws.

    name: message, signal or link name, error or escalation code, the activity to compensate; None catches any error
    or escalation, and compensates all activities.
    correlation_key: FEEL text, of messages that are caught. condition: FEEL text, of conditional events.
    """

    kind: EventKind
    name: str | None = None
    timer: TimerDefinition | None = None
    correlation_key: str | None = None
    condition: str | None = None


@dataclass(frozen=True)
class Copy:
    """One line of an input or output mapping: the value of `source` becomes variable `target`."""

    source: str
    target: str


@dataclass(frozen=True)
class Loop:
    """Multi-instance: one child for each element of the collection."""

    is_sequential: bool
    input_collection: str
    input_element: str | None = None
    output_collection: str | None = None
    output_element: str | None = None
    completion_condition: str | None = None


@dataclass(frozen=True)
class JobDefinition:
    """The job of a service, send, script or business rule task, or of a message that is thrown."""

    type: str
    retries: str = "3"


@dataclass(frozen=True)
class Assignment:
    """Who may do a user task and when; each a literal or FEEL after `=`."""

    assignee: str | None = None
    candidate_groups: str | None = None
    candidate_users: str | None = None
    due_date: str | None = None
    follow_up_date: str | None = None
    priority: str | None = None


@dataclass(frozen=True)
class Flow:
    """A sequence flow."""

    id: str
    source: str
    target: str
    condition: str | None = None


@dataclass(frozen=True)
class Node:
    """One element that a token can reach. handler: the activity that a compensation boundary event points to."""

    id: str
    type: str
    name: str | None = None
    event: EventDefinition | None = None
    job: JobDefinition | None = None
    assignment: Assignment = Assignment()
    form_id: str | None = None
    script: str | None = None
    result_variable: str | None = None
    decision_id: str | None = None
    called_process_id: str | None = None
    passes_all_to_child: bool = True
    passes_all_from_child: bool = False
    inputs: tuple[Copy, ...] = ()
    outputs: tuple[Copy, ...] = ()
    headers: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    loop: Loop | None = None
    default_flow: str | None = None
    attached_to: str | None = None
    is_interrupting: bool = True
    is_event_sub_process: bool = False
    is_for_compensation: bool = False
    handler: str | None = None
    body: "Process | None" = None


@dataclass(frozen=True)
class Process:
    """A process, or the inside of a sub-process."""

    id: str
    name: str
    nodes: dict[str, Node]
    flows: tuple[Flow, ...]
    is_executable: bool = True
    version_tag: str | None = None

    def outgoing(self, node_id: str) -> list[Flow]:
        """Flows that leave a node, in the order of the file."""
        return [flow for flow in self.flows if flow.source == node_id]

    def incoming(self, node_id: str) -> list[Flow]:
        """Flows that reach a node, in the order of the file."""
        return [flow for flow in self.flows if flow.target == node_id]

    def start_events(self, kind: EventKind = "none") -> list[Node]:
        """Start events of one kind."""
        return [n for n in self.nodes.values() if n.type == "startEvent" and n.event and n.event.kind == kind]

    def every_node(self) -> list[Node]:
        """All nodes, those inside sub-processes too."""
        found: list[Node] = []
        waiting = list(self.nodes.values())
        while waiting:
            node = waiting.pop()
            found.append(node)
            if node.body is not None:
                waiting.extend(node.body.nodes.values())
        return found
