"""Messages: kept until they expire, handed to at most one case of each process, once.

The transaction that publishes a message hands it to one case; the clock sees to the other processes, each in its own.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert

from app.core.actor import Actor
from app.core.db import Key, new_key, session
from app.core.errors import Invalid
from app.engine.correlating import has_reached, reaches
from app.engine.errors import MessagePublished, NothingWaits
from app.engine.models import (
    InstanceState,
    Message,
    MessageCorrelation,
    MessageSubscription,
    ProcessDefinition,
    ProcessInstance,
    SubscriptionKind,
)
from app.engine.opening import finish, locked_instance, step_on
from app.engine.operations.starting import start_by_event
from app.engine.registry import Variables
from app.engine.values import stored_variables
from app.engine.waiting import arrived
from app.trail.operations import record

LONGEST_TIME_TO_LIVE_SECONDS = 366 * 24 * 3600
LONGEST_TEXT = 255
SPREADS_FOR = timedelta(hours=1)
KEPT_AFTER_EXPIRY = timedelta(days=1)
KEPT_AFTER_CORRELATION = timedelta(days=366)


def publish_message(
    name: str,
    *,
    correlation_key: str,
    variables: Variables,
    time_to_live_seconds: int,
    message_id: str | None,
    by: Actor,
    at: datetime,
) -> Message:
    """Hand a message to one case of each process that waits for it; keep it for others until it expires.

    message_id: makes the publication unique while it is kept. Raises MessagePublished for a second one.
    """
    message = _stored(
        name,
        correlation_key=correlation_key,
        variables=variables,
        time_to_live_seconds=time_to_live_seconds,
        message_id=message_id,
        by=by,
        at=at,
    )
    deliver_message(message, by=by, at=at)
    return message


def correlate_message(name: str, *, correlation_key: str, variables: Variables, by: Actor, at: datetime) -> Message:
    """As `publish_message`, but somebody must be waiting now. Raises NothingWaits."""
    message = _stored(
        name,
        correlation_key=correlation_key,
        variables=variables,
        time_to_live_seconds=0,
        message_id=None,
        by=by,
        at=at,
    )
    if not deliver_message(message, by=by, at=at):
        raise NothingWaits(name, correlation_key)
    return message


def deliver_message(message: Message, *, by: Actor, at: datetime) -> bool:
    """Hand a message to one process that has not had it: to a case that waits, else to a new one. False for none.

    Once it has expired it reaches only those who waited when it was published.
    """
    reached = select(MessageCorrelation.process_id).where(MessageCorrelation.message_key == message.key)
    waiting = (
        select(MessageSubscription)
        .join(ProcessDefinition, ProcessDefinition.key == MessageSubscription.definition_key)
        .where(MessageSubscription.name == message.name, MessageSubscription.closed_at.is_(None))
        .where(MessageSubscription.correlation_key.in_((message.correlation_key, "")))
        .where(ProcessDefinition.process_id.not_in(reached))
        .order_by(MessageSubscription.instance_key.nulls_last(), MessageSubscription.key)
    )
    if at > message.expires_at:
        waiting = waiting.where(MessageSubscription.created_at <= message.published_at)
    for subscription in session().scalars(waiting).all():
        if subscription.kind is SubscriptionKind.START:
            _start(subscription, message, by, at)
            return True
        if subscription.correlation_key == message.correlation_key and _wake(subscription, message, by, at):
            return True
    return False


def waiting_messages(at: datetime, limit: int) -> Sequence[Key]:
    """Keys of messages that can reach one more process: for the sweep.

    A kept message whose subscription came in the same moment, and one that other processes wait for too.
    """
    same_key = Message.correlation_key == MessageSubscription.correlation_key
    pair = (Message.name == MessageSubscription.name) & (
        same_key | (MessageSubscription.kind == SubscriptionKind.START)
    )
    query = (
        select(Message.key)
        .join(MessageSubscription, pair)
        .join(ProcessDefinition, ProcessDefinition.key == MessageSubscription.definition_key)
        .where(_may_reach_more(at), MessageSubscription.closed_at.is_(None))
        .where(~has_reached(ProcessDefinition.process_id))
        .distinct()
        .order_by(Message.key)
        .limit(limit)
    )
    return session().scalars(query).all()


def _may_reach_more(at: datetime) -> ColumnElement[bool]:
    """Those that nobody has had are looked at as long as they are kept; the others for a while after they came."""
    kept, is_had = Message.expires_at > at, Message.correlated_at.is_not(None)
    waited_then = MessageSubscription.created_at <= Message.published_at
    return (kept & ~is_had) | (is_had & (Message.published_at > at - SPREADS_FOR) & (kept | waited_then))


def forget_expired_messages(at: datetime) -> None:
    """Delete messages that nobody took in time, and those taken long ago."""
    taken = Message.correlated_at < at - KEPT_AFTER_CORRELATION
    lapsed = Message.correlated_at.is_(None) & (Message.expires_at < at - KEPT_AFTER_EXPIRY)
    session().execute(delete(Message).where(taken | lapsed))


def _stored(
    name: str,
    *,
    correlation_key: str,
    variables: Variables,
    time_to_live_seconds: int,
    message_id: str | None,
    by: Actor,
    at: datetime,
) -> Message:
    if not 1 <= len(name) <= LONGEST_TEXT or len(correlation_key) > LONGEST_TEXT:
        raise Invalid("A message needs a name, and a correlation key of at most 255 characters.")
    if not 0 <= time_to_live_seconds <= LONGEST_TIME_TO_LIVE_SECONDS:
        raise Invalid("A message can be kept for at most a year.", {"timeToLive": ["at most a year"]})
    values = {
        "key": new_key(),
        "name": name,
        "correlation_key": correlation_key,
        "message_id": message_id or None,
        "variables": stored_variables(variables),
        "published_at": at,
        "published_by": by.id,
        "expires_at": at + timedelta(seconds=time_to_live_seconds),
    }
    statement = insert(Message).values(values).on_conflict_do_nothing().returning(Message)
    message = session().scalar(statement)
    if message is None:
        raise MessagePublished(name, str(message_id))
    published = {"name": name, "correlation_key": correlation_key}
    record(action="message.published", entity="message", entity_id=message.key, by=by, at=at, after=published)
    return message


def _wake(subscription: MessageSubscription, message: Message, by: Actor, at: datetime) -> bool:
    assert subscription.instance_key is not None
    assert subscription.element_instance_key is not None
    instance = locked_instance(subscription.instance_key)
    session().refresh(subscription)
    if instance.state is not InstanceState.ACTIVE or subscription.closed_at is not None:
        return False
    step = step_on(instance, by=by, at=at)
    token = step.workflow.task_with_key(subscription.element_instance_key)
    if token is None:
        return False
    if not reaches(message, instance, subscription.element_id, at=at):
        return False
    subscription.closed_at = at
    step.note("message.correlated", after={"message": message.name, "element": subscription.element_id})
    arrived(token, "message")
    token.task_spec.fire(token, step, stored_variables(message.variables))
    finish(step)
    return True


def _start(subscription: MessageSubscription, message: Message, by: Actor, at: datetime) -> ProcessInstance:
    definition = session().get_one(ProcessDefinition, subscription.definition_key)
    received = stored_variables(message.variables)
    instance = start_by_event(definition, subscription.element_id, received=received, by=by, at=at)
    reaches(message, instance, subscription.element_id, at=at)
    return instance
