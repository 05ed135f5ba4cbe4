"""The institutions' portal and the office's view of the directory."""

from services.partners.pages import correspondence, log_in, office

blueprints = [log_in.blueprint, correspondence.blueprint, office.blueprint]
person = log_in.person
__all__ = ["blueprints", "person"]
