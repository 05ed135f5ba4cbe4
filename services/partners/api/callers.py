"""The machine that calls, by its bearer token."""

from services.partners.queries import credentials
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
        client = credentials.machine_of(session, token, utc_now())
    if client is None:
        return None
    return Principal("partner", client.id, frozenset({"partner_machine"}), client.institution_id, client.scopes)


def may_still(scope: str) -> bool:
    """Whether the token of this request is still good: a request that waits outlives what it was let in with."""
    principal = machine(cookies=False)
    return principal is not None and scope in principal.scopes
