"""What the browser gets to show a form."""

from app.core.actor import Viewer
from app.engine.forms import form_for_browser, label_of, labels_of
from app.engine.forms.patterns import fits
from app.engine.registry import option_sources
from tests.engine.form_factories import a_field, a_form

VIEWER = Viewer("anna")


def test_browser_gets_only_what_the_form_uses():
    form = a_form(a_field(), a_field(key="other", conditional={"hide": "=amount > 3"}))

    offered = form_for_browser(form, variables={"remark": "x", "amount": 5, "margin": 12}, viewer=VIEWER, draft=None)

    assert offered.data == {"remark": "x", "amount": 5}


def test_draft_stands_over_the_case():
    offered = form_for_browser(a_form(a_field()), variables={"remark": "old"}, viewer=VIEWER, draft={"remark": "new"})

    assert offered.data == {"remark": "new"}


def test_options_of_a_source_come_along(monkeypatch):
    monkeypatch.setitem(option_sources, "sales.reasons", lambda viewer, variables: [{"label": "P", "value": "p"}])
    form = a_form({"type": "select", "key": "lost_reason", "valuesKey": "sales.reasons"})

    offered = form_for_browser(form, variables={}, viewer=VIEWER, draft=None)

    assert offered.data == {"sales.reasons": [{"label": "P", "value": "p"}]}


def test_buttons_of_the_form_are_left_to_the_page():
    form = a_form({"type": "group", "components": [{"type": "button"}, a_field()]}, {"type": "button"})

    offered = form_for_browser(form, variables={}, viewer=VIEWER, draft=None)

    assert offered.schema["components"] == [{"type": "group", "components": [a_field()]}]


def test_browser_takes_the_phone_numbers_that_the_server_takes():
    field = a_field(validate={"validationType": "phone", "maxLength": 40})

    shown = form_for_browser(a_form(field), variables={}, viewer=VIEWER, draft=None).schema["components"][0]["validate"]

    assert (shown["maxLength"], "validationType" in shown) == (40, False)
    assert fits(shown["pattern"], "+39 035 123456")


def test_error_path_has_a_label():
    labels = labels_of(a_form({"type": "dynamiclist", "path": "lines", "components": [a_field(label="Quantity")]}))

    assert label_of("lines.1.remark", labels) == "Row 2: Quantity"
    assert label_of("unknown", labels) == "unknown"
