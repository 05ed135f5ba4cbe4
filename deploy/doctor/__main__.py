"""`python -m deploy.doctor <service>`: all checks of one service, in its environment; one line each, 1 if anything is wrong."""

import sys
from collections.abc import Mapping

from environs import EnvValidationError

from deploy.doctor import brokers, databases, mails, places, secrets
from deploy.doctor.faults import Check, Fault, Seen
from shared.settings import Settings, load

CHECKS: Mapping[str, Check] = {
    "database": databases.database,
    "role": databases.role,
    "workers": databases.workers,
    "pooler": databases.pooler,
    "clock": databases.clock,
    "witness": databases.witness,
    "log": databases.log,
    "broker": brokers.broker,
    "bindings": brokers.bindings,
    "documents": places.store,
    "folders": places.folders,
    "disk": places.disk,
    "keys": secrets.keys,
    "mail": mails.mail,
}


def main(service: str) -> int:
    """The exit status."""
    try:
        settings = load(service)
    except EnvValidationError as error:
        for name in sorted(error.error_messages):
            _say(
                service,
                "settings",
                f"{name} is missing or malformed: see .env.example and docs/operations.md, Variables",
            )
        return 1
    found = {name: examine(check, settings) for name, check in CHECKS.items() if name != "mail" or settings.mail_url}
    for name, lines in found.items():
        for line in [str(each) for each in lines] or ["well"]:
            _say(service, name, line)
    return 1 if any(isinstance(each, Fault) for lines in found.values() for each in lines) else 0


def examine(check: Check, settings: Settings) -> list[Fault | Seen]:
    """What a check finds; that it could not be made is a fault too, and its words could hold an address or a password."""
    try:
        return list(check(settings))
    except Exception as error:  # noqa: BLE001 - one check that fails may not keep the others from being made
        return [Fault(f"could not be looked at ({type(error).__name__})", "mend what stands above, then look again")]


def _say(service: str, name: str, line: str) -> None:
    sys.stdout.write(f"{service:13} {name:9} {line}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
