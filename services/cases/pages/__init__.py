"""The HTML pages of the core: a blueprint in each file. That of the frame has no page, but what stands around all of them."""

from services.cases.pages import (
    acts,
    case_change,
    cases,
    drafting,
    frame,
    home,
    investigation,
    letters,
    log_in,
    obligations,
    own_initiative,
    paper,
    recommendations,
    rung_letters,
    tasks,
)

BLUEPRINTS = (
    frame.blueprint,
    log_in.blueprint,
    home.blueprint,
    cases.blueprint,
    own_initiative.blueprint,
    case_change.blueprint,
    investigation.blueprint,
    tasks.blueprint,
    acts.blueprint,
    recommendations.blueprint,
    drafting.blueprint,
    letters.blueprint,
    obligations.blueprint,
    paper.blueprint,
    rung_letters.blueprint,
)
