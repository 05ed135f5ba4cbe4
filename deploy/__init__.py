"""Every way to run the platform. The one place that may import all services at once (composition); nothing imports it."""

SERVICES = ("intake", "cases", "partners", "notifications")
#: Where `/` leads.
FRONT_PAGE = "/intake/"
