"""The pages of reports."""

from services.cases.reports.pages import desk, public, steps

BLUEPRINTS = (desk.blueprint, steps.blueprint, public.blueprint)
