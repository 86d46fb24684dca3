"""Many rows at once, as if the system had run for years."""

from datetime import timedelta

from sqlalchemy import text

from app.core.clock import now
from app.core.db import Key, session, transaction

COPY_CASES = """
INSERT INTO process_instance (key, definition_key, process_id, state, state_data, revision, incident_count, started_at,
    started_by, trail_seq, title)
SELECT :first + n, definition_key, process_id, state, state_data, revision, 0, started_at - n * interval '1 second',
    started_by, 0, 'Case ' || n
FROM process_instance, generate_series(1, :count) n WHERE key = :model
"""
COPY_ELEMENTS = """
INSERT INTO element_instance (key, instance_key, element_id, element_name, element_type, incoming_flows, state,
    started_at)
SELECT :first + n, :first + n, 'ask', 'Ask', 'userTask', '{}', 'ACTIVE', now() - n * interval '1 second'
FROM generate_series(1, :count) n
"""
COPY_TASKS = """
INSERT INTO user_task (key, instance_key, definition_key, process_id, element_id, name, candidate_groups,
    candidate_users, state, priority, headers, revision, created_at, due_at)
SELECT :first + n, :first + n, t.definition_key, t.process_id, t.element_id, t.name, ARRAY['group' || n % 20], '{}',
    'CREATED', 50, '{}', 0, now(), now() + (n % 5000 - 1000) * interval '1 minute'
FROM user_task t, generate_series(1, :count) n WHERE t.instance_key = :model
"""
COPY_TIMERS = """
INSERT INTO timer (key, instance_key, definition_key, element_id, kind, due_at, repetitions, created_at)
SELECT :first + n, :model, i.definition_key, 'later', 'CATCH', :due + n * interval '1 second', 0, now()
FROM process_instance i, generate_series(1, :count) n WHERE i.key = :model
"""
FIRST_KEY = 4_000_000_000_000_000_000


def add_waiting_cases(model: Key, count: int) -> None:
    """Cases like `model`, each waiting at its user task. The model is never worked on, so its state is a copy too."""
    with transaction():
        values = {"first": FIRST_KEY, "count": count, "model": model}
        for statement in (COPY_CASES, COPY_ELEMENTS, COPY_TASKS):
            session().execute(text("SET LOCAL statement_timeout = 0"))
            session().execute(text(statement), values)


def add_waiting_timers(model: Key, count: int) -> None:
    """Timers that are due in years."""
    with transaction():
        session().execute(text("SET LOCAL statement_timeout = 0"))
        due = now() + timedelta(days=1_000)
        session().execute(text(COPY_TIMERS), {"first": FIRST_KEY, "count": count, "model": model, "due": due})


def refresh_statistics() -> None:
    """Let the planner know how much there is now."""
    session().rollback()
    connection = session().connection(execution_options={"isolation_level": "AUTOCOMMIT"})
    connection.execute(text("ANALYZE"))
    session().rollback()
