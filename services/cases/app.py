"""The application of cases."""

from flask import Flask

from services.cases.api import BLUEPRINTS
from services.cases.commands import staff_group
from services.cases.consumers import subscriptions
from services.cases.pages import blueprint as pages
from services.cases.timers import timers
from shared import app
from shared.app import Service
from shared.settings import Settings


def create_app(settings: Settings | None = None) -> Flask:
    return app.create_app(
        Service("cases", BLUEPRINTS, [pages], subscriptions, timers, commands=[staff_group]), settings
    )
