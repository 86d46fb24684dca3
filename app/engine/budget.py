"""How much one trigger may do: a loop without a wait must not hold a case, or the machine, for ever."""

import time

MOST_STEPS = 10_000
MOST_READY = 2_000
MOST_SECONDS = 5.0
STEPS_BETWEEN_LOOKS = 50


class Budget:
    """What one trigger has done so far."""

    def __init__(self) -> None:
        self.steps = 0
        self._began = time.monotonic()
        self._most_ready = MOST_READY

    def take_up(self, ready: int) -> None:
        """What a spent budget left ready may go on, however much it is; it must only not grow further."""
        self._most_ready = max(self._most_ready, ready)

    def is_spent(self, ready: int) -> bool:
        """Whether it must stop here. ready: tokens that could go on now."""
        if self.steps >= MOST_STEPS or ready > self._most_ready:
            return True
        looks = self.steps % STEPS_BETWEEN_LOOKS == STEPS_BETWEEN_LOOKS - 1
        return looks and time.monotonic() - self._began > MOST_SECONDS
