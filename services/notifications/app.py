"""The notifications app, from its parts: the only file that knows the core and the wings."""

from flask import Flask

from services.notifications import api, pages
from services.notifications.actions.sessions import tell_use
from services.notifications.bulletins import api as bulletins_api
from services.notifications.bulletins import pages as bulletins_pages
from services.notifications.bulletins import timers as bulletins_timers
from services.notifications.comparing import consumers as comparing_consumers
from services.notifications.issues import api as issues_api
from services.notifications.issues import pages as issues_pages
from services.notifications.issues import timers as issues_timers
from services.notifications.library import api as library_api
from services.notifications.library import pages as library_pages
from services.notifications.library import timers as library_timers
from services.notifications.models import Base
from services.notifications.named_later import api as named_later_api
from services.notifications.named_later import pages as named_later_pages
from services.notifications.named_later import timers as named_later_timers
from services.notifications.outlets import api as outlets_api
from services.notifications.outlets import pages as outlets_pages
from services.notifications.outlets import timers as outlets_timers
from services.notifications.timers import timers
from shared import app
from shared.settings import Settings
from shared.timers import Timers


def create_app(settings: Settings | None = None) -> Flask:
    """The app for a web server or a command; settings come from the environment if none are given."""
    service = app.Service(
        name="notifications",
        api=[
            api.blueprint,
            *outlets_api.BLUEPRINTS,
            *bulletins_api.BLUEPRINTS,
            *issues_api.BLUEPRINTS,
            *library_api.BLUEPRINTS,
            *named_later_api.BLUEPRINTS,
        ],
        pages=[
            pages.blueprint,
            *outlets_pages.BLUEPRINTS,
            *bulletins_pages.BLUEPRINTS,
            *issues_pages.BLUEPRINTS,
            *library_pages.BLUEPRINTS,
            *named_later_pages.BLUEPRINTS,
        ],
        subscriptions=comparing_consumers.subscriptions,
        timers=Timers(
            timers,
            outlets_timers.timers,
            bulletins_timers.timers,
            issues_timers.timers,
            library_timers.timers,
            named_later_timers.timers,
        ),
        tables=Base.metadata,
        session_used=tell_use,
    )
    return app.create_app(service, settings)
