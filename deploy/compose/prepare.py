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
#: With what a command ends whose database was set back to an earlier time (`shared.restore`).
SET_BACK = 3


def environment_of(service: str) -> dict[str, str]:
    """The environment of this process with the variables that setup wrote for `service`."""
    return {**os.environ, **_read(service, service), "SERVICE": service}


def _read(holder: str, service: str) -> dict[str, str]:
    lines = (KEYS / holder / f"{service}.env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def run(service: str, *command: str, well: tuple[int, ...] = (0,)) -> None:
    """One Flask command of `service`; ends this process with its status if that is none of `well`."""
    arguments = [sys.executable, "-m", "flask", "--app", f"services.{service}.app", *command]
    given = environment_of(service) | (_read("migrate", service) if command == ("migrate",) else {})
    status = subprocess.run(arguments, env=given, check=False).returncode
    if status not in well:
        sys.exit(status)


def main() -> None:
    if sys.argv[1:2] == ["sample"]:
        given = {service: environment_of(service) for service in SERVICES}
        made = sample.create(given, sys.argv[2], DATA / "credentials.json")
        sys.stdout.write(json.dumps(made, indent=1) + "\n")
        return
    for service in SERVICES:
        run(service, "migrate")
    # After a restore they are there, and the workers have to come up, in whose containers it is declared.
    run("partners", "load-institutions", well=(0, SET_BACK))


if __name__ == "__main__":
    main()
