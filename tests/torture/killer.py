"""Kills processes at random, and starts them again after a while."""

import random
import threading
import time
from collections import defaultdict

from tests.kill.machine import EVERYTHING, Machine

WEIGHTS = {"web": 25, "worker": 35, "clock": 15, "redis": 10, "postgres": 10, "everything": 5}


class Killer:
    """kills: by victim, the moments of its deaths."""

    def __init__(self, machine: Machine, seed: int) -> None:
        self._machine, self._choice = machine, random.Random(seed)
        self.kills: dict[str, list[float]] = defaultdict(list)

    def work(self, until: threading.Event) -> None:
        """Kill until told to stop; then everything runs."""
        while not until.wait(self._choice.uniform(0.2, 3)):
            victim = self._choice.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
            self._kill(victim)
            time.sleep(self._choice.uniform(0, 2))
            for name in EVERYTHING if victim == "everything" else (victim,):
                self._machine.start(name)

    def recoveries(self, answers: list[float]) -> dict[str, list[float]]:
        """By victim, how long after each death the next answer came."""
        return {
            victim: [
                min(answer for answer in answers if answer > death) - death for death in deaths if answers[-1] > death
            ]
            for victim, deaths in self.kills.items()
        }

    def _kill(self, victim: str) -> None:
        self.kills[victim].append(time.monotonic())
        if victim == "everything":
            self._machine.kill_everything()
        else:
            self._machine.kill(victim)
