"""What happens to a request when its case is cancelled."""

from datetime import datetime

from app.core.actor import Actor
from app.core.db import session
from app.engine.models import InstanceState, ProcessInstance
from app.engine.registry import TaskChanges, task_listener
from app.service_desk.operations.requests import cancel_request
from app.service_desk.queries import request_of_case

PROCESS = "service_request_to_invoice"


@task_listener
def free_time_of_cancelled(changes: TaskChanges, by: Actor, at: datetime) -> None:
    """The request is cancelled with its case, and the time that it spoke for is free again.

    Looks only at cases that this transaction holds already, so that other steps cost no statement.
    """
    if not changes.cancelled:
        return
    for case in [one for one in session().identity_map.values() if isinstance(one, ProcessInstance)]:
        if case.process_id == PROCESS and case.state is InstanceState.TERMINATED:
            request = request_of_case(case.key)
            if request is not None:
                cancel_request(request, by=by, at=at)
