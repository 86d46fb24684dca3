"""Settings, read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.core.errors import BadSetting

SHORTEST_SECRET = 32  # characters
FEWEST_DIFFERENT = 8  # characters
KNOWN_BAD_BEGINNINGS = ("changeme", "change-me", "change_me", "replace", "your-secret", "development")


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides.

    smtp_url: `smtp://[user:password@]host:port` or `smtps://...`; None keeps mail in the outbox page.
    trusted_proxies: number of reverse proxies in front of the web process.
    time_zone: that of the company.
    clock_control: the clock may be set through the API (tests only).
    writes_pdf: workers make a PDF beside each invoice, where this machine has LibreOffice.
    public_url: where people outside reach this system; links in mails begin with it.
    database_owner_url: the account that owns the tables, for migrations; None: the application's own does.
    own_signing_key_file, own_checkpoint_folder: None leaves them in the data folder.
    metrics_token: lets other machines read `/metrics`; None leaves that to this machine.
    trusted_hosts: names by which this system may be asked; none lets every name pass.
    secrets_key: what stored secrets are sealed with; None takes the secret key. Its fallbacks open older ones.
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
    secrets_key: str | None = None
    secrets_key_fallbacks: tuple[str, ...] = ()
    trusted_hosts: tuple[str, ...] = ()
    metrics_token: str | None = None
    public_url: str = "http://localhost:8000"
    writes_pdf: bool = True
    time_zone: ZoneInfo = ZoneInfo("Europe/Rome")
    database_owner_url: str | None = None
    own_signing_key_file: Path | None = None
    own_checkpoint_folder: Path | None = None

    @property
    def signing_key_file(self) -> Path:
        """The key that signs checkpoints."""
        return self.own_signing_key_file or self.data_dir / "signing_key.pem"

    @property
    def checkpoint_folder(self) -> Path:
        """Where checkpoints are written besides the database, and the public keys that prove them."""
        return self.own_checkpoint_folder or self.data_dir / "checkpoints"

    @property
    def files_dir(self) -> Path:
        """Where documents lie, under their content hash."""
        return self.data_dir / "files"

    @property
    def sealing_keys(self) -> tuple[str, ...]:
        """The keys of `core.sealing`, today's first."""
        own = (self.secrets_key,) if self.secrets_key else ()
        return (*own, *self.secrets_key_fallbacks, self.secret_key, *self.secret_key_fallbacks)

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
        database_owner_url=_sqlalchemy_url(env["DATABASE_OWNER_URL"]) if env.get("DATABASE_OWNER_URL") else None,
        own_signing_key_file=_path(env, "SIGNING_KEY_FILE"),
        own_checkpoint_folder=_path(env, "CHECKPOINT_DIR"),
        public_url=_web_address(env.get("PUBLIC_URL") or f"http://localhost:{_integer(env, 'PORT', 8000)}"),
        writes_pdf=env.get("WRITE_PDF", "1") != "0",
        secret_key_fallbacks=_listed(env, "SECRET_KEY_FALLBACKS"),
        secrets_key=_secret(env["SECRETS_KEY"], "SECRETS_KEY") if env.get("SECRETS_KEY") else None,
        secrets_key_fallbacks=_listed(env, "SECRETS_KEY_FALLBACKS"),
        trusted_hosts=_listed(env, "TRUSTED_HOSTS"),
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


def _path(env: Mapping[str, str], name: str) -> Path | None:
    return Path(env[name]).resolve() if env.get(name) else None


def _secret(value: str, name: str = "SECRET_KEY") -> str:
    is_guessable = len(set(value)) < FEWEST_DIFFERENT or value.lower().startswith(KNOWN_BAD_BEGINNINGS)
    if len(value) < SHORTEST_SECRET or is_guessable:
        raise BadSetting(f"{name} must be random and at least {SHORTEST_SECRET} characters long.")
    return value


def _listed(env: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(filter(None, (part.strip() for part in env.get(name, "").split(","))))


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
