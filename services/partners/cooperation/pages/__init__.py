"""The pages of cooperation."""

from services.partners.cooperation.pages import actors, agreements, meetings, one, public

BLUEPRINTS = (actors.blueprint, agreements.blueprint, one.blueprint, meetings.blueprint, public.blueprint)
