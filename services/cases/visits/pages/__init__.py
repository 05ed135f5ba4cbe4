"""The pages of visits."""

from services.cases.visits.pages import filling, plan, visit

BLUEPRINTS = (plan.blueprint, visit.blueprint, filling.blueprint)
