"""Cases for the trail to be about."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.core.db import new_key, transaction
from app.engine.models import Deployment, InstanceState, ProcessDefinition, ProcessInstance, Resource
from app.trail.keys import SigningKey, signing_key
from app.trail.sealing import seal_rows

Seal = Callable[..., int]


@pytest.fixture
def signing(scratch: Path) -> SigningKey:
    """A key for checkpoints."""
    return signing_key(scratch / "signing_key.pem")


@pytest.fixture
def seal(signing: SigningKey) -> Seal:
    """Puts a checkpoint over the rows of transactions before one."""

    def put(*, before: int, at: datetime) -> int:
        with transaction():
            return seal_rows(signing, before=before, at=at)

    return put


@pytest.fixture
def make_case(request: pytest.FixtureRequest, at: datetime) -> Callable[[], ProcessInstance]:
    """A running case of some process; committed where the test commits."""
    name = "committed" if "committed" in request.fixturenames else "session"
    current: Session = request.getfixturevalue(name)

    def make() -> ProcessInstance:
        deployment = Deployment(key=new_key(), deployed_at=at, deployed_by="petr")
        file = Resource(key=new_key(), deployment_key=deployment.key, name="task.bpmn", hash="0", content=b"<xml/>")
        definition = ProcessDefinition(
            key=new_key(),
            process_id=f"task_{deployment.key}",
            version=1,
            name="Task",
            hash="0",
            resource_key=file.key,
            deployment_key=deployment.key,
            deployed_at=at,
            groups=[],
        )
        case = ProcessInstance(
            key=new_key(),
            definition_key=definition.key,
            process_id=definition.process_id,
            state=InstanceState.ACTIVE,
            started_at=at,
            started_by="anna",
        )
        current.add_all((deployment, file, definition, case))
        current.commit()
        return case

    return make
