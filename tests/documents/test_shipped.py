"""The Word templates that come with the product."""

from pathlib import Path

import pytest

from app.documents.kinds import KINDS
from app.documents.labels import LABELS, labels_in
from app.documents.rendering import write_document
from app.documents.sandbox import plain
from app.documents.shipped.build import BUILDERS
from app.documents.templates import SHIPPED, check_template
from tests.documents.packages import text_of

EVERY = sorted(KINDS)


def written(template_id: str, **changes: object) -> str:
    data = plain(KINDS[template_id].sample | changes)
    return text_of(write_document((SHIPPED / f"{template_id}.docx").read_bytes(), data, mark=f"{template_id} 1"))


@pytest.mark.parametrize("template_id", EVERY)
def test_file_is_what_its_program_draws(template_id: str) -> None:
    drawn = BUILDERS[template_id]()

    assert Path(SHIPPED / f"{template_id}.docx").read_bytes() == drawn == BUILDERS[template_id]()


@pytest.mark.parametrize("template_id", EVERY)
def test_file_passes_every_check(template_id: str) -> None:
    assert "lines" in check_template(template_id, (SHIPPED / f"{template_id}.docx").read_bytes()).names


def test_quote_shows_number_lines_taxes_and_totals() -> None:
    text = written("quote")

    for value in ("Q-2026-00031", "Hydraulic press, 40 t", "OA-1042", "2 pcs", "4,250.00", "12 %", "7,480.00 EUR"):
        assert value in text
    for value in ("VAT 22 %", "1,645.60", "9,125.60 EUR", "Danubia Logistic S.R.L.", "23 December 2026"):
        assert value in text


def test_order_confirmation_shows_references_and_delivery() -> None:
    text = written("order_confirmation")

    assert all(value in text for value in ("O-2026-00007", "Q-2026-00031", "PO 4711", "15 January 2027"))


@pytest.mark.parametrize("count", [0, 1, 40])
def test_quote_has_a_row_for_each_line(count: int) -> None:
    line = KINDS["quote"].sample["lines"][0]

    text = written("quote", lines=[line | {"code": f"CODE-{number}."} for number in range(count)])

    assert [f"CODE-{number}." in text for number in range(count)] == [True] * count


@pytest.mark.parametrize("template_id", EVERY)
def test_empty_values_leave_no_empty_label(template_id: str) -> None:
    nobody = dict.fromkeys(KINDS[template_id].sample["contact"], "")

    text = written(
        template_id,
        notes="",
        contact=nobody,
        payment_terms="",
        t={**KINDS[template_id].sample["t"], "notes": "REMARKS"},
    )

    assert "REMARKS" not in text


@pytest.mark.parametrize("language", sorted(LABELS))
def test_every_language_has_every_label(language: str) -> None:
    assert labels_in(f"{language}-XX").keys() == LABELS["en"].keys()
    assert all(labels_in(language).values())


def test_unknown_language_is_english() -> None:
    assert labels_in("sv") == LABELS["en"]
