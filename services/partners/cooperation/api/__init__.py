"""The API of cooperation."""

from services.partners.cooperation.api import actors, agreements, meetings, public

BLUEPRINTS = (actors.blueprint, agreements.blueprint, meetings.blueprint, public.blueprint)
