"""The Word templates that come with the product."""

import io
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from app.documents.kinds import KINDS
from app.documents.labels import LABELS, labels_in
from app.documents.rendering import write_document
from app.documents.sandbox import plain
from app.documents.shipped.build import BUILDERS
from app.documents.templates import SHIPPED, check_template
from tests.documents.packages import text_of

EVERY = sorted(KINDS)


def written(template_id: str, **changes: object) -> str:
    return text_of(file_of(template_id, **changes))


def file_of(template_id: str, **changes: object) -> bytes:
    data = plain(KINDS[template_id].sample | changes)
    return write_document((SHIPPED / f"{template_id}.docx").read_bytes(), data, mark=f"{template_id} 1")


def opened(template_id: str, **changes: object) -> Document:
    return docx.Document(io.BytesIO(file_of(template_id, **changes)))


def rows_of(document: Document) -> list[list[str]]:
    """What python-docx shows of the tables at the top level: the texts of the cells of each row."""
    return [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]


@pytest.mark.parametrize("template_id", EVERY)
def test_file_is_what_its_program_draws(template_id: str) -> None:
    drawn = BUILDERS[template_id]()

    assert Path(SHIPPED / f"{template_id}.docx").read_bytes() == drawn == BUILDERS[template_id]()


@pytest.mark.parametrize("template_id", EVERY)
def test_file_passes_every_check(template_id: str) -> None:
    assert "number" in check_template(template_id, (SHIPPED / f"{template_id}.docx").read_bytes()).names


def test_quote_shows_number_lines_taxes_and_totals() -> None:
    text = written("quote")

    for value in ("Q-2026-00031", "Hydraulic press, 40 t", "OA-1042", "2 pcs", "4,250.00", "12 %", "7,480.00 EUR"):
        assert value in text
    for value in ("VAT 22 %", "1,645.60", "9,125.60 EUR", "Danubia Logistic S.R.L.", "23 December 2026"):
        assert value in text


@pytest.mark.parametrize("template_id", EVERY)
def test_no_table_stands_in_another(template_id: str) -> None:
    for document in (docx.Document(SHIPPED / f"{template_id}.docx"), opened(template_id)):
        assert document.element.body.findall(f".//{qn('w:tc')}//{qn('w:tbl')}") == []


def test_whoever_opens_the_quote_with_python_docx_finds_it_all() -> None:
    press = KINDS["quote"].sample["lines"][0]
    oil = press | {"position": "2", "name": "Oil", "discount": "", "price": "20.00", "net": "40.00", "vat_rate": "10 %"}
    vat = [
        {"name": "VAT 22 %", "rate": "22 %", "base": "7,480.00", "amount": "1,645.60", "note": ""},
        {"name": "VAT 10 %", "rate": "10 %", "base": "40.00", "amount": "4.00", "note": ""},
    ]

    document = opened("quote", lines=[press, oil], vat=vat, total_vat="1,649.60", total_gross="9,169.60")

    assert any("Q-2026-00031" in paragraph.text for paragraph in document.paragraphs)
    rows = rows_of(document)
    assert ["1", "Hydraulic press, 40 t\nOA-1042", "2 pcs", "4,250.00", "12 %", "22 %", "7,480.00"] in rows
    assert ["2", "Oil\nOA-1042", "2 pcs", "20.00", "", "10 %", "40.00"] in rows
    assert [row for row in rows if row[-1].endswith(" EUR")] == [
        ["Label", "7,480.00 EUR"],
        ["VAT 22 % of 7,480.00", "1,645.60 EUR"],
        ["VAT 10 % of 40.00", "4.00 EUR"],
        ["Label", "1,649.60 EUR"],
        ["Label", "9,169.60 EUR"],
    ]


def test_one_rate_of_vat_is_said_once() -> None:
    assert [row[-1] for row in rows_of(opened("quote"))].count("1,645.60 EUR") == 1


def test_reason_for_no_vat_stands_beside_its_rate() -> None:
    vat = [{"name": "VAT 0 %", "rate": "0 %", "base": "7,480.00", "amount": "0.00", "note": "Reverse charge"}]

    assert ["VAT 0 %", "Reverse charge"] in rows_of(opened("quote", vat=vat))


def test_order_confirmation_shows_references_and_delivery() -> None:
    text = written("order_confirmation")

    assert all(value in text for value in ("O-2026-00007", "Q-2026-00031", "PO 4711", "15 January 2027"))


@pytest.mark.parametrize("count", [0, 1, 40])
def test_quote_has_a_row_for_each_line(count: int) -> None:
    line = KINDS["quote"].sample["lines"][0]

    text = written("quote", lines=[line | {"code": f"CODE-{number}."} for number in range(count)])

    assert [f"CODE-{number}." in text for number in range(count)] == [True] * count


@pytest.mark.parametrize("template_id", [name for name in EVERY if "contact" in KINDS[name].sample])
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
