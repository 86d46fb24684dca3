"""Signals: who waits for one, and those that were broadcast."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json, Key
from app.engine.models.waits import SubscriptionKind


class SignalSubscription(Base):
    """A case, or a definition, that waits for a signal. The name was fixed on entry."""

    __tablename__ = "signal_subscription"
    __table_args__ = (
        Index("ix_signal_subscription_open", "name", "key", postgresql_where=text("closed_at IS NULL")),
        Index("ix_signal_subscription_start", "name", "key", postgresql_where=text("instance_key IS NULL")),
        Index("ix_signal_subscription_element", "element_instance_key", postgresql_where=text("closed_at IS NULL")),
        Index("ix_signal_subscription_instance_key", "instance_key"),
    )

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    instance_key: Mapped[Key | None] = mapped_column(ForeignKey("process_instance.key"))
    definition_key: Mapped[Key]
    element_id: Mapped[str]
    element_instance_key: Mapped[Key | None]
    kind: Mapped[SubscriptionKind]
    name: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class SignalBroadcast(Base):
    """A signal on its way to all who waited for it when it was broadcast.

    reached: the key of the last subscription that was seen to; who comes after it is still to be told.
    receivers: how many were told. spread_at: when all were.
    """

    __tablename__ = "signal_broadcast"
    __table_args__ = (Index("ix_signal_broadcast_waiting", "key", postgresql_where=text("spread_at IS NULL")),)

    key: Mapped[Key] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str]
    variables: Mapped[Json]
    instance_key: Mapped[Key | None] = mapped_column(ForeignKey("process_instance.key"), index=True)
    broadcast_at: Mapped[datetime]
    broadcast_by: Mapped[str]
    reached: Mapped[Key] = mapped_column(default=Key(0))
    receivers: Mapped[int] = mapped_column(default=0)
    spread_at: Mapped[datetime | None]
