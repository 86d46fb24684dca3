"""What `make run` starts, read from the environment."""

import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.runtime.errors import CannotStart

PORTS = range(1, 65_536)
EVERYWHERE = "0.0.0.0"  # noqa: S104  # what an operator may ask for


@dataclass(frozen=True)
class Plan:
    """Where Pratica listens and keeps its data, and which servers it brings itself."""

    data_dir: Path
    host: str
    port: int
    database_url: str | None
    redis_url: str | None
    secret_key: str | None
    demo: bool

    @property
    def address(self) -> str:
        """What to type into a browser on this machine."""
        return f"http://{'localhost' if self.own_host == '127.0.0.1' else self.own_host}:{self.port}"

    @property
    def own_host(self) -> str:
        """How this machine reaches itself."""
        return "127.0.0.1" if self.host == EVERYWHERE else self.host


def plan_from(environment: Mapping[str, str]) -> Plan:
    """The plan. Raises CannotStart for a port that is none."""
    text = environment.get("PORT") or "8000"
    if not text.isdecimal() or int(text) not in PORTS:
        raise CannotStart(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return Plan(
        data_dir=Path(environment.get("DATA_DIR") or "var").absolute(),
        host=environment.get("HOST") or "127.0.0.1",
        port=int(text),
        database_url=environment.get("DATABASE_URL") or None,
        redis_url=environment.get("REDIS_URL") or None,
        secret_key=environment.get("SECRET_KEY") or None,
        demo=environment.get("DEMO") != "0",
    )


def check_port(plan: Plan) -> None:
    """Raises CannotStart when somebody else listens there, or we may not."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((plan.host, plan.port))
        except PermissionError as refusal:
            raise CannotStart(
                f"Only root may use port {plan.port}; choose one above 1023: PORT=8001 make run."
            ) from refusal
        except OSError as refusal:
            raise CannotStart(
                f"Port {plan.port} of {plan.host} cannot be had ({os.strerror(refusal.errno or 0)}). "
                f"Stop what uses it, or choose another: PORT={plan.port + 1} make run."
            ) from refusal
