"""The API of activities: for the office, and for anybody."""

from services.partners.activities.api import consents, desk, public

BLUEPRINTS = (desk.blueprint, consents.blueprint, public.blueprint)
