"""The pages of the public register."""

from services.cases.register.pages import public

BLUEPRINTS = (public.blueprint,)
