"""The pages of commitments."""

from services.cases.commitments.pages import desk, files, one, origins, public

BLUEPRINTS = (files.blueprint, desk.blueprint, origins.blueprint, one.blueprint, public.blueprint)
