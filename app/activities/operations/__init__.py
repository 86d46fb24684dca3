"""The verbs of people at work: appointments, personnel, registers, tasks asked and answered."""

from app.activities.operations.appointments import (
    cancel_appointment,
    cancel_appointments,
    lock_agenda,
    move_appointment,
    plan_appointment,
    plan_appointment_anyway,
)

__all__ = [
    "cancel_appointment",
    "cancel_appointments",
    "lock_agenda",
    "move_appointment",
    "plan_appointment",
    "plan_appointment_anyway",
]
