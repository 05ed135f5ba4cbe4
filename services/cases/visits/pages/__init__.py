"""The pages of visits."""

from services.cases.visits.pages import bringing, correcting, filling, plan, taking_along, visit

BLUEPRINTS = (
    plan.blueprint,
    visit.blueprint,
    filling.blueprint,
    correcting.blueprint,
    taking_along.blueprint,
    bringing.blueprint,
)
