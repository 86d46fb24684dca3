"""Each process dies at each place where a death could lose or double something; the case goes on as if nothing was.

The deaths follow each other in one case: whoever takes over dies at the next place.
"""

from tests.kill.machine import Machine
from tests.kill.person import Person
from tests.kill.road import Road

BEFORE_THE_COMMIT = ("after_engine_step", "number_taken_before_commit", "before_commit")
WRITING = ("worker_after_lease", "worker_after_render", "worker_after_file_rename", "worker_before_commit")
NOTHING_WRITTEN, ONE_OF_EACH = (1, 0, 0), (1, 1, 1)


def test_completion_counts_once_wherever_the_web_process_dies(machine: Machine, person: Person, road: Road) -> None:
    road.qualify()
    task = road.task("prepare_quote")
    machine.restart("web", crash_at=BEFORE_THE_COMMIT[0])
    for following in (*BEFORE_THE_COMMIT[1:], "after_commit_before_reply"):
        assert person.complete(task.key, task.revision, **road.offered).status == 0
        machine.wait_for_crash("web")
        assert (road.papers(), road.jobs()) == ((0, 0, 0), [])
        machine.start("web", crash_at=following)

    assert person.complete(task.key, task.revision, **road.offered).status == 0
    machine.wait_for_crash("web")
    machine.start("web")
    again = person.complete(task.key, task.revision, **road.offered)

    assert (again.status, "was completed" in again.text) == (409, True)
    road.reject()
    road.wait_until_ended()
    assert road.papers() == ONE_OF_EACH


def test_job_is_done_once_wherever_its_workers_die(machine: Machine, road: Road) -> None:
    road.qualify()
    machine.restart("worker", crash_at=WRITING[0])
    road.offer()
    for following in (*WRITING[1:], "mail_sent_before_mark"):
        machine.wait_for_crash("worker")
        assert road.papers() == NOTHING_WRITTEN
        machine.start("worker", crash_at=following)
        machine.pass_time(minutes=2)  # the dead worker's lease is over

    machine.wait_for_crash("worker")
    assert road.papers() == ONE_OF_EACH
    machine.start("worker")
    machine.pass_time(minutes=2)

    road.reject()
    road.wait_until_ended()
    assert road.papers() == ONE_OF_EACH


def test_timers_fire_and_messages_go_out_though_the_clock_dies_over_them(machine: Machine, road: Road) -> None:
    road.postpone("2026-11-30")
    machine.restart("clock", crash_at="timer_claimed")
    machine.pass_time(days=8)
    machine.wait_for_crash("clock")

    machine.start("clock", crash_at="after_enqueue_before_mark")
    road.person = Person(machine.port, "anna")  # her session is over after a week
    road.qualify()
    road.offer()
    machine.wait_for_crash("clock")

    machine.start("clock")
    road.reject()
    road.wait_until_ended()
    assert road.papers() == ONE_OF_EACH
