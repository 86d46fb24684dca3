"""People at work: the personnel register, absences, appointments, the agenda, and tasks as a process."""
