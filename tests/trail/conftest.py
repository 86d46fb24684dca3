"""Cases for the trail to be about."""

from collections.abc import Callable
from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.core.db import new_key
from app.engine.models import Deployment, InstanceState, ProcessDefinition, ProcessInstance, Resource


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
