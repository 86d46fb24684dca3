"""Hostile files through the deployment address: refused, noted, nothing stored."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.engine.models import Deployment
from app.trail.models import TrailEntry
from tests.api.programs import Program
from tests.test_attacks import HARMLESS, REFUSED, files_of


def sent(program: Program, name: str) -> int:
    files = {path.replace(".", "_"): content for path, content in files_of(name).items()}
    return program.deploy(**files).status_code


def test_every_hostile_file_is_refused_and_noted(admin: Program, session: Session) -> None:
    statuses = {name: sent(admin, name) for name, *_ in REFUSED}

    assert {name: status for name, status in statuses.items() if status != 422} == {}
    assert session.scalar(select(func.count()).select_from(Deployment)) == 0
    noted = select(func.count()).select_from(TrailEntry).where(TrailEntry.action == "deployment.refused")
    assert session.scalar(noted) == len(REFUSED)


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_strange_but_harmless_file_starts(admin: Program, name: str) -> None:
    assert sent(admin, name) == 200

    assert admin.post("/process-instances", {"processDefinitionId": "p"}).status_code == 200
