"""The application of cases: the only file that knows the core and all wings."""

from flask import Flask

from services.cases import api, pages, timers
from services.cases.actions.numbering import Numbers
from services.cases.activities import api as activities_api
from services.cases.activities import consumers as activities_consumers
from services.cases.activities import pages as activities_pages
from services.cases.agreements import api as agreements_api
from services.cases.agreements import consumers as agreements_consumers
from services.cases.agreements import forms as agreements_forms
from services.cases.agreements import pages as agreements_pages
from services.cases.agreements import timers as agreements_timers
from services.cases.clients import typesetting
from services.cases.commands import staff_group
from services.cases.commitments import api as commitments_api
from services.cases.commitments import forms as commitments_forms
from services.cases.commitments import pages as commitments_pages
from services.cases.commitments import timers as commitments_timers
from services.cases.duty import api as duty_api
from services.cases.duty import consumers as duty_consumers
from services.cases.duty import forms as duty_forms
from services.cases.duty import pages as duty_pages
from services.cases.duty import timers as duty_timers
from services.cases.forms import refusals
from services.cases.gaps import api as gaps_api
from services.cases.gaps import forms as gaps_forms
from services.cases.gaps import pages as gaps_pages
from services.cases.gaps import timers as gaps_timers
from services.cases.incoming import api as incoming_api
from services.cases.incoming import forms as incoming_forms
from services.cases.incoming import pages as incoming_pages
from services.cases.incoming import timers as incoming_timers
from services.cases.indicators import api as indicators_api
from services.cases.indicators import consumers as indicators_consumers
from services.cases.indicators import forms as indicators_forms
from services.cases.indicators import pages as indicators_pages
from services.cases.models import Base
from services.cases.office import api as office_api
from services.cases.office import pages as office_pages
from services.cases.open_data import api as open_data_api
from services.cases.open_data import pages as open_data_pages
from services.cases.open_data import timers as open_data_timers
from services.cases.places import api as places_api
from services.cases.places import pages as places_pages
from services.cases.press import api as press_api
from services.cases.press import pages as press_pages
from services.cases.register import api as register_api
from services.cases.register import forms as register_forms
from services.cases.register import pages as register_pages
from services.cases.register import timers as register_timers
from services.cases.reports import api as reports_api
from services.cases.reports import forms as reports_forms
from services.cases.reports import pages as reports_pages
from services.cases.reports.commands import report_group
from services.cases.rescues import api as rescues_api
from services.cases.rescues import forms as rescues_forms
from services.cases.rescues import pages as rescues_pages
from services.cases.search import api as search_api
from services.cases.search import pages as search_pages
from services.cases.visits import api as visits_api
from services.cases.visits import forms as visits_forms
from services.cases.visits import pages as visits_pages
from shared import app
from shared.app import Service
from shared.cli import platform_of
from shared.settings import Settings
from shared.timers import Timers

API = tuple(
    one
    for part in (
        api,
        incoming_api,
        register_api,
        gaps_api,
        visits_api,
        indicators_api,
        reports_api,
        commitments_api,
        places_api,
        open_data_api,
        press_api,
        activities_api,
        agreements_api,
        duty_api,
        rescues_api,
        office_api,
        search_api,
    )
    for one in part.BLUEPRINTS
)
_WITH_PAGES = (
    pages,
    incoming_pages,
    register_pages,
    gaps_pages,
    visits_pages,
    indicators_pages,
    reports_pages,
    commitments_pages,
    places_pages,
    open_data_pages,
    press_pages,
    activities_pages,
    agreements_pages,
    duty_pages,
    rescues_pages,
    office_pages,
    search_pages,
)
PAGES = tuple(one for part in _WITH_PAGES for one in part.BLUEPRINTS)
TIMERS = Timers(
    timers.timers,
    incoming_timers.timers,
    register_timers.timers,
    gaps_timers.timers,
    agreements_timers.timers,
    commitments_timers.timers,
    duty_timers.timers,
    open_data_timers.timers,
)

#: One set of subscriptions, to which each wing adds what it listens to.
SUBSCRIPTIONS = {
    one.subscriptions for one in (duty_consumers, indicators_consumers, activities_consumers, agreements_consumers)
}.pop()

for wing in (
    agreements_forms,
    commitments_forms,
    duty_forms,
    gaps_forms,
    incoming_forms,
    indicators_forms,
    register_forms,
    reports_forms,
    rescues_forms,
    visits_forms,
):
    refusals.learn(wing.SENTENCES)


def create_app(settings: Settings | None = None) -> Flask:
    made = app.create_app(
        Service(
            "cases",
            API,
            PAGES,
            SUBSCRIPTIONS,
            TIMERS,
            tables=Base.metadata,
            commands=[staff_group, report_group],
            numbers=Numbers(),
        ),
        settings,
    )
    typesetting.use_arms(platform_of(made).settings.letter_arms)
    return made
