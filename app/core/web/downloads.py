"""Files given to a browser: saved, never shown, whatever they hold."""

from pathlib import Path

from flask import Response, send_file

DOWNLOAD_POLICY = "default-src 'none'; sandbox"


def download(path: Path, *, name: str, media_type: str) -> Response:
    """The file under its own name, to be saved. Opened in the page it could neither run a script nor load anything."""
    answer = send_file(path, mimetype=media_type, as_attachment=True, download_name=name, etag=False)
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
