"""The institutions' portal and the office's view of the directory."""

from services.partners.pages import (
    correspondence,
    directory,
    enclosures,
    exchange,
    letters,
    links,
    log_in,
    office,
    office_contacts,
    office_links,
    our_contacts,
    people,
    post,
    released,
    replies,
)

BLUEPRINTS = (
    log_in.blueprint,
    correspondence.blueprint,
    letters.blueprint,
    enclosures.blueprint,
    released.blueprint,
    replies.blueprint,
    our_contacts.blueprint,
    people.blueprint,
    office.blueprint,
    directory.blueprint,
    office_contacts.blueprint,
    exchange.blueprint,
    post.blueprint,
    links.blueprint,
    office_links.blueprint,
)
