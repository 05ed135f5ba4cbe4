"""Log-ins at a provider of OpenID Connect: the way there, and whom it names when somebody comes back.

The authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, 3.1; RFC 7636), by Authlib. What belongs to one way lies
in the browser's signed session of this service, and is used once.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from joserfc.errors import JoseError
from werkzeug.wrappers import Response

from services.cases.domain.identities import Named
from shared.settings import Settings

WELL_KNOWN = "/.well-known/openid-configuration"
#: How an answer may be signed (RFC 7518, 3.1; RFC 8037): with a key that only the provider has.
SIGNED_BY = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"})
#: By how much its clock may be behind ours.
APART = timedelta(minutes=1)
#: How long ago somebody may have logged in there for a second factor that they showed then to count here.
FRESH = timedelta(minutes=10)


class AwayError(Exception):
    """The provider did not answer, or is not the one that the settings name."""


class RefusedError(Exception):
    """Nobody was let in there, or what came back is not its answer to what this browser asked."""


def name_of(settings: Settings) -> str:
    """How a page names it: its host; nothing where there is none."""
    return urlsplit(settings.oidc_issuer).hostname or ""


def lead(settings: Settings, back: str) -> Response:
    """A redirect to the provider, which sends the browser to `back` (a whole address). Raises `AwayError`."""
    client = _client(settings)
    try:
        metadata = client.load_server_metadata()
        _meant(settings, metadata)
        return client.authorize_redirect(back, **_asked_of(settings, metadata))
    except (requests.RequestException, AuthlibBaseError, ValueError, RuntimeError) as error:
        raise AwayError(str(error)) from error


def _asked_of(settings: Settings, metadata: dict[str, Any]) -> dict[str, Any]:
    """To show a second factor now, where one that was shown there counts here; only what the provider says it knows is named to it."""
    if not settings.oidc_second_factor:
        return {}
    known = set(metadata.get("acr_values_supported") or [])
    levels = [one for one in settings.oidc_second_factor if one in known]
    return {"max_age": 0, **({"acr_values": " ".join(levels)} if levels else {})}


def come_back(settings: Settings, asked_at: datetime, now: datetime) -> Named:
    """Whom this request names, whose query is the answer to what was asked at `asked_at`. Raises `AwayError` and `RefusedError`."""
    client = _client(settings)
    try:
        _meant(settings, client.load_server_metadata())
        claims = client.authorize_access_token().get("userinfo") or {}
    except (requests.RequestException, ValueError, RuntimeError) as error:
        raise AwayError(str(error)) from error
    except (AuthlibBaseError, JoseError) as error:
        raise RefusedError(str(error)) from error
    if not claims.get("sub"):
        raise RefusedError("the provider names nobody")
    return Named(claims["iss"], claims["sub"], _showed_second(settings, claims, asked_at, now))


def _showed_second(settings: Settings, claims: dict[str, Any], asked_at: datetime, now: datetime) -> datetime | None:
    """When, unless it was before this way began: what was asked for stands in an address that its reader can change."""
    ways = claims.get("amr") or []
    said = {*([ways] if isinstance(ways, str) else ways), claims.get("acr")}
    if said.isdisjoint(settings.oidc_second_factor) or not isinstance(claims.get("auth_time"), int | float):
        return None
    at = datetime.fromtimestamp(claims["auth_time"], UTC)
    return min(at, now) if at >= max(asked_at - APART, now - FRESH) else None


def _meant(settings: Settings, metadata: dict[str, Any]) -> None:
    """Whoever answers in its place would name people by an issuer of their own; what is not signed by a key of its own names nobody."""
    if metadata.get("issuer") != settings.oidc_issuer:
        raise ValueError(f"the provider calls itself {metadata.get('issuer')!r}")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [one for one in offered if one in SIGNED_BY]


def _client(settings: Settings) -> FlaskOAuth2App:
    return _made(
        settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, settings.waits.provider_answer
    )


@lru_cache(maxsize=4)
def _made(issuer: str, client_id: str, client_secret: str, seconds: float) -> FlaskOAuth2App:
    """One for a process: it remembers what the provider said of itself, and asks again for a key that it does not know."""
    return FlaskOAuth2App(
        FlaskIntegration("oidc"), "oidc", client_id=client_id, client_secret=client_secret,
        server_metadata_url=issuer.rstrip("/") + WELL_KNOWN,
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": seconds},
    )  # fmt: skip
