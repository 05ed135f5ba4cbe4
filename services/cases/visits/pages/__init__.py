"""The pages of visits."""

from services.cases.visits.pages import correcting, filling, plan, visit

BLUEPRINTS = (plan.blueprint, visit.blueprint, filling.blueprint, correcting.blueprint)
