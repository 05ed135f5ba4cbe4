"""The API of the institutions' service."""

from services.partners.api import (
    contacts,
    dispatches,
    enclosures,
    exchange,
    files,
    institutions,
    letters,
    post,
    relations,
    released,
    replies,
)

BLUEPRINTS = (
    institutions.blueprint,
    relations.blueprint,
    contacts.blueprint,
    exchange.blueprint,
    dispatches.blueprint,
    letters.blueprint,
    replies.blueprint,
    released.blueprint,
    enclosures.blueprint,
    files.blueprint,
    post.blueprint,
)
