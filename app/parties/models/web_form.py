"""How often web forms were sent of late."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class WebFormUse(Base):
    """How many forms one network address sent in one stretch of time."""

    __tablename__ = "web_form_use"
    __table_args__ = (Index("ix_web_form_use_begun_at", "begun_at"),)

    address: Mapped[str] = mapped_column(String(100), primary_key=True)
    begun_at: Mapped[datetime] = mapped_column(primary_key=True)
    uses: Mapped[int]
