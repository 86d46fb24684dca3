"""Pages of people at work: tasks, agenda, personnel, activity types."""

from app.activities.views import agenda, appointments, personnel, registers, tasks
from app.activities.views.blueprint import bp

__all__ = ["agenda", "appointments", "bp", "personnel", "registers", "tasks"]
