"""The API of the core: parse, one action or query, answer."""

from services.cases.api import (
    acts,
    cases,
    clarifications,
    clocks,
    held_messages,
    investigation,
    joint,
    obligations,
    public_versions,
    readdressings,
    rung_letters,
    scans,
    sessions,
)

BLUEPRINTS = (
    sessions.blueprint,
    cases.blueprint,
    held_messages.blueprint,
    investigation.blueprint,
    acts.blueprint,
    joint.blueprint,
    public_versions.blueprint,
    obligations.blueprint,
    clocks.blueprint,
    scans.blueprint,
    readdressings.blueprint,
    clarifications.blueprint,
    rung_letters.blueprint,
)
