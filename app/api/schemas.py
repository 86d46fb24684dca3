"""Shapes of the requests of /v2. Unknown fields raise, as everywhere."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from app.api.reading import read_key
from app.api.rendering import TENANT
from app.core.errors import Invalid

MOST_SECONDS = 24 * 3600
LARGEST = 2**31 - 1
LATEST_MILLISECONDS = 7_258_118_400_000  # the year 2200


class _Object(fields.Dict):
    """A JSON object as it is."""

    def __init__(self) -> None:
        super().__init__(keys=fields.String(), load_default=dict, allow_none=True)


class Exact(fields.Integer):
    """A whole number, written as one."""

    def __init__(self, **options: Any) -> None:  # Any: those of marshmallow
        super().__init__(strict=True, **options)

    def _deserialize(self, value: Any, attr: Any, data: Any, **options: Any) -> Any:  # Any: as marshmallow
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **options)


def _text(longest: int, **options: Any) -> fields.String:  # Any: those of marshmallow
    return fields.String(validate=validate.Length(max=longest), **options)


def _optional_text(longest: int) -> fields.String:
    return _text(longest, load_default=None, allow_none=True)


def _optional_key() -> fields.String:
    return fields.String(validate=_refuse_other_than_key, load_default=None, allow_none=True)


def _refuse_other_than_key(text: str) -> None:
    try:
        read_key(text)
    except Invalid as error:
        raise ValidationError(error.message) from error


def _whole(lowest: int, highest: int, **options: Any) -> Exact:  # Any: those of marshmallow
    return Exact(validate=validate.Range(lowest, highest), **options)


def _tenant() -> fields.String:
    sentence = f"There is one tenant, {TENANT}."
    return fields.String(validate=validate.OneOf([TENANT], error=sentence), load_default=TENANT, allow_none=True)


def _unsupported(sentence: str) -> fields.Raw:
    """A field of Camunda's that changes nothing here while it is empty."""

    def refuse(value: object) -> None:
        if value:
            raise ValidationError(sentence)

    return fields.Raw(validate=refuse, load_default=None, allow_none=True)


class OperationRequest(Schema):
    """A request that says nothing but, perhaps, a number of the caller's own."""

    operationReference = Exact(load_default=None, allow_none=True)


class ProcessInstanceCreation(Schema):
    """A case to start: of the newest version of a process, of one version, or of an exact definition."""

    processDefinitionId = _optional_text(255)
    processDefinitionKey = _optional_key()
    processDefinitionVersion = _whole(-1, LARGEST, load_default=-1, allow_none=True)
    variables = _Object()
    tenantId = _tenant()
    operationReference = Exact(load_default=None, allow_none=True)
    startInstructions = _unsupported("Cases begin at their start event; start instructions are not supported.")
    runtimeInstructions = _unsupported("Runtime instructions are not supported.")
    awaitCompletion = _unsupported("A start does not wait for the end; search for the case instead.")
    fetchVariables = _unsupported("There is nothing to fetch: a start does not wait for the end.")
    requestTimeout = Exact(load_default=0, allow_none=True)
    tags = _unsupported("Cases have no tags; use variables.")


class UserTaskCompletion(Schema):
    """What a person answers: the fields of the form, or any variables of a task without one."""

    variables = _Object()
    action = _optional_text(100)


class UserTaskAssignment(Schema):
    """Who is to do a task. allowOverride false: only if nobody has it."""

    assignee = fields.String(required=True, validate=validate.Length(1, 100))
    allowOverride = fields.Boolean(load_default=True, allow_none=True)
    action = _optional_text(100)


class UserTaskChangeset(Schema):
    """What is to change: an empty text takes a date away, a missing value leaves it as it is."""

    dueDate = _optional_text(40)
    followUpDate = _optional_text(40)
    priority = _whole(0, 100, load_default=None, allow_none=True)
    candidateUsers = _unsupported("The candidates of a task stand in its diagram; assign the task instead.")
    candidateGroups = _unsupported("The candidates of a task stand in its diagram; assign the task instead.")


class UserTaskUpdate(Schema):
    """A change of a task."""

    changeset = fields.Nested(UserTaskChangeset, load_default=dict, allow_none=True)
    action = _optional_text(100)


class JobActivation(Schema):
    """A worker asks for jobs of a type. timeout: milliseconds of the lease. requestTimeout: how long to wait."""

    type = fields.String(required=True, validate=validate.Length(1, 255))
    worker = _text(255, load_default="", allow_none=True)
    timeout = _whole(1, MOST_SECONDS * 1000, required=True)
    maxJobsToActivate = _whole(1, LARGEST, required=True)
    fetchVariable = fields.List(fields.String(), load_default=None, allow_none=True)
    requestTimeout = Exact(load_default=0, allow_none=True)
    tenantIds = fields.List(_tenant(), load_default=None, allow_none=True)
    tenantFilter = _optional_text(20)


class JobCompletion(Schema):
    """A job is done."""

    variables = _Object()
    result = _unsupported("Jobs of listeners and ad-hoc sub-processes do not run here; leave `result` out.")


class JobFailure(Schema):
    """A try failed. retryBackOff: milliseconds before the next one."""

    retries = _whole(0, LARGEST, load_default=0, allow_none=True)
    errorMessage = _optional_text(10_000)
    retryBackOff = _whole(0, 366 * MOST_SECONDS * 1000, load_default=0, allow_none=True)
    variables = _unsupported("A failed try sets no variables; throw an error that the diagram catches instead.")


class JobError(Schema):
    """A job met an error that the diagram may catch."""

    errorCode = fields.String(required=True, validate=validate.Length(1, 255))
    errorMessage = _optional_text(10_000)
    variables = _Object()


class JobChangeset(Schema):
    """What is to change of a job."""

    retries = _whole(1, 100, load_default=None, allow_none=True)
    timeout = _unsupported("A lease cannot be made longer; ask for a longer timeout when activating the job.")


class JobUpdate(Schema):
    """A change of a job."""

    changeset = fields.Nested(JobChangeset, required=True)
    operationReference = Exact(load_default=None, allow_none=True)


class MessageCorrelation(Schema):
    """A message for a case that waits for it now."""

    name = fields.String(required=True, validate=validate.Length(1, 255))
    correlationKey = _text(255, load_default="", allow_none=True)
    variables = _Object()
    tenantId = _tenant()


class MessagePublication(MessageCorrelation):
    """A message, kept for timeToLive milliseconds while nobody waits for it. messageId: published once."""

    timeToLive = _whole(0, 366 * MOST_SECONDS * 1000, load_default=0, allow_none=True)
    messageId = _optional_text(255)


class SignalBroadcast(Schema):
    """A signal for all that wait for it now."""

    signalName = fields.String(required=True, validate=validate.Length(1, 255))
    variables = _Object()
    tenantId = _tenant()


class VariablesUpdate(Schema):
    """Variables to set. local: in the very scope of the element."""

    variables = fields.Dict(keys=fields.String(), required=True)
    local = fields.Boolean(load_default=False, allow_none=True)
    operationReference = Exact(load_default=None, allow_none=True)


class DecisionEvaluation(Schema):
    """A decision to evaluate: its newest version by id, or an exact one by key."""

    decisionDefinitionId = _optional_text(255)
    decisionDefinitionKey = _optional_key()
    variables = _Object()
    tenantId = _tenant()


class ClockPin(Schema):
    """The time to hold the clock at, in milliseconds since 1970."""

    timestamp = _whole(0, LATEST_MILLISECONDS, required=True)
