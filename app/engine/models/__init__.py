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
from app.engine.models.signals import SignalBroadcast, SignalSubscription
from app.engine.models.waits import (
    Job,
    JobState,
    Message,
    MessageCorrelation,
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
    "MessageCorrelation",
    "MessageSubscription",
    "ProcessDefinition",
    "ProcessInstance",
    "Resource",
    "SignalBroadcast",
    "SignalSubscription",
    "SubscriptionKind",
    "TaskState",
    "Timer",
    "TimerKind",
    "UserTask",
]
