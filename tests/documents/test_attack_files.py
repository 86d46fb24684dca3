"""The hostile Word files and names of the shared collection, each as its index says."""

import json
from pathlib import Path

import pytest

from app.documents.errors import TemplateRefused
from app.documents.names import harmless_name
from app.documents.templates import check_template

ATTACKS = Path(__file__).parents[3] / "shared" / "attacks"
WORD_FILES = sorted((ATTACKS / "docx").glob("*.docx"))
NAMES = json.loads((ATTACKS / "text" / "v03_filenames.json").read_text("utf-8"))


@pytest.mark.parametrize("path", WORD_FILES, ids=[path.stem for path in WORD_FILES])
def test_hostile_word_file_is_refused_and_does_nothing(path: Path) -> None:
    with pytest.raises(TemplateRefused) as refused:
        check_template("quote", path.read_bytes())

    assert all(finding.endswith(".") for finding in refused.value.findings)
    assert list(Path.cwd().glob("*bpm_pwned*")) == list(Path("/").glob("*bpm_pwned*")) == []


@pytest.mark.parametrize("name", NAMES)
def test_hostile_name_becomes_one_harmless_step(name: str) -> None:
    shown = harmless_name(name)

    assert shown == Path(shown).name == shown.strip(" .")
    assert 0 < len(shown) <= 120
    assert shown.isprintable()
