"""Whether the web server of this machine is ready: exit code 0 or 1. Run as a module by container engines."""

import os
import sys
from http.client import HTTPConnection

SECONDS = 5


def is_ready(host: str, port: int) -> bool:
    """Ask `/readyz`."""
    connection = HTTPConnection(host, port, timeout=SECONDS)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(0 if is_ready("127.0.0.1", int(os.environ.get("PORT") or 8000)) else 1)
