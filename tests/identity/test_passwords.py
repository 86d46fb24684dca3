import pytest

from app.core.errors import TooMany
from app.identity import passwords
from app.identity.delays import LONGEST_SECONDS, delay_seconds
from app.identity.errors import WeakPassword
from app.identity.passwords import check_password, fits, hash_password, is_outdated, password_slot


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "123456789",
        "1234567890",
        "0987654321",
        "qwertyuiop",
        "aaaaaaaaaaaa",
        "abababababab",
        "password123",
        "P@ssw0rd2026",
        "Welcome-2026!",
        "administrator1",
        "my-name-is-anna",
        "Pratica2026!!",
        "x" * 1025,
        "è" * 600,
    ],
)
def test_a_weak_password_is_refused(password: str) -> None:
    with pytest.raises(WeakPassword) as refusal:
        check_password(password, user_name="anna")

    assert refusal.value.fields["new_password"]


@pytest.mark.parametrize(
    "password", ["pratica-demo", "correct horse battery", "Zt9-qL4!mmw0", "grande città", "日本語のパスワード長い"]
)
def test_a_good_password_is_taken(password: str) -> None:
    check_password(password, user_name="anna")


def test_a_hash_fits_its_own_password_only() -> None:
    stored = hash_password("correct horse")

    assert fits(stored, "correct horse")
    assert not fits(stored, "correct house")
    assert not is_outdated(stored)


def test_a_hash_of_lower_cost_is_outdated() -> None:
    assert is_outdated("$argon2id$v=19$m=8192,t=1,p=1$c2FsdHNhbHRzYWx0$nCLbA0Mu2pVWz0Rwd5uDK4xnFLn1TDXMYkkJbPDI2gk")


@pytest.mark.parametrize("stored", [None, "", "plain text"])
def test_no_hash_fits_nothing(stored: str | None) -> None:
    assert not fits(stored, "nobody has this password")


def test_at_most_two_hash_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)

    with password_slot(), password_slot(), pytest.raises(TooMany) as refusal, password_slot():
        pass

    assert refusal.value.retry_after_seconds == 1


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 0), (4, 0), (5, 1), (6, 2), (9, 16), (14, 512), (15, LONGEST_SECONDS), (10**9, 900)]
)
def test_the_delay_doubles_up_to_a_quarter_of_an_hour(failures: int, seconds: int) -> None:
    assert delay_seconds(failures, free=4) == seconds
