"""The API of cases: parse, one action or query, answer."""

from services.cases.api import (
    acts,
    cases,
    clocks,
    gaps,
    incoming,
    investigation,
    obligations,
    office,
    patterns,
    public,
    readdressings,
    rung_letters,
    scans,
    sessions,
)

BLUEPRINTS = (
    sessions.blueprint,
    cases.blueprint,
    investigation.blueprint,
    office.blueprint,
    acts.blueprint,
    obligations.blueprint,
    clocks.blueprint,
    scans.blueprint,
    readdressings.blueprint,
    rung_letters.blueprint,
    incoming.blueprint,
    gaps.blueprint,
    patterns.blueprint,
    public.blueprint,
)
