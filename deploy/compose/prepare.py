"""`python -m deploy.compose.prepare`: migrate the four databases and load the institutions of Albania.

`python -m deploy.compose.prepare sample URL` adds sample staff, people and machines, and prints their log-ins as JSON.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

from deploy import SERVICES, sample

KEYS = Path("/keys")
DATA = Path("/var/lib/besa/sample")


def environment_of(service: str) -> dict[str, str]:
    """The environment of this process with the variables that setup wrote for `service`."""
    return {**os.environ, **_read(service, service), "SERVICE": service}


def _read(holder: str, service: str) -> dict[str, str]:
    lines = (KEYS / holder / f"{service}.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def run(service: str, *command: str) -> None:
    """One Flask command of `service`; ends this process with its status if it fails."""
    arguments = [sys.executable, "-m", "flask", "--app", f"services.{service}.app", *command]
    given = environment_of(service) | (_read("migrate", service) if command == ("migrate",) else {})
    if status := subprocess.run(arguments, env=given, check=False).returncode:
        sys.exit(status)


def main() -> None:
    if sys.argv[1:2] == ["sample"]:
        given = {service: environment_of(service) for service in SERVICES}
        made = sample.create(given, sys.argv[2], DATA / "credentials.json")
        sys.stdout.write(json.dumps(made, indent=1) + "\n")
        return
    for service in SERVICES:
        run(service, "migrate")
    run("partners", "load-institutions")


if __name__ == "__main__":
    main()
