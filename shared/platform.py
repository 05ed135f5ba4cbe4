"""What one process of one service holds: settings, database, documents, cursors. Made once, at start."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Engine

from shared.audit import write_entries
from shared.audit.notes import Notary
from shared.db import Database
from shared.documents import Documents
from shared.messaging.subscriptions import Subscriptions
from shared.pagination import Cursors
from shared.settings import Settings
from shared.timers import Timers


@dataclass(frozen=True)
class Platform:
    """Reach it in a request with `platform()`; workers get it as an argument."""

    settings: Settings
    database: Database
    documents: Documents
    cursors: Cursors
    subscriptions: Subscriptions
    timers: Timers
    notary: Notary

    @property
    def service(self) -> str:
        return self.settings.service

    @property
    def engine(self) -> Engine:
        return self.database.engine


def build(settings: Settings, subscriptions: Subscriptions, timers: Timers) -> Platform:
    database = Database(settings.database_url)
    database.before_commit.append(write_entries)
    notary = Notary(settings.service, settings.audit_key, settings.audit_public_keys)
    notary.carry(database)
    documents = Documents(settings.documents_url, settings.document_key)
    return Platform(settings, database, documents, Cursors(settings.secret_key), subscriptions, timers, notary)


def platform() -> Platform:
    """The platform of the running app."""
    found: Platform = current_app.extensions["besa"]
    return found
