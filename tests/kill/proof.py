"""What must hold after any number of kills. Each query gives the rows that break its rule: there must be none."""

from sqlalchemy import select, text

from app.core.db import Key, session
from app.core.files import read_file
from app.documents.models import Document
from app.engine import catalogue
from app.engine.models import InstanceState, ProcessInstance
from app.engine.specs.workflow import CaseWorkflow
from app.engine.state import load
from app.trail.verification import verify_trail

RULES = {
    "a start key starts one case": """
        SELECT start_key FROM process_instance WHERE start_key IS NOT NULL GROUP BY 1 HAVING count(*) > 1""",
    "a task is completed once": """
        SELECT entity_id FROM trail_entry WHERE action = 'task.completed' GROUP BY 1 HAVING count(*) > 1""",
    "a number is given once": """
        SELECT number FROM quote WHERE number IS NOT NULL GROUP BY 1 HAVING count(*) > 1
        UNION ALL SELECT number FROM sales_order GROUP BY 1 HAVING count(*) > 1
        UNION ALL SELECT number FROM opportunity GROUP BY 1 HAVING count(*) > 1""",
    "numbers have no gap": """
        SELECT series FROM number_series s WHERE next_number - 1 <> (
            SELECT count(*) FROM (
                SELECT 'Q' AS series, number FROM quote WHERE revision = 1 AND number IS NOT NULL
                UNION ALL SELECT 'O', number FROM sales_order UNION ALL SELECT 'OP', number FROM opportunity
                UNION ALL SELECT 'CA', number FROM campaign
            ) given WHERE given.series = s.series)""",
    "a fiscal number is given once and without a gap, in the order of dates": """
        SELECT s.series FROM fiscal_series s LEFT JOIN invoice i ON i.series = s.series AND i.fiscal_year = s.year
        GROUP BY s.series, s.year, s.next_number HAVING s.next_number - 1 <> count(i.id)
        OR count(DISTINCT i.sequence_number) <> count(i.id) OR max(i.sequence_number) <> count(i.id)
        UNION ALL SELECT a.number FROM invoice a JOIN invoice b USING (series, fiscal_year)
        WHERE a.sequence_number < b.sequence_number AND a.issued_on > b.issued_on""",
    "an issued invoice has one document": """
        SELECT i.number FROM invoice i LEFT JOIN document d ON d.subject_type = 'invoice' AND d.subject_id = i.id
        WHERE i.sent_at IS NOT NULL GROUP BY 1 HAVING count(d.id) <> 1""",
    "a job that writes has one document": """
        SELECT j.key FROM job j LEFT JOIN document d ON d.idempotency_key = j.element_instance_key::text
        WHERE j.state = 'COMPLETED' AND j.queue = 'documents' GROUP BY 1 HAVING count(d.id) <> 1""",
    "a document has a job that wrote it": """
        SELECT d.id FROM document d LEFT JOIN job j ON d.idempotency_key = j.element_instance_key::text
        WHERE j.state IS DISTINCT FROM 'COMPLETED'""",
    "a job that sends has one mail, and it was sent": """
        SELECT j.key FROM job j LEFT JOIN mail_message m ON m.key = j.element_instance_key::text AND m.state = 'SENT'
        WHERE j.state = 'COMPLETED' AND j.queue = 'mail' GROUP BY 1 HAVING count(m.id) <> 1""",
    "an active case waits for something": """
        SELECT key FROM process_instance i WHERE state = 'ACTIVE'
        AND NOT EXISTS (SELECT FROM user_task WHERE instance_key = i.key AND state = 'CREATED')
        AND NOT EXISTS (SELECT FROM job WHERE instance_key = i.key AND state IN ('CREATED', 'RUNNING'))
        AND NOT EXISTS (SELECT FROM timer WHERE instance_key = i.key AND fired_at IS NULL AND cancelled_at IS NULL)
        AND NOT EXISTS (SELECT FROM message_subscription WHERE instance_key = i.key AND closed_at IS NULL)
        AND NOT EXISTS (SELECT FROM process_instance called WHERE called.parent_key = i.key AND called.state = 'ACTIVE')
        AND NOT EXISTS (SELECT FROM incident WHERE instance_key = i.key AND resolved_at IS NULL)""",
    "an ended case waits for nothing": """
        SELECT key FROM process_instance i WHERE state <> 'ACTIVE' AND (
        EXISTS (SELECT FROM user_task WHERE instance_key = i.key AND state = 'CREATED')
        OR EXISTS (SELECT FROM job WHERE instance_key = i.key AND state IN ('CREATED', 'RUNNING', 'FAILED'))
        OR EXISTS (SELECT FROM timer WHERE instance_key = i.key AND fired_at IS NULL AND cancelled_at IS NULL)
        OR EXISTS (SELECT FROM message_subscription WHERE instance_key = i.key AND closed_at IS NULL)
        OR EXISTS (SELECT FROM element_instance WHERE instance_key = i.key AND state = 'ACTIVE')
        OR EXISTS (SELECT FROM incident WHERE instance_key = i.key AND resolved_at IS NULL))""",
    "a timer fires once": """
        SELECT after ->> 'timer' FROM trail_entry WHERE action = 'timer.fired' GROUP BY 1 HAVING count(*) > 1""",
    "the chain of a case has no hole": """
        SELECT case_key FROM trail_entry WHERE case_key IS NOT NULL GROUP BY 1 HAVING max(seq) <> count(*)""",
    "a case counts its incidents": """
        SELECT key FROM process_instance i WHERE incident_count <> (
            SELECT count(*) FROM incident WHERE instance_key = i.key AND resolved_at IS NULL)""",
    "nobody met an incident but of a mail in doubt": """
        SELECT message FROM incident i WHERE NOT EXISTS (
            SELECT FROM mail_message m WHERE m.key = i.element_instance_key::text AND m.after_crash = 'ASK')""",
}


def broken_rules() -> dict[str, list[str]]:
    """The rules that do not hold, each with what breaks it."""
    found = {rule: [str(value) for value in session().scalars(text(query))] for rule, query in RULES.items()}
    found["every state loads and has the tasks of its rows"] = unreadable_cases()
    found["every document is there, as it was written"] = lost_documents()
    found["the trail is as it was written"] = list(filter(None, [verify_trail().fault]))
    session().rollback()
    return {rule: rows for rule, rows in found.items() if rows}


def unreadable_cases() -> list[str]:
    """Cases whose stored state cannot be read, or stands elsewhere than their rows say."""
    keys = session().scalars(select(ProcessInstance.key)).all()
    return [f"{key}: {fault}" for key in keys if (fault := _fault_of(key))]


def lost_documents() -> list[str]:
    """Documents whose file is gone or changed."""
    return [document.name for document in session().scalars(select(Document)) if not _is_kept(document)]


def _fault_of(key: Key) -> str | None:
    case = session().get_one(ProcessInstance, key)
    assert case.state_data is not None
    workflow, _ = load(case.state_data, catalogue.compiled(case.definition_key), CaseWorkflow)
    tokens = {token.internal_data["key"] for token in workflow.live_tasks() if "key" in token.internal_data}
    waiting = text("SELECT key FROM element_instance WHERE instance_key = :key AND state = 'ACTIVE'")
    rows = set(session().scalars(waiting, {"key": key}))
    if case.state is not InstanceState.ACTIVE:
        return f"{len(tokens)} tokens are left" if tokens else None
    return None if rows <= tokens else f"no token stands at {rows - tokens}"


def _is_kept(document: Document) -> bool:
    return len(read_file(document.content_hash)) == document.size
