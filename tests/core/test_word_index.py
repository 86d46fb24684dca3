"""Words are found whatever their accents, case and signs."""

import pytest
from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from app.core.word_index import ACCENTED, MOST_WORDS, has_words, words_of
from app.engine.models import ProcessInstance
from tests.engine.factories import make_instance

TITLE = "Čerpadlo Q-2026-00031 for O'Brien, Straße 5 <img src=x>"


@pytest.mark.parametrize(
    "text",
    [
        "cerp",
        "ČERPADLO",
        "čerp 00031",
        "q-2026-000",
        "Q_2026.00031",
        "o'brien",
        "O’Brien",
        "strase",
        "Straße",
        "img",
        "C\u030cerp",
    ],
)
def test_every_word_begins_a_word(session: Session, text: str) -> None:
    make_instance(title=TITLE)

    assert session.scalar(select(ProcessInstance.title).where(has_words(text, ProcessInstance.title))) == TITLE


@pytest.mark.parametrize("text", ["erpadlo", "cerp other", "%", "_", "\\", "", "\0", "' | x:*' & y"])
def test_other_words_and_signs_find_nothing(session: Session, text: str) -> None:
    make_instance(title=TITLE)

    assert session.scalar(select(ProcessInstance.title).where(has_words(text, ProcessInstance.title))) is None


@pytest.mark.parametrize("sign", sorted({*ACCENTED, *ACCENTED.upper()}))
def test_database_and_question_see_the_same_word(session: Session, sign: str) -> None:
    stored = session.scalar(select(cast(func.word_vector(sign), Text)))

    assert stored == " ".join(f"'{word}':{place}" for place, word in enumerate(sorted(words_of(sign)), 1))


def test_of_very_many_words_only_the_first_count() -> None:
    assert len(words_of("a " * 100)) == MOST_WORDS
