"""What the machinery is called on the screen. Pure."""

CHORES = {
    "relay": "Messages to workers",
    "timers": "Timers",
    "resend": "Jobs sent again",
    "messages": "Messages between cases",
    "reminders": "Reminders",
    "retries": "Incidents tried again",
    "stuck": "Search for stuck cases",
    "signals": "Signals",
    "absences": "Tasks of who is away",
    "checkpoints": "Seals of the trail",
    "expired_messages": "Old messages cleared",
    "heartbeat": "Sign of life",
}
QUEUES = {
    "engine": "Called cases",
    "default": "General work",
    "documents": "Documents",
    "mail": "Mail",
    "outside": "Outside workers",
}
