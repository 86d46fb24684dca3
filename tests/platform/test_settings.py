"""Settings that the product refuses to start with."""

import pytest

from app.core.errors import BadSetting
from app.settings import settings_from_environment

GOOD = {
    "DATABASE_URL": "postgresql://pratica@localhost/pratica",
    "REDIS_URL": "redis://localhost/0",
    "SECRET_KEY": "a-long-and-random-text-of-forty-characters",
}


def test_the_least_environment_is_enough() -> None:
    settings = settings_from_environment(GOOD)

    assert settings.database_url == "postgresql+psycopg://pratica@localhost/pratica"
    assert (settings.port, settings.trusted_proxies, settings.clock_control) == (8000, 0, False)


@pytest.mark.parametrize("name", GOOD)
def test_a_missing_setting_is_named(name: str) -> None:
    with pytest.raises(BadSetting, match=f"{name} is not set"):
        settings_from_environment({**GOOD, name: ""})


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", "sqlite:///pratica.db", "PostgreSQL only"),
        ("SECRET_KEY", "changeme", "must be random"),
        ("SECRET_KEY", "short", "at least 32 characters"),
        ("PORT", "eighty", "PORT must be a whole number"),
        ("TRUSTED_PROXIES", "-1", "TRUSTED_PROXIES must be a whole number"),
    ],
)
def test_an_unusable_setting_is_refused_with_a_sentence(name: str, value: str, sentence: str) -> None:
    with pytest.raises(BadSetting, match=sentence):
        settings_from_environment({**GOOD, name: value})


@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRETS_KEY"])
@pytest.mark.parametrize("value", ["x" * 40, "changeme-changeme-changeme-changeme-2026", "too short"])
def test_key_that_can_be_guessed_stops_the_start(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"{name} must be random"):
        settings_from_environment(GOOD | {name: value})


def test_stored_secrets_have_keys_of_their_own_before_the_secret_key() -> None:
    keys = {"SECRETS_KEY": "another-long-and-random-text-of-many-signs", "SECRETS_KEY_FALLBACKS": "old one, older"}

    settings = settings_from_environment(GOOD | keys)

    assert settings.sealing_keys == (keys["SECRETS_KEY"], "old one", "older", settings.secret_key)
