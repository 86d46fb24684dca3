"""Shapes of the answers, with Camunda's names. The description of the API is made from them."""

from typing import Any, TypedDict

Variables = dict[str, Any]  # Any: JSON of any shape


class ProcessDefinitionResult(TypedDict):
    """One version of a process."""

    name: str
    resourceName: str
    version: int
    versionTag: str | None
    processDefinitionId: str
    tenantId: str
    processDefinitionKey: str
    hasStartForm: bool


class DecisionDefinitionResult(TypedDict):
    """One version of a decision."""

    decisionDefinitionId: str
    name: str
    version: int
    decisionRequirementsId: str
    decisionRequirementsKey: str
    tenantId: str
    decisionDefinitionKey: str


class FormResult(TypedDict):
    """A form; `schema` is form-js JSON as text."""

    tenantId: str
    formId: str
    schema: str
    version: int
    formKey: str


class DeploymentResult(TypedDict):
    """What a deployment made, one object for each definition in its files."""

    deploymentKey: str
    tenantId: str
    deployments: list[dict[str, dict[str, Any]]]  # Any: texts and numbers


class StartedProcessInstanceResult(TypedDict):
    """A case that was started. `variables` is empty: the start does not wait for the end."""

    processDefinitionId: str
    processDefinitionVersion: int
    processDefinitionKey: str
    processInstanceKey: str
    tenantId: str
    variables: Variables
    tags: list[str]


class ProcessInstanceResult(TypedDict):
    """A case."""

    processInstanceKey: str
    processDefinitionId: str
    processDefinitionName: str
    processDefinitionVersion: int
    processDefinitionVersionTag: str | None
    processDefinitionKey: str
    startDate: str
    endDate: str | None
    state: str
    hasIncident: bool
    parentProcessInstanceKey: str | None
    parentElementInstanceKey: str | None
    tenantId: str
    tags: list[str]


class SequenceFlowResult(TypedDict):
    """A flow that a case has taken; `elementId` is that of the flow."""

    sequenceFlowId: str
    processInstanceKey: str
    processDefinitionKey: str
    processDefinitionId: str
    elementId: str
    tenantId: str


class ElementStatisticsResult(TypedDict):
    """How often the tokens of a case came to an element, and how it ended."""

    elementId: str
    active: int
    canceled: int
    incidents: int
    completed: int


class ElementInstanceResult(TypedDict):
    """One passage of a token through an element."""

    elementInstanceKey: str
    processInstanceKey: str
    processDefinitionKey: str
    processDefinitionId: str
    startDate: str
    endDate: str | None
    elementId: str
    elementName: str
    type: str
    state: str
    hasIncident: bool
    incidentKey: str | None
    tenantId: str


class UserTaskResult(TypedDict):
    """What a person is asked to do."""

    userTaskKey: str
    elementInstanceKey: str
    processInstanceKey: str
    processDefinitionKey: str
    processDefinitionId: str
    processDefinitionVersion: int
    processName: str
    elementId: str
    name: str
    state: str
    assignee: str | None
    candidateGroups: list[str]
    candidateUsers: list[str]
    creationDate: str
    completionDate: str | None
    dueDate: str | None
    followUpDate: str | None
    priority: int
    formKey: str | None
    externalFormReference: str | None
    customHeaders: dict[str, str]
    tenantId: str
    tags: list[str]


class VariableResult(TypedDict):
    """A variable; `value` is JSON as text."""

    name: str
    value: str
    variableKey: str
    scopeKey: str
    processInstanceKey: str
    tenantId: str


class VariableSearchResult(VariableResult):
    """A variable in a list; a long value is cut."""

    isTruncated: bool


class ActivatedJobResult(TypedDict):
    """A job leased to a worker. `deadline`: milliseconds since 1970."""

    type: str
    processDefinitionId: str
    processDefinitionVersion: int
    elementId: str
    customHeaders: dict[str, str]
    worker: str
    retries: int
    deadline: int
    variables: Variables
    tenantId: str
    jobKey: str
    processInstanceKey: str
    processDefinitionKey: str
    elementInstanceKey: str
    kind: str
    listenerEventType: str
    tags: list[str]


class JobActivationResult(TypedDict):
    """The jobs that a worker got; none when there was none in time."""

    jobs: list[ActivatedJobResult]


class JobResult(TypedDict):
    """Work for a machine."""

    jobKey: str
    type: str
    worker: str
    state: str
    kind: str
    listenerEventType: str
    retries: int
    deadline: str | None
    endTime: str | None
    errorCode: str | None
    errorMessage: str | None
    hasFailedWithRetriesLeft: bool
    isDenied: bool | None
    deniedReason: str | None
    customHeaders: dict[str, str]
    elementId: str
    elementInstanceKey: str
    processDefinitionId: str
    processDefinitionKey: str
    processInstanceKey: str
    tenantId: str


class IncidentResult(TypedDict):
    """Why a case cannot go on by itself."""

    incidentKey: str
    processDefinitionId: str
    processDefinitionKey: str
    processInstanceKey: str
    errorType: str
    errorMessage: str
    elementId: str
    elementInstanceKey: str | None
    jobKey: str | None
    creationTime: str
    state: str
    tenantId: str


class MessagePublicationResult(TypedDict):
    """A message that was published."""

    messageKey: str
    tenantId: str


class SignalBroadcastResult(TypedDict):
    """A signal that was broadcast."""

    signalKey: str
    tenantId: str


class MessageCorrelationResult(TypedDict):
    """A message that a case has taken."""

    messageKey: str
    processInstanceKey: str
    tenantId: str


class DecisionEvaluationResult(TypedDict):
    """What a decision gave; `output` is JSON as text."""

    decisionDefinitionId: str
    decisionDefinitionName: str
    decisionDefinitionVersion: int
    decisionDefinitionKey: str
    decisionRequirementsId: str
    decisionRequirementsKey: str
    decisionEvaluationKey: str
    decisionInstanceKey: str
    output: str
    failedDecisionDefinitionId: str | None
    failureMessage: str | None
    evaluatedDecisions: list[dict[str, Any]]  # Any: as Camunda has them; always empty here
    tenantId: str
