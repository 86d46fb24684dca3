"""Somebody who works as fast as they can, and does not always do it right."""

import random
import threading
from collections import Counter

from tests.kill.company import new_road
from tests.kill.machine import Machine, eventually
from tests.kill.person import Answer, Person
from tests.kill.road import WANTED, Road
from tests.torture.acks import Acks

STALE, DOUBLE, CANCEL = 0.05, 0.05, 0.02


class Client:
    """One thread of load: leads, one after the other, on the road to an order."""

    def __init__(self, machine: Machine, acks: Acks, seed: int) -> None:
        self._machine, self._acks, self._choice = machine, acks, random.Random(seed)
        self.counts: Counter[str] = Counter()

    def work(self, until: threading.Event) -> None:
        """Take leads to their end until told to stop; a case under way stays where it is."""
        person = self._log_in()
        while not until.is_set():
            road = new_road(self._machine, person)
            self._acks.add("start", road.key)
            self.counts["cases"] += 1
            for element_id, values in self._plan(road):
                if until.is_set() or not self._do(road, element_id, values):
                    break

    def _plan(self, road: Road) -> list[tuple[str, dict[str, object]]]:
        plan: list[tuple[str, dict[str, object]]] = [
            ("qualify_lead", {"lead_outcome": "opportunity", **WANTED}),
            ("prepare_quote", road.offered),
        ]
        if self._choice.random() < 0.5:
            return [*plan, ("await_answer", {"answer": "rejected", "loss_reason": "price"})]
        accepted = {"answer": "accepted", "answered_by": "Paolo Rossi"}
        return [*plan, ("await_answer", accepted), ("check_order", {"delivery_on": "2030-01-15"})]

    def _do(self, road: Road, element_id: str, values: dict[str, object]) -> bool:
        """Complete one task; False when the case goes no further by this client."""
        try:
            task = road.task(element_id)
        except AssertionError:  # the machine is slow; whether the case stands still is looked at in the end
            self.counts["left alone"] += 1
            return False
        if self._choice.random() < CANCEL:
            road.until_answered(lambda: road.person.post(f"/cases/{road.key}/cancellation", reason="Changed my mind"))
            self._acks.add("cancel", road.key)
            self.counts["cancelled"] += 1
            return False
        if self._choice.random() < STALE:
            self._expect_refusal(road.until_answered(lambda: road.person.complete(task.key, 99, **values)))
        answer = road.until_answered(lambda: road.person.complete(task.key, task.revision, **values))
        assert answer.status == 303 or (answer.status == 409 and "was completed" in answer.text), answer.text
        self._acks.add("complete", task.key)
        self.counts["tasks"] += 1
        if self._choice.random() < DOUBLE:
            self._expect_refusal(road.until_answered(lambda: road.person.complete(task.key, task.revision, **values)))
        return True

    def _expect_refusal(self, answer: Answer) -> None:
        self.counts["refused"] += 1
        assert answer.status == 409, answer

    def _log_in(self) -> Person:
        found = eventually(self._logged_in, "nobody could log in")
        assert found is not None
        return found

    def _logged_in(self) -> Person | None:
        try:
            return Person(self._machine.port, "anna")
        except AssertionError:  # the web server was killed over it
            return None
