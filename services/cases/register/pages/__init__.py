"""The pages of the public register."""

from services.cases.register.pages import checks, public

BLUEPRINTS = (public.blueprint, checks.blueprint)
