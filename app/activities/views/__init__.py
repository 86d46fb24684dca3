"""Pages of people at work: tasks, agenda, personnel, activity types."""

from app.activities import cards
from app.activities.views import absences, agenda, appointments, personnel, registers, tasks
from app.activities.views.blueprint import agenda_bp, bp, personnel_bp

blueprints = (bp, agenda_bp, personnel_bp, absences.bp)

__all__ = ["absences", "agenda", "appointments", "blueprints", "cards", "personnel", "registers", "tasks"]
