"""`python -m deploy.compose.prepare`: migrate the four databases and load the institutions of Albania."""

import os
import subprocess
import sys
from pathlib import Path

from deploy import SERVICES

KEYS = Path("/keys")


def environment_of(service: str) -> dict[str, str]:
    """This process's environment with the variables that setup wrote for `service`."""
    lines = (KEYS / service / f"{service}.env").read_text(encoding="utf-8").splitlines()
    return {**os.environ, **dict(line.split("=", 1) for line in lines), "SERVICE": service}


def run(service: str, *command: str) -> None:
    """One Flask command of `service`; ends this process with its status if it fails."""
    arguments = [sys.executable, "-m", "flask", "--app", f"services.{service}.app", *command]
    if status := subprocess.run(arguments, env=environment_of(service), check=False).returncode:
        sys.exit(status)


def main() -> None:
    for service in SERVICES:
        run(service, "migrate")
    run("partners", "load-institutions")


if __name__ == "__main__":
    main()
