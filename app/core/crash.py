"""Named places at which a test may kill the process, to prove that nothing is lost there."""

import os
import signal

CRASH_AT = os.environ.get("CRASH_AT")


def reach(place: str) -> None:
    """Does nothing, unless the environment says `CRASH_AT=<place>`: then the process is gone, as by `kill -9`."""
    if place == CRASH_AT:
        os.kill(os.getpid(), signal.SIGKILL)
