"""The API of activities: for the office, and for anybody."""

from services.partners.activities.api import desk, public

BLUEPRINTS = (desk.blueprint, public.blueprint)
