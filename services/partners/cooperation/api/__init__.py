"""The API of cooperation."""

from services.partners.cooperation.api import actors, agreements

BLUEPRINTS = (actors.blueprint, agreements.blueprint)
