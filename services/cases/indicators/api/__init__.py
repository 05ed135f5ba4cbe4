"""The API of indicators."""

from services.cases.indicators.api import figures, requests

BLUEPRINTS = (figures.blueprint, requests.blueprint)
