"""The pages of indicators."""

from services.cases.indicators.pages import figures, indicators

BLUEPRINTS = (indicators.blueprint, figures.blueprint)
