"""`python -m deploy.compose.broker`: declare the topology as operator, and one user per service with the least rights.

A service may publish its own types into the one exchange and read its own queue; it may declare, bind and delete
nothing (reference: the broker's access control, https://www.rabbitmq.com/docs/access-control).
"""

import re
from pathlib import Path
from urllib.parse import quote

import requests
from kombu import Connection

from deploy import SERVICES
from shared.messaging.topology import Topology

KEYS = Path("/keys")
MANAGEMENT = "http://rabbitmq:15672/api"
ALL_OF_VHOST = quote("/", safe="")


def main() -> None:
    password = (KEYS / "setup" / "broker_operator").read_text(encoding="utf-8")
    topology = Topology()
    with Connection(f"pyamqp://operator:{quote(password)}@rabbitmq:5672//", connect_timeout=5) as connection:
        connection.ensure_connection(max_retries=30, interval_start=1, interval_step=0)
        topology.declare(connection)
    session = requests.Session()
    session.auth = ("operator", password)
    for service in SERVICES:
        own = (KEYS / "setup" / f"broker_{service}").read_text(encoding="utf-8")
        _put(session, f"users/{service}", {"password": own, "tags": ""})
        rights = {
            "configure": "^$",
            "write": f"^{re.escape(topology.events.name)}$",
            "read": f"^{re.escape(topology.queue(service).name)}$",
        }
        _put(session, f"permissions/{ALL_OF_VHOST}/{service}", rights)
        types = {"exchange": topology.events.name, "write": f"^{service}\\.", "read": "^$"}
        _put(session, f"topic-permissions/{ALL_OF_VHOST}/{service}", types)
    session.delete(f"{MANAGEMENT}/users/guest", timeout=10)


def _put(session: requests.Session, path: str, body: dict[str, str]) -> None:
    session.put(f"{MANAGEMENT}/{path}", json=body, timeout=10).raise_for_status()


if __name__ == "__main__":
    main()
