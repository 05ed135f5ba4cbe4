"""The API of cooperation."""

from services.partners.cooperation.api import actors, agreements, meetings

BLUEPRINTS = (actors.blueprint, agreements.blueprint, meetings.blueprint)
