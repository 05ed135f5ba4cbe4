"""`POST /partners/oauth/token`: client credentials (RFC 6749, section 4.4), answered and refused as that RFC says."""

import re
import secrets
from collections.abc import Collection, Mapping
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, InvalidScopeError
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from flask import Blueprint, Response, request

from services.partners.actions import machines
from services.partners.models import PartnerClient
from services.partners.queries import credentials
from shared import access, guessing
from shared.clock import utc_now
from shared.platform import platform

blueprint = Blueprint("oauth", __name__)
_CLIENT_ID = re.compile(r"[a-z0-9-]{1,100}\Z")
_METHODS = ("client_secret_basic", "client_secret_post")
_REFUSED = range(400, 500)


class _Client(ClientMixin):
    """A machine as authlib wants it. Stands for an unknown one too, so that the answer does not tell which ids exist."""

    def __init__(self, row: PartnerClient | None) -> None:
        self.row = row

    def get_client_id(self) -> str:
        return self.row.client_id if self.row else ""

    def get_allowed_scope(self, scope: Collection[str] | str | None) -> str:
        held = self.row.scopes if self.row else []
        asked = scope.split() if isinstance(scope, str) else scope
        return " ".join(name for name in asked or held if name in held)

    def check_client_secret(self, client_secret: str) -> bool:
        return machines.is_secret(self.row, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in _METHODS and endpoint == "token"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == ClientCredentialsGrant.GRANT_TYPE


class _Grant(ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = list(_METHODS)  # noqa: RUF012 - authlib declares it on the class

    def validate_requested_scope(self) -> None:
        """A scope that the machine does not hold is refused, not left out in silence."""
        payload, client = self.request.payload, self.request.client
        asked, held = payload.scope if payload else "", client.get_allowed_scope("") if client else ""
        if set((asked or "").split()) - set(held.split()):
            raise InvalidScopeError


@blueprint.post("/oauth/token")
@access.public
def token() -> Response:
    """A bearer token for a machine. Its secret is ours and cannot be guessed: the right one gets in whatever others tried."""
    with guessing.turn("machine", _claimed_client()) as turn:
        response: Response = _server().create_token_response()  # type: ignore[assignment]  # of Flask it is one
        if response.status_code in _REFUSED:
            turn.wrong()
    return response


def _server() -> AuthorizationServer:
    server = AuthorizationServer(query_client=_query_client, save_token=_save_token)
    server.register_token_generator(
        "default",
        BearerTokenGenerator(
            access_token_generator=lambda *_, **__: secrets.token_urlsafe(32),
            expires_generator=lambda *_, **__: machines.TOKEN_SECONDS,
        ),
    )
    server.register_grant(_Grant)
    return server


def _query_client(client_id: str) -> _Client:
    if not _CLIENT_ID.fullmatch(client_id):
        return _Client(None)
    with platform().database.reading() as session:
        return _Client(credentials.usable_client(session, client_id))


def _save_token(token: Mapping[str, str], oauth_request: Any) -> None:
    client: _Client = oauth_request.client
    row = client.row
    if row is None:
        raise RuntimeError("a token was made for no machine")
    scopes, now = token.get("scope", "").split(), utc_now()
    platform().database.run(lambda session: machines.keep_token(session, row, token["access_token"], scopes, now=now))


def _claimed_client() -> str:
    authorization = request.authorization
    named = authorization.username if authorization and authorization.type == "basic" else None
    return named or request.form.get("client_id") or ""
