"""A DMN file reaches nothing while it is read."""

from __future__ import annotations

import pytest

from app.dmn import NotDmn, load
from tests.dmn.models import NAMESPACE, make_model

ROOT = f'<definitions xmlns="{NAMESPACE}"/>'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no well-formed XML"),
        ("no XML", "no well-formed XML"),
        ("<definitions/>", "no DMN"),
        (f"<!DOCTYPE definitions>{ROOT}", "document type"),
        (f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>{ROOT}', "document type"),
        (f"<?php x?>{ROOT}", "processing instruction"),
        (f"{ROOT}<?php x?>", "processing instruction"),
        (make_model("<?php x?>"), "processing instruction"),
        (make_model("<list>" * 230 + "</list>" * 230), "200 deep"),
        (make_model("<list>" * 500 + "</list>" * 500), "no well-formed XML"),
        (make_model(" " * 6_000_000), "bytes"),
    ],
)
def test_hostile_file_is_refused(text, reason):
    with pytest.raises(NotDmn, match=reason):
        load(text)


@pytest.mark.parametrize("version", ["20180521", "20191111", "20211108", "20230324"], ids=["1.2", "1.3", "1.4", "1.5"])
def test_versions_are_read(version):
    scheme = "http" if version == "20180521" else "https"
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?><definitions xmlns="{scheme}://www.omg.org/spec/DMN/{version}/MODEL/"/>'
    )

    assert load(text).findings == []
    assert load(text.encode()).findings == []
