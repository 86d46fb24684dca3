"""What makes an uploaded Word file unfit as a template."""

import io
import struct
import zipfile

import pytest

from app.documents.errors import TemplateRefused, TemplateUnknown
from app.documents.templates import check_template
from tests.documents.packages import (
    make_template,
    packed,
    parts_of,
    with_field,
    with_part,
    with_relationship,
    with_replaced,
    with_xml,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
BOMB = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def findings_of(content: bytes) -> str:
    with pytest.raises(TemplateRefused) as refused:
        check_template("quote", content)
    return " ".join(refused.value.findings)


def test_plain_template_is_taken_with_the_names_it_uses() -> None:
    checked = check_template("quote", make_template("{{ number }} {{ customer.name }}", footer="{{ labels.page }}"))

    assert checked.names == ("customer", "labels", "number")


def test_unknown_kind_is_refused() -> None:
    with pytest.raises(TemplateUnknown):
        check_template("letter", make_template())


@pytest.mark.parametrize(
    ("tag", "what"),
    [
        ("{{ cycler.__init__.__globals__.os.system('x') }}", "calls something"),
        ("{{ number.upper() }}", "calls something"),
        ("{{ ''.__class__ }}", "__class__"),
        ("{{ number['__class__'] }}", "names number['__class__']"),
        ("{{ number|attr('__class__') }}", "filter 'attr'"),
        ("{{ number|safe }}", "filter 'safe'"),
        ("{{ 'x' * 9999999999 }}", "computes"),
        ("{{ number ~ number }}", "computes"),
        ("{{ -total_net }}", "computes"),
        ("{{ number[0:3] }}", "picks"),
        ("{{ lines[total_net] }}", "picks"),
        ("{{ {'a': number} }}", "builds"),
        ("{% include 'x' %}", "includes another file"),
        ("{% import 'x' as x %}", "imports another file"),
        ("{% from 'x' import y %}", "imports another file"),
        ("{% extends 'x' %}", "extends another file"),
        ("{% macro m() %}{% endmacro %}", "defines a macro"),
        ("{% call m() %}{% endcall %}", "calls"),
        ("{% set x = number %}", "sets a value"),
        ("{% with x = number %}{% endwith %}", "sets a value"),
        ("{% block b %}{% endblock %}", "defines a block"),
        ("{% filter upper %}{% endfilter %}", "changes a whole block"),
        ("{% autoescape false %}{% endautoescape %}", "protection"),
        ("{% for x in lines recursive %}{% endfor %}", "loops within"),
        ("{% for a, b in lines %}{% endfor %}", "more than one name"),
        ("{% do x %}", "cannot be read"),
        ("{{ number", "cannot be read"),
        ("{% for line in lines %}", "cannot be read"),
        ("{{ customer.vat }}", "names customer.vat, which the data does not have"),
        ("{% for line in lines %}{{ line.sum }}{% endfor %}", "names line.sum"),
        ("{{ nobody }}", "names nobody"),
        ("{{ customer.address_lines.name }}", "names customer.address_lines.name"),
    ],
)
def test_tag_is_refused_and_named(tag: str, what: str) -> None:
    assert what in findings_of(make_template(f"before {tag} after"))


def test_tag_in_the_footer_is_refused() -> None:
    assert "Footer: “{{ number.upper() }}” calls something" in findings_of(make_template(footer="{{ number.upper() }}"))


@pytest.mark.parametrize(
    "tag",
    [
        "{% for line in lines %}{{ loop.index }} {{ line.name|upper }}{% else %}none{% endfor %}",
        "{% if customer.vat_number and not notes %}{{ customer.vat_number }}{% elif total_net == '0' %}x{% endif %}",
        "{{ notes|default('none', true) }}",
        "{{ seller.address_lines|join(', ') }}",
        "{# a remark #}",
        "{{ number if number is defined else '' }}",
    ],
)
def test_tag_that_only_shows_values_is_taken(tag: str) -> None:
    assert check_template("quote", make_template(tag))


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (with_part("word/vbaProject.bin", b"\xd0\xcf\x11\xe0", "application/vnd.ms-office.vbaProject"), "vbaProject"),
        (with_part("word/activeX/activeX1.xml", b"<a/>", "application/vnd.ms-office.activeX+xml"), "activeX1"),
        (with_part("word/embeddings/a.bin", b"x", "application/vnd.openxmlformats-officedocument.oleObject"), "a.bin"),
        (with_part("word/embeddings/a.docx", make_template(), f"{WORD}.document.main+xml"), "another archive"),
        (with_part("word/media/a.png", b"<svg/>", "image/png"), "not the picture"),
        (with_part("word/media/a.svg", b"<svg/>", "image/svg+xml"), "image/svg+xml"),
        (with_part("word/media/a.png", b"\x89PNG\r\n\x1a\nbroken", "image/png"), "cannot be read"),
        (
            with_part("word/fonts/a.odttf", b"font", "application/vnd.openxmlformats-officedocument.obfuscatedFont"),
            "a.od",
        ),
        (with_part("x.exe", b"MZ"), "is a program"),
        (with_part("word/second.xml", b"<a/>", f"{WORD}.document.main+xml"), "no single main part"),
        (with_part("customXml/item1.xml", f"{BOMB}<a>&b;</a>".encode()), "has a DOCTYPE"),
        (with_part("word/comments.xml", "<a/>".encode("utf-16"), f"{WORD}.comments+xml"), "UTF-8"),
        (
            with_part("word/comments.xml", b"<?xml version='1.0' encoding='UTF-7'?><a/>", f"{WORD}.comments+xml"),
            "UTF-8",
        ),
        (with_part("word/comments.xml", b"<a><b></a>", f"{WORD}.comments+xml"), "not well-formed"),
        (with_part("word/comments.xml", b"<?php x?><a/>", f"{WORD}.comments+xml"), "processing instruction"),
        (with_part("word/comments.xml", b"<a>{{ number }}</a>", f"{WORD}.comments+xml"), "tags work only"),
        (
            with_part(
                "word/comments.xml",
                b'<a b="' + b"".join(b"%x" % n for n in range(12_000)) + b'"/>',
                f"{WORD}.comments+xml",
            ),
            "far too long",
        ),
        (with_replaced("word/document.xml", "<w:document ", f"{BOMB}<w:document "), "has a DOCTYPE"),
        (with_replaced("[Content_Types].xml", "document.main+xml", "template.main+xml"), "template.main+xml"),
    ],
)
def test_part_is_refused(content: bytes, what: str) -> None:
    assert what in findings_of(content)


@pytest.mark.parametrize(
    ("kind", "target", "external"),
    [
        ("image", "http://127.0.0.1:9/track.png", True),
        ("image", r"\\host\share\a.png", True),
        ("hyperlink", "file:///etc/passwd", True),
        ("hyperlink", r"\\host\share", True),
        ("hyperlink", "javascript:alert(1)", True),
        ("hyperlink", "http://user@host/", True),
        ("attachedTemplate", "https://host/a.dotm", True),
        ("oleObject", "https://host/a", True),
        ("frame", "https://host/a", True),
        ("aFChunk", "afchunk.mht", False),
        ("subDocument", "a.docx", False),
        ("image", "../../../etc/passwd", False),
        ("image", "media/none.png", False),
    ],
)
def test_relationship_that_reaches_out_is_refused(kind: str, target: str, external: bool) -> None:
    assert "relationship" in findings_of(with_relationship(kind, target, external=external))


@pytest.mark.parametrize("target", ["https://example.com/terms?x=1#y", "mailto:sales@example.com"])
def test_link_to_a_web_page_is_taken(target: str) -> None:
    assert check_template("quote", with_relationship("hyperlink", target))


@pytest.mark.parametrize(
    "instruction",
    [
        r'DDEAUTO c:\\windows\\cmd.exe "/k calc"',
        "DDE Excel Sheet1 R1C1",
        "INCLUDEPICTURE http://host/a.png",
        "INCLUDETEXT file:///etc/passwd",
        "LINK Excel.Sheet a.xlsx",
        "IMPORT http://host/a.png",
        "QUOTE 68 68 69",
        "IF 1 = 1 x y",
        "MACROBUTTON run go",
        "AUTOTEXT x",
        "DATABASE x",
        "HYPERLINK file:///etc/passwd",
        r"HYPERLINK \\host\share",
        "HYPERLINK evil.exe",
        r'HYPERLINK \l "here" "file:///etc/passwd"',
        r'HYPERLINK "https://example.com" \t "..\x"',
        "PAGE {{ number }}",
        "",
    ],
)
def test_field_that_fetches_or_runs_is_refused(instruction: str) -> None:
    assert "field" in findings_of(with_xml(with_field(instruction))) or "link" in findings_of(
        with_xml(with_field(instruction))
    )


@pytest.mark.parametrize(
    "instruction",
    [" PAGE ", "NUMPAGES", r"DATE \@ d.M.yyyy", 'HYPERLINK "https://example.com"', r'HYPERLINK \l "_Toc1"'],
)
def test_field_of_a_letter_is_taken(instruction: str) -> None:
    assert check_template("quote", with_xml(with_field(instruction)))


@pytest.mark.parametrize(
    ("xml", "what"),
    [
        ('<w:altChunk xmlns:r="x" r:id="rId1"/>', "altChunk"),
        ("<w:p><w:r><w:object/></w:r></w:p>", "OLE"),
        ('<w:p><w:fldSimple w:instr="DDEAUTO cmd"/></w:p>', "DDEAUTO"),
        ('<w:p><w:r><w:pict><v:imagedata xmlns:v="v" src="http://host/a.png"/></w:pict></w:r></w:p>', "reaches out"),
        ('<w:p><w:r><w:pict><v:shape xmlns:v="v" href="file:///x"/></w:pict></w:r></w:p>', "reaches out"),
        (r'<w:p><w:r><w:pict><v:fill xmlns:v="v" other="\\host\x"/></w:pict></w:r></w:p>', "reaches out"),
        ('<w:p w:rsidR="{{ number }}"/>', "stands in a property"),
    ],
)
def test_element_is_refused(xml: str, what: str) -> None:
    assert what in findings_of(with_xml(xml))


def test_settings_may_not_attach_a_template() -> None:
    content = with_replaced("word/settings.xml", "</w:settings>", '<w:attachedTemplate w:val="x"/></w:settings>')

    assert "an attached template" in findings_of(content)


def test_properties_of_the_file_are_checked_like_text() -> None:
    content = with_replaced("docProps/core.xml", "python-docx", "{{ number.upper() }}")

    assert "Property author" in findings_of(content)


def test_archive_with_too_many_parts_is_refused() -> None:
    parts = parts_of(make_template()) | {f"word/media/{number}.png": b"" for number in range(600)}

    assert "parts; 500 are allowed" in findings_of(packed(parts))


@pytest.mark.parametrize("name", ["../x", "/x", "C:/x", "a\\b", "word/./x", "a/../b", "ü.xml", "a\nb", "a" * 300])
def test_archive_with_an_odd_name_is_refused(name: str) -> None:
    assert "is not allowed" in findings_of(packed(parts_of(make_template()) | {name: b"x"}))


def test_archive_with_a_name_twice_is_refused() -> None:
    parts = parts_of(make_template())

    assert "is there twice" in findings_of(packed(parts | {"WORD/document.xml": parts["word/document.xml"]}))


def test_archive_packed_too_tightly_is_refused() -> None:
    assert "more than 100 to one" in findings_of(with_part("word/media/a.png", b"\0" * 5_000_000, "image/png"))


def test_archive_that_lies_about_a_size_is_refused() -> None:
    content = bytearray(with_part("word/media/a.png", b"\x89PNG" + b"\0" * 5_000_000, "image/png"))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        where = content.rindex(mark)
        content[where + offset : where + offset + 4] = struct.pack("<L", 100)

    assert "is damaged" in findings_of(bytes(content))


def test_archive_whose_headers_disagree_is_refused() -> None:
    content = make_template()

    assert "two different names" in findings_of(content.replace(b"word/document.xml", b"word/dokument.xml", 1))


def test_encrypted_archive_is_refused() -> None:
    content = bytearray(make_template())
    where = content.index(b"PK\x01\x02")
    content[where + 8] |= 1

    assert "is encrypted" in findings_of(bytes(content))


def test_archive_packed_in_another_way_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_BZIP2) as package:
        for name, content in parts_of(make_template()).items():
            package.writestr(name, content)

    assert "in a way that Word does not use" in findings_of(written.getvalue())


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04", make_template()[:-40], b"\xd0\xcf\x11\xe0" * 100])
def test_what_is_no_word_file_is_refused(content: bytes) -> None:
    assert "Word file" in findings_of(content)
