"""Tables of the engine."""

from app.engine.models.decisions import DecisionEvaluation
from app.engine.models.definitions import DecisionDefinition, Deployment, FormDefinition, ProcessDefinition, Resource
from app.engine.models.instances import (
    ElementInstance,
    ElementState,
    Incident,
    IncidentKind,
    InstanceState,
    ProcessInstance,
)
from app.engine.models.waits import (
    Job,
    JobState,
    Message,
    MessageSubscription,
    SubscriptionKind,
    TaskState,
    Timer,
    TimerKind,
    UserTask,
)

__all__ = [
    "DecisionDefinition",
    "DecisionEvaluation",
    "Deployment",
    "ElementInstance",
    "ElementState",
    "FormDefinition",
    "Incident",
    "IncidentKind",
    "InstanceState",
    "Job",
    "JobState",
    "Message",
    "MessageSubscription",
    "ProcessDefinition",
    "ProcessInstance",
    "Resource",
    "SubscriptionKind",
    "TaskState",
    "Timer",
    "TimerKind",
    "UserTask",
]
