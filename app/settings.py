"""Settings, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.errors import BadSetting

SHORTEST_SECRET = 32  # characters
KNOWN_BAD_SECRETS = frozenset({"secret", "changeme", "change-me", "dev", "development"})


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides.

    smtp_url: `smtp://[user:password@]host:port` or `smtps://...`; None keeps mail in the outbox page.
    trusted_proxies: number of reverse proxies in front of the web process.
    time_zone: that of the company.
    clock_control: the clock may be set through the API (tests only).
    writes_pdf: workers make a PDF beside each invoice, where this machine has LibreOffice.
    public_url: where people outside reach this system; links in mails begin with it.
    metrics_token: lets other machines read `/metrics`; None leaves that to this machine.
    """

    database_url: str
    redis_url: str
    secret_key: str
    data_dir: Path
    smtp_url: str | None = None
    port: int = 8000
    trusted_proxies: int = 0
    clock_control: bool = False
    secure_cookies: bool = False
    secret_key_fallbacks: tuple[str, ...] = ()
    metrics_token: str | None = None
    public_url: str = "http://localhost:8000"
    writes_pdf: bool = True
    time_zone: ZoneInfo = ZoneInfo("Europe/Rome")

    @property
    def files_dir(self) -> Path:
        """Where documents lie, under their content hash."""
        return self.data_dir / "files"

    @property
    def clock_file(self) -> Path | None:
        """The file through which all processes share a set clock; None in production."""
        return self.data_dir / "clock" if self.clock_control else None


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings of this process. Raises BadSetting with a sentence for a missing or unusable value."""
    env = os.environ if environment is None else environment
    return Settings(
        database_url=_sqlalchemy_url(_needed(env, "DATABASE_URL")),
        redis_url=_needed(env, "REDIS_URL"),
        secret_key=_secret(_needed(env, "SECRET_KEY")),
        data_dir=Path(env.get("DATA_DIR", "var")).resolve(),
        smtp_url=env.get("SMTP_URL") or None,
        port=_integer(env, "PORT", 8000),
        trusted_proxies=_integer(env, "TRUSTED_PROXIES", 0),
        clock_control=env.get("CLOCK_CONTROL") == "1",
        secure_cookies=env.get("SECURE_COOKIES") == "1",
        time_zone=_zone(env.get("TIME_ZONE") or "Europe/Rome"),
        metrics_token=env.get("METRICS_TOKEN") or None,
        public_url=_web_address(env.get("PUBLIC_URL") or f"http://localhost:{_integer(env, 'PORT', 8000)}"),
        writes_pdf=env.get("WRITE_PDF", "1") != "0",
        secret_key_fallbacks=tuple(filter(None, env.get("SECRET_KEY_FALLBACKS", "").split(","))),
    )


def _needed(env: Mapping[str, str], name: str) -> str:
    if value := env.get(name):
        return value
    raise BadSetting(f"{name} is not set. `make run` sets it for you; in production put it into the environment.")


def _sqlalchemy_url(url: str) -> str:
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if url.startswith("postgresql+psycopg://"):
        return url
    raise BadSetting("DATABASE_URL must begin with postgresql://; Pratica runs on PostgreSQL only.")


def _secret(value: str) -> str:
    if len(value) < SHORTEST_SECRET or value.lower() in KNOWN_BAD_SECRETS:
        raise BadSetting(f"SECRET_KEY must be random and at least {SHORTEST_SECRET} characters long.")
    return value


def _web_address(url: str) -> str:
    if not url.startswith(("http://", "https://")) or any(sign in url for sign in "?# "):
        raise BadSetting("PUBLIC_URL must be a web address such as https://crm.example.org.")
    return url.rstrip("/")


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadSetting(f"TIME_ZONE must be a zone such as Europe/Rome, not {name!r}.") from error


def _integer(env: Mapping[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isdecimal():
        raise BadSetting(f"{name} must be a whole number, not {text!r}.")
    return int(text)
