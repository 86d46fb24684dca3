"""Forms of user tasks: form-js JSON, checked at deployment and again at every submission."""

from app.engine.forms.components import NO_FORM
from app.engine.forms.findings import FormFinding, form_findings
from app.engine.forms.offer import OfferedForm, form_for_browser, label_of, labels_of, names_used
from app.engine.forms.submission import checked_draft, checked_values

__all__ = [
    "NO_FORM",
    "FormFinding",
    "OfferedForm",
    "checked_draft",
    "checked_values",
    "form_findings",
    "form_for_browser",
    "label_of",
    "labels_of",
    "names_used",
]
