"""The checks of diagrams, decisions and forms before they are deployed: all problems at once, each with its element."""

from app.engine.checks.checking import check_files
from app.engine.checks.errors import UnreadableFile
from app.engine.checks.finding import Finding, Known
from app.engine.checks.forms import form_id_of
from app.engine.checks.reading import read_json, read_xml

__all__ = ["Finding", "Known", "UnreadableFile", "check_files", "form_id_of", "read_json", "read_xml"]
