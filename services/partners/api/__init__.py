"""The API of the institutions' service."""

from services.partners.api import (
    contacts,
    dispatches,
    enclosures,
    exchange,
    figures,
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
    figures.blueprint,
    released.blueprint,
    enclosures.blueprint,
    files.blueprint,
    post.blueprint,
)
