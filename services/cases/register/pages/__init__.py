"""The pages of the public register."""

from services.cases.register.pages import checks, children, compliance, public

BLUEPRINTS = (public.blueprint, compliance.blueprint, children.blueprint, checks.blueprint)
