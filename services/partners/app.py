"""The partners app, from its parts: the only file that knows the core and the wings."""

from flask import Flask

from services.partners import api, pages
from services.partners.actions.sessions import tell_use
from services.partners.activities import api as activities_api
from services.partners.activities import pages as activities_pages
from services.partners.activities import timers as activities_timers
from services.partners.activities.actions.numbering import Numbers
from services.partners.api import callers, tokens
from services.partners.commands import commands
from services.partners.comparing import consumers as comparing_consumers
from services.partners.cooperation import api as cooperation_api
from services.partners.cooperation import pages as cooperation_pages
from services.partners.cooperation import timers as cooperation_timers
from services.partners.models import Base
from services.partners.named_later import api as named_later_api
from services.partners.named_later import pages as named_later_pages
from services.partners.named_later import timers as named_later_timers
from services.partners.pages import links, log_in
from services.partners.queries import copies, offered
from services.partners.timers import timers
from shared import app
from shared.settings import Settings
from shared.timers import Timers


def create_app(settings: Settings | None = None) -> Flask:
    """The app for a web server or a command; settings come from the environment if none are given."""
    service = app.Service(
        name="partners",
        api=[*api.BLUEPRINTS, *activities_api.BLUEPRINTS, *cooperation_api.BLUEPRINTS, *named_later_api.BLUEPRINTS],
        pages=[
            *pages.BLUEPRINTS,
            tokens.blueprint,
            *activities_pages.BLUEPRINTS,
            *cooperation_pages.BLUEPRINTS,
            *named_later_pages.BLUEPRINTS,
        ],
        subscriptions=comparing_consumers.subscriptions,
        timers=Timers(timers, activities_timers.timers, cooperation_timers.timers, named_later_timers.timers),
        tables=Base.metadata,
        document_checks={"dispatch.document": copies.check_named, "dispatch.rendering": copies.check_named},
        authenticators=[callers.machine, log_in.person, links.reader],
        commands=commands,
        session_used=tell_use,
        numbers=Numbers(),
        handed_on=offered.lines,
    )
    partners = app.create_app(service, settings)
    # A machine posts its secret there: it has no cookie that a foreign page could make use of.
    partners.extensions["csrf"].exempt(tokens.blueprint)
    return partners
