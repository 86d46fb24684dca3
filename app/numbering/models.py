"""The next number of each series and year."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class NumberSeries(Base):
    """Counts the papers of one kind in one year. Gaps are allowed here; fiscal papers have a series of their own."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(String(10), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next_number: Mapped[int]
