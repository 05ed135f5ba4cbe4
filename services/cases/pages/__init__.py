"""The HTML pages of the core: a blueprint in each file. That of the frame has no page, but what stands around all of them."""

from services.cases.pages import (
    case_change,
    cases,
    drafting,
    frame,
    held_messages,
    home,
    investigation,
    letters,
    log_in,
    obligations,
    own_initiative,
    paper,
    public_versions,
    recommendations,
    rung_letters,
    tasks,
)

BLUEPRINTS = (
    frame.blueprint,
    log_in.blueprint,
    home.blueprint,
    cases.blueprint,
    held_messages.blueprint,
    own_initiative.blueprint,
    case_change.blueprint,
    investigation.blueprint,
    tasks.blueprint,
    recommendations.blueprint,
    public_versions.blueprint,
    drafting.blueprint,
    letters.blueprint,
    obligations.blueprint,
    paper.blueprint,
    rung_letters.blueprint,
)
