"""The checks of deployment, on a draft."""

from dataclasses import replace

from app.engine.checks import check_files
from app.engine.checks.finding import Finding
from app.engine.operations.deploying import what_is_deployed
from app.studio.drafts.models import DraftKind
from app.studio.drafts.queries import ids_under_work


def check_draft(file_name: str, content: str) -> list[Finding]:
    """What deployment would say of a file, errors first.

    Forms and decisions that are drafts too count as there: they can be deployed together.
    """
    deployed = what_is_deployed()
    known = replace(
        deployed,
        forms=deployed.forms | ids_under_work(DraftKind.FORM),
        decisions=deployed.decisions | ids_under_work(DraftKind.DMN),
    )
    return check_files({file_name: content.encode("utf-8", "replace")}, known)
