"""The pages of incoming letters."""

from services.cases.incoming.pages import letters

BLUEPRINTS = (letters.blueprint,)
