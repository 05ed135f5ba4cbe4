"""The API of the institutions' service."""

from services.partners.api import dispatches, files, institutions, replies

blueprints = [institutions.blueprint, dispatches.blueprint, replies.blueprint, files.blueprint]
