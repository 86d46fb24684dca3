"""Tables of rights: roles of the company's own, and what log-ins of some roles need."""

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class CustomRole(Base):
    """A role of the company's own, beside the shipped ones, which are code (`identity.roles`).

    permissions: values of `Permission`. sees_all: whoever has it sees every case, as managers do.
    """

    __tablename__ = "custom_role"
    __table_args__ = (CheckConstraint("name <> ''", name="name_not_empty"),)

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    permissions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    sees_all: Mapped[bool] = mapped_column(default=False, server_default="false")
    created_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0, server_default="0")


class SecurityPolicy(Base):
    """What the company asks of log-ins. There is one row, or none: then nothing further is asked.

    two_factor_roles: ids of roles whose people need a second factor.
    """

    __tablename__ = "security_policy"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    two_factor_roles: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default="{}", default=list)
