"""Four services over one store, each with the environment of its own."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from shared.audit.notes import public_key
from shared.db import Database
from shared.documents import Documents, NotForUsError
from shared.events.envelope import Event
from shared.messaging.outbox import publish, share_named
from shared.sealing import derive
from shared.settings import Settings

SERVICES = ("cases", "intake", "notifications", "partners")
WORDS = "Fëmija tha: nuk dua të kthehem".encode()


class House:
    """The settings of the four services of one installation, over one store."""

    def __init__(self, folder: Path, *, seed: bytes | None = None, **given: Any) -> None:
        """`seed`: the same secrets wherever it is made with the same one."""
        audit = {service: _secret(seed, f"audit {service}") for service in SERVICES}
        public = {service: (public_key(key),) for service, key in audit.items()}
        self.folder = folder
        self.settings = {
            service: Settings(
                service=service, database_url="", broker_url="", documents_url=folder.as_uri(), secret_key="s" * 32, staff_verify_key="",
                document_ring_keys=(_secret(seed, service),), audit_key=audit[service], audit_public_keys=public, **given,
            )
            for service in SERVICES
        }  # fmt: skip

    def documents(self, service: str, **other: Any) -> Documents:
        """As a process of that service that has just begun, with its environment and nothing else."""
        made = Documents.of(replace(self.settings[service], **other))
        made.begin()
        return made

    def begun(self) -> dict[str, Documents]:
        return {service: self.documents(service) for service in SERVICES}


def _secret(seed: bytes | None, purpose: str) -> bytes:
    return derive(seed, purpose) if seed else os.urandom(32)


def opening(house: House, name: str, **other: Any) -> list[str]:
    """The services that read the document, each with its environment alone."""
    found = []
    for service in SERVICES:
        try:
            house.documents(service, **other).get(name)
        except NotForUsError:
            continue
        found.append(service)
    return found


def told(database: Database, documents: Documents, event: Event) -> None:
    """The event published, as a platform does it."""
    share = partial(share_named, documents)
    database.before_commit.append(share)
    with database.transaction() as session:
        publish(session, event, uuid4())
    database.before_commit.remove(share)
