"""Pages of the library: for the office (`desk`) and for anybody (`reading`)."""

from services.notifications.library.pages import desk, reading

BLUEPRINTS = (desk.blueprint, reading.blueprint)
