"""Pages of the library: for the office (`desk`) and for anybody (`reading`)."""

from services.notifications.library.pages import copies, desk, reading

BLUEPRINTS = (desk.blueprint, copies.blueprint, reading.blueprint)
