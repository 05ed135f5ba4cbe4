"""The pages of cooperation."""

from services.partners.cooperation.pages import actors, agreements, meetings, one

BLUEPRINTS = (actors.blueprint, agreements.blueprint, one.blueprint, meetings.blueprint)
