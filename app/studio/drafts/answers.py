"""What an editor is told: a conflict with its content, findings with their counts. JSON for the scripts of editors."""

from collections.abc import Sequence

from flask import Response, jsonify

from app.cases.people import display_names
from app.core.clock import now
from app.core.formats import format_when_inside
from app.core.web import preferences
from app.engine.checks.finding import Finding
from app.studio.drafts.errors import DraftConflict


def conflict_answer(conflict: DraftConflict) -> Response:
    """409 with what the other saved, who and when."""
    name = display_names([conflict.edited_by]).get(conflict.edited_by, conflict.edited_by)
    when = format_when_inside(conflict.edited_at, at=now(), to=preferences())
    answer = jsonify(
        detail=f"{name} saved this draft {when}, after you opened it.",
        theirs=conflict.theirs,
        revision=conflict.revision,
        edited_by=name,
        edited_at=conflict.edited_at.isoformat(),
    )
    answer.status_code = conflict.status
    return answer


def findings_answer(findings: Sequence[Finding]) -> Response:
    """Findings, errors first; `element_id` is null where the whole file is meant."""
    errors = sum(finding.severity == "error" for finding in findings)
    return jsonify(
        findings=[
            {
                "element_id": finding.element_id,
                "severity": finding.severity,
                "message": finding.message,
                "remedy": finding.remedy,
                "line": finding.line,
            }
            for finding in findings
        ],
        errors=errors,
        warnings=len(findings) - errors,
    )
