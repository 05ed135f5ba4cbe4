"""The institutions' portal and the office's view of the directory."""

from services.partners.pages import (
    correspondence,
    directory,
    enclosures,
    exchange,
    first_password,
    letters,
    log_in,
    office,
    office_contacts,
    our_contacts,
    own_log_ins,
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
    first_password.blueprint,
    own_log_ins.blueprint,
    office.blueprint,
    directory.blueprint,
    office_contacts.blueprint,
    exchange.blueprint,
    post.blueprint,
)
