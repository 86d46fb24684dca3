import dataclasses

import pytest
from flask import Flask

from app.core.sealing import SealBroken, seal, sealed_anew, unseal
from app.settings import Settings

OLD = "the-old-and-random-text-of-forty-characters"
NEW = "a-new-and-random-text-of-forty-characters!!"


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch, tmp_path):
    """How a test changes the keys: `use(secret_key=…, secret_key_fallbacks=…)`."""
    application = Flask("sealing")
    base = Settings("postgresql+psycopg://x", "redis://x", OLD, tmp_path)
    with application.app_context():

        def change(**values: object) -> None:
            application.extensions["settings"] = dataclasses.replace(base, **values)  # type: ignore[arg-type]  # values of several types

        change()
        yield change


def test_what_was_sealed_opens_for_its_purpose_alone(use) -> None:
    sealed = seal("hunter2 ünïcode", purpose="mail")

    assert "hunter2" not in sealed
    assert unseal(sealed, purpose="mail") == "hunter2 ünïcode"
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="second_factor:1")


def test_keys_change_with_the_old_one_as_fallback(use) -> None:
    sealed = seal("hunter2", purpose="mail")

    use(secrets_key=NEW)
    anew = sealed_anew(sealed, purpose="mail")
    use(secret_key=NEW + "x", secrets_key=NEW)

    assert unseal(anew, purpose="mail") == "hunter2"
    with pytest.raises(SealBroken):
        unseal(sealed, purpose="mail")


@pytest.mark.parametrize("altered", ["", "rubbish", "gAAAAA" + "A" * 100])
def test_what_was_altered_does_not_open(use, altered: str) -> None:
    with pytest.raises(SealBroken):
        unseal(altered, purpose="mail")
