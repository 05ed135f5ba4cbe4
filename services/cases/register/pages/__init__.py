"""The pages of the public register."""

from services.cases.register.pages import checks, children, public

BLUEPRINTS = (public.blueprint, children.blueprint, checks.blueprint)
