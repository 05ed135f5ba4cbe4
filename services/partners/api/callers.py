"""The machine that calls, by its bearer token."""

from services.partners.queries import credentials
from services.partners.queries.wall import Partner
from shared import access
from shared.app import bearer
from shared.clock import utc_now
from shared.platform import platform
from shared.principal import Principal

LONGEST_TOKEN = 200


def machine(cookies: bool) -> Principal | None:
    """The authenticator of machines: on the API alone, since a browser sends no bearer token by itself."""
    token = None if cookies else bearer()
    if not token or len(token) > LONGEST_TOKEN:
        return None
    with platform().database.reading() as session:
        found = credentials.machine_of(session, token, utc_now())
    if found is None:
        return None
    return Principal("partner", found.id, frozenset({"partner_machine"}), found.institution_id, found.scopes)


def partner() -> Partner:
    """For whom this request acts. The institution comes from the credential alone."""
    principal = access.current()
    if principal.institution_id is None:
        raise RuntimeError("a route without a partner's rule asked for the partner")
    return Partner(principal.name, principal.institution_id, "api")


def may_still(scope: str) -> bool:
    """Whether the token of this request is still good: a request that waits outlives what it was let in with."""
    principal = machine(cookies=False)
    return principal is not None and scope in principal.scopes
