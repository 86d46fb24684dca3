"""`make torture`: kill everything in turn under load, then look for lost, doubled or stuck work.

Not in it yet: campaigns, service requests, clocks that jump, full disks, frozen processes, a mail server that counts.
"""

import argparse
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import text

from app.core.clock import now
from app.core.db import session
from tests.kill.company import prepared_machine
from tests.kill.machine import Machine
from tests.kill.proof import broken_rules
from tests.torture.acks import Acks
from tests.torture.client import Client
from tests.torture.killer import Killer

CLIENTS = 8
QUIET_SECONDS = 120
UNDER_WAY = {
    "messages in the outbox": "SELECT id FROM outbox_message",
    "jobs": "SELECT key FROM job WHERE state IN ('CREATED', 'RUNNING') AND queue IS NOT NULL",
    "due timers": "SELECT key FROM timer WHERE fired_at IS NULL AND cancelled_at IS NULL AND due_at < now()",
    "mails": "SELECT id FROM mail_message WHERE state <> 'SENT'",
}


def main() -> int:
    """The exit code: 1 when a rule is broken, or nothing was killed."""
    arguments = _arguments()
    print(f"seed {arguments.seed}")
    with tempfile.TemporaryDirectory(prefix="pratica-torture-") as folder:
        Path(folder).chmod(0o711)  # the database's account passes through
        machine = Machine(Path(folder), web_processes=2)
        try:
            prepared_machine(machine, at=now())
            codes = [_round(machine, number, arguments) for number in range(1, arguments.rounds + 1)]
        finally:
            machine.stop()
    return max(codes)


def _round(machine: Machine, number: int, arguments: argparse.Namespace) -> int:
    seed, stopping = arguments.seed * 1_000 + number, threading.Event()
    acks = Acks(machine.folder / f"acks-{number}.jsonl")
    clients = [Client(machine, acks, seed * 10 + n) for n in range(CLIENTS)]
    killer = Killer(machine, seed)
    began = time.monotonic()
    with ThreadPoolExecutor(CLIENTS + 1) as pool:
        working = [pool.submit(worker.work, stopping) for worker in (*clients, killer)]
        stopping.wait(arguments.seconds)
        stopping.set()
    for work in working:
        work.result()
    seconds = time.monotonic() - began
    with machine.app.app_context():
        broken = _left_over() | broken_rules() | ({"confirmed work is there": lost} if (lost := acks.lost()) else {})
    acks.close()
    _report(number, clients, killer, acks, seconds)
    for rule, rows in broken.items():
        print(f"  BROKEN: {rule}: {', '.join(rows[:5])}{' ...' if len(rows) > 5 else ''}")
    return 1 if broken or not killer.kills else 0


def _left_over() -> dict[str, list[str]]:
    """What is still under way after everything had time to come to rest."""
    give_up = time.monotonic() + QUIET_SECONDS
    while True:
        left = {f"{what} come to rest": _values(query) for what, query in UNDER_WAY.items()}
        if not any(left.values()) or time.monotonic() > give_up:
            return {rule: rows for rule, rows in left.items() if rows}
        time.sleep(0.5)


def _values(query: str) -> list[str]:
    found = [str(value) for value in session().scalars(text(query))]
    session().rollback()
    return found


def _report(number: int, clients: list[Client], killer: Killer, acks: Acks, seconds: float) -> None:
    counts = sum((client.counts for client in clients), start=type(clients[0].counts)())
    print(f"round {number}: {seconds:.0f} s, {len(acks.confirmed)} confirmed answers, {dict(counts)}")
    for victim, times in killer.recoveries(sorted(acks.times)).items():
        middle = f"{statistics.median(times):.1f} s, longest {max(times):.1f} s" if times else "-"
        print(f"  {victim}: killed {len(killer.kills[victim])} times, next answer after {middle}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make torture", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
