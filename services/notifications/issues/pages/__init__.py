"""The pages of issues: at the desk, and for anybody."""

from services.notifications.issues.pages import desk, reading

BLUEPRINTS = (desk.blueprint, reading.blueprint)
