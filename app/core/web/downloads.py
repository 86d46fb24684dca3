"""Files given to a browser: saved, never shown, whatever they hold."""

from io import BytesIO

from flask import Response, send_file

DOWNLOAD_POLICY = "default-src 'none'; sandbox"


def download(content: bytes, *, name: str, media_type: str) -> Response:
    """The bytes as a file to be saved. Opened in the page it could neither run a script nor load anything."""
    answer = send_file(BytesIO(content), mimetype=media_type, as_attachment=True, download_name=name, etag=False)
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
