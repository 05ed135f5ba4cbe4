"""The app of intake. `create_app` is what gunicorn and `flask --app services.intake.app` call."""

from io import BytesIO
from typing import IO

from flask import Flask, Request

from services.intake import api, pages
from services.intake.actions.erasure import erase_again
from services.intake.actions.numbers import Numbers
from services.intake.actions.sessions import tell_use
from services.intake.commands import erase_complaint
from services.intake.consultations import api as consultations_api
from services.intake.consultations import pages as consultations_pages
from services.intake.consumers import subscriptions
from services.intake.models import Base, Vault
from services.intake.timers import timers
from shared import app
from shared.platform import Platform
from shared.settings import Settings


class InMemoryRequest(Request):
    """A request whose files stay in memory: Werkzeug would spool what is larger than 500 kB to a plain temporary file."""

    def _get_file_stream(self, *_: object, **__: object) -> IO[bytes]:
        return BytesIO()


def create_app(settings: Settings | None = None) -> Flask:
    service = app.Service(
        name="intake",
        api=[*api.BLUEPRINTS, *consultations_api.BLUEPRINTS],
        pages=[*pages.BLUEPRINTS, *consultations_pages.BLUEPRINTS],
        subscriptions=subscriptions,
        timers=timers,
        tables=Base.metadata,
        authenticators=[api.by_receipt_code, pages.by_session],
        commands=[erase_complaint],
        session_used=tell_use,
        numbers=Numbers(),
        erase_again=erase_again,
    )
    intake = app.create_app(service, settings)
    intake.request_class = InMemoryRequest
    here: Platform = intake.extensions["besa"]
    Vault.of(here.settings).carry(here.database)
    return intake
