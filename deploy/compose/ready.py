"""`python -m deploy.compose.ready`: the health check of a container of ours; status 0 if its process says that it can do its work.

A web process answers below its service's name, a worker on METRICS_PORT.
"""

import os
import sys
from http.client import HTTPConnection, HTTPException


def address() -> tuple[int, str]:
    """Port and path where the process of this container says whether it is ready."""
    if port := os.environ.get("METRICS_PORT"):
        return int(port), "/readyz"
    return 8000, f"/{os.environ['SERVICE']}/readyz"


def main() -> int:
    port, path = address()
    connection = HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", path)
        return 0 if connection.getresponse().status == 200 else 1
    except (HTTPException, OSError) as error:
        sys.stderr.write(f"{port}{path}: {error}\n")
        return 1
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main())
