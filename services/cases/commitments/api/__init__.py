"""The API of commitments."""

from services.cases.commitments.api import commitments, files, origins, public

BLUEPRINTS = (files.blueprint, origins.blueprint, commitments.blueprint, public.blueprint)
