"""One case of `lead_to_order` on a machine: a person does the tasks over HTTP, the processes do the rest."""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from app.core.db import Key, session
from app.documents.models import Document
from app.engine.models import Incident, Job, ProcessInstance, TaskState, UserTask
from app.engine.operations.leases import OPEN
from app.mail.models import MailMessage
from app.sales.models import Quote
from tests.kill.machine import Machine, eventually
from tests.kill.person import Answer, Person
from tests.sales.factories import PRESS

LEAD = {
    "company_name": "Rossi Impianti S.r.l.",
    "country": "IT",
    "contact_name": "Paolo Rossi",
    "email": "paolo@rossi.example",
    "lead_source": "web",
}
WANTED = {"opportunity_subject": "A press", "sales_person": "anna", "sale_type": "direct"}
TERMS = {"quote_valid_days": 30, "payment_terms_days": 30}
_numbers = count(1)


class Road:
    """The case of one lead. Every question is asked again until the web server answers, as people do."""

    def __init__(self, machine: Machine, person: Person, price_list_id: str) -> None:
        self.machine, self.person = machine, person
        self._terms = {**TERMS, "price_list_id": price_list_id}
        lead = {**LEAD, "company_name": f"Rossi {next(_numbers)} S.r.l."}
        start_key = str(uuid4())
        answer = self.until_answered(lambda: person.start_case("lead_to_order", start_key, **lead))
        assert answer.status == 303, answer.text
        self.key = Key(int(answer.location.rpartition("/")[2]))

    def qualify(self) -> None:
        self.complete("qualify_lead", lead_outcome="opportunity", **WANTED)

    def postpone(self, until: str) -> None:
        self.complete("qualify_lead", lead_outcome="not_now", follow_up_on=until)

    def offer(self) -> None:
        self.complete("prepare_quote", **self.offered)

    def accept(self) -> None:
        self.complete("await_answer", answer="accepted", answered_by="Paolo Rossi")

    def reject(self) -> None:
        self.complete("await_answer", answer="rejected", loss_reason="price")

    def check(self) -> None:
        self.complete("check_order", delivery_on="2027-01-15", customer_reference="PO 7")

    @property
    def offered(self) -> dict[str, Any]:
        """What the form `prepare_quote` says."""
        return {**self._terms, "quote_lines": [{"product_id": str(PRESS), "quantity": 1}]}

    def complete(self, element_id: str, **values: Any) -> None:
        """Wait for the task, take it, complete it; a lost answer is asked for again."""
        task = self.task(element_id)
        answer = self.until_answered(lambda: self.person.complete(task.key, task.revision, **values))
        done = answer.status == 409 and "was completed" in answer.text
        assert answer.status == 303 or done, answer.text

    def complete_once(self, element_id: str, **values: Any) -> Answer:
        """As `complete`, asked once."""
        task = self.task(element_id)
        return self.person.complete(task.key, task.revision, **values)

    def task(self, element_id: str) -> UserTask:
        """An open task of the case, as soon as it is there, taken by the person."""
        found = self._wait_for_task(element_id)
        if found.assignee is None:
            self.until_answered(lambda: self.person.claim(found.key))
            return self._wait_for_task(element_id)
        return found

    def wait_until_confirmed(self) -> None:
        """The customer has the confirmation; what follows is the delivery."""
        self._wait_for_task("record_delivery")

    def wait_until_ended(self) -> None:
        """The process has come to an end event."""
        eventually(lambda: self.instance().ended_at is not None, "the case did not end:", tell=self.stands)
        assert self.instance().state == "COMPLETED"

    def instance(self) -> ProcessInstance:
        with self.machine.app.app_context():
            return session().get_one(ProcessInstance, self.key)

    def jobs(self) -> list[Job]:
        """Jobs that somebody still has to do."""
        with self.machine.app.app_context():
            return list(session().scalars(select(Job).where(Job.instance_key == self.key, Job.state.in_(OPEN))))

    def papers(self) -> tuple[int, int, int]:
        """How many quotes, documents of quotes and mails with quotes the case has."""
        ours = Quote.case_key == self.key, Document.case_key == self.key, MailMessage.case_key == self.key
        with self.machine.app.app_context():
            quotes = session().scalar(select(func.count()).select_from(Quote).where(ours[0]))
            documents = session().scalar(select(func.count()).where(ours[1], Document.kind == "quote"))
            mails = session().scalar(select(func.count()).where(ours[2], MailMessage.subject_type == "quote"))
        return quotes or 0, documents or 0, mails or 0

    def stands(self) -> str:
        """What to read when a test fails."""
        with self.machine.app.app_context():
            incidents = session().scalars(select(Incident.message).where(Incident.instance_key == self.key)).all()
        waiting = [(job.type, job.state, job.attempts, job.error_message) for job in self.jobs()]
        return f"jobs {waiting}, incidents {list(incidents)}"

    def _wait_for_task(self, element_id: str) -> UserTask:
        found = eventually(lambda: self._open_task(element_id), f"{element_id} did not come:", tell=self.stands)
        assert found is not None
        return found

    def _open_task(self, element_id: str) -> UserTask | None:
        own = UserTask.instance_key == self.key, UserTask.element_id == element_id
        with self.machine.app.app_context():
            return session().scalar(select(UserTask).where(*own, UserTask.state == TaskState.CREATED))

    def until_answered(self, ask: Callable[[], Answer]) -> Answer:
        """Ask again until the web server answers."""
        answer = eventually(lambda: _answered(ask()), "the web server did not answer")
        assert answer is not None
        return answer


def _answered(answer: Answer) -> Answer | None:
    return None if answer.status in {0, 500, 502, 503} else answer
