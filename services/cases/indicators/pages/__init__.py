"""The pages of indicators."""

from services.cases.indicators.pages import figures, indicators, requests

BLUEPRINTS = (indicators.blueprint, figures.blueprint, requests.blueprint)
