"""A lead becomes an order while every process of the machine is killed with -9, one by one and all at once."""

from tests.kill.machine import EVERYTHING, Machine
from tests.kill.person import Person
from tests.kill.road import Road


def test_case_ends_right_though_each_process_is_killed_in_the_middle(machine: Machine, road: Road) -> None:
    road.qualify()
    machine.restart("web")
    road.task("prepare_quote")

    machine.kill("worker")
    road.offer()
    machine.kill("redis")
    machine.restart("clock")
    machine.start("redis")
    machine.start("worker")
    road.task("await_answer")

    machine.restart("postgres")
    road.accept()
    machine.kill("clock")
    road.check()
    machine.start("clock")
    road.wait_until_confirmed()

    assert road.papers() == (1, 1, 1)


def test_case_ends_right_though_redis_lost_everything(machine: Machine, road: Road) -> None:
    road.qualify()
    machine.kill("worker")
    road.offer()
    machine.wait_until_sent("documents")

    machine.kill("redis")
    machine.forget_redis()
    machine.start("redis")
    machine.start("worker")
    machine.pass_time(minutes=2)

    road.reject()
    road.wait_until_ended()
    assert road.papers() == (1, 1, 1)


def test_case_ends_right_though_everything_is_killed_at_once(machine: Machine, person: Person, road: Road) -> None:
    road.qualify()
    road.offer()

    machine.kill_everything()
    assert machine.running() == []
    for name in EVERYTHING:
        machine.start(name)

    machine.pass_time(minutes=2)
    road.accept()
    road.check()
    road.wait_until_confirmed()
    assert road.papers() == (1, 1, 1)


def test_trail_is_whole_after_all_that(machine: Machine, road: Road) -> None:
    road.qualify()

    assert "are as they were written" in machine.run("trail", "verify")
