"""The notifications app, from its parts."""

from flask import Flask

from services.notifications import api, pages
from services.notifications.actions.sessions import tell_use
from services.notifications.consumers import subscriptions
from services.notifications.timers import timers
from shared import app
from shared.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The app for a web server or a command; settings come from the environment if none are given."""
    service = app.Service(
        name="notifications",
        api=[api.blueprint],
        pages=[pages.blueprint],
        subscriptions=subscriptions,
        timers=timers,
        session_used=tell_use,
    )
    return app.create_app(service, settings)
