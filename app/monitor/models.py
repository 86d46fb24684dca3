"""Heartbeats of the processes beside the web."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json


class ProcessKind(StrEnum):
    """What a process does."""

    CLOCK = "clock"
    WORKER = "worker"


class Heartbeat(Base):
    """A process that lives, or lived until just now. It writes its row every few seconds and takes it along at its end.

    name: kind, host and process number. jobs_in_hand: of a worker. chores: of a clock, when each ran last.
    """

    __tablename__ = "heartbeat"
    __table_args__ = (Index("ix_heartbeat_beat_at", "beat_at"),)

    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[ProcessKind]
    host: Mapped[str] = mapped_column(String(200))
    pid: Mapped[int]
    started_at: Mapped[datetime]
    beat_at: Mapped[datetime]
    jobs_in_hand: Mapped[int] = mapped_column(default=0)
    chores: Mapped[Json] = mapped_column(default=dict)
