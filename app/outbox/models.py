"""Messages that wait to be sent to workers."""

from datetime import datetime

from sqlalchemy import Identity
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base, Json


class OutboxMessage(Base):
    """One message to an actor. The relay sends it after the commit and deletes it."""

    __tablename__ = "outbox_message"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    queue: Mapped[str]
    actor: Mapped[str]
    arguments: Mapped[Json]
    created_at: Mapped[datetime]
