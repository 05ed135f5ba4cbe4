"""Partner machines: their registration and their tokens (OAuth 2.0 client credentials)."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.orm import Session

from services.partners.actions import deliveries, locking, people
from services.partners.models import AccessToken, PartnerClient
from services.partners.models.people import digest_of
from services.partners.queries import wall
from shared import audit
from shared.principal import Principal
from shared.rules import RuleViolation

SCOPES = ("dispatch:read", "reply:write")
TOKEN_SECONDS = 3600


@dataclass(frozen=True)
class NewClient:
    """A machine just registered; the secret is known here for the last time."""

    client: PartnerClient
    secret: str


def add_client(
    by: Principal, session: Session, institution_key: str, name: str, scopes: list[str], *, now: datetime
) -> NewClient:
    """A new machine of a body; what waits for the body is delivered."""
    institution = people.institution_by_key(session, institution_key)
    wall.as_office(session)
    locking.hold(session, institution.id)
    secret = secrets.token_urlsafe(32)
    client = PartnerClient(
        institution_id=institution.id,
        client_id=f"{institution.key}-{secrets.token_hex(4)}",
        name=name,
        secret_digest=digest_of(secret),
        scopes=scopes,
        active=True,
    )
    session.add(client)
    session.flush()
    audit.record(session, by, "partner_client.added", "partner_client", client.id, institution=str(institution.id))
    deliveries.reach_waiting(session, institution.id, now=now)
    return NewClient(client, secret)


def deactivate_client(by: Principal, session: Session, client_id: str) -> PartnerClient:
    """The machine is out with this commit: its tokens go with it."""
    client = session.execute(select(PartnerClient).where(PartnerClient.client_id == client_id)).scalar_one_or_none()
    if client is None:
        raise RuleViolation("no such client", code="client_unknown")
    changes = audit.watched(client, "active")
    client.active = False
    session.execute(delete(AccessToken).where(AccessToken.client_id == client.id))
    audit.record(session, by, "partner_client.deactivated", "partner_client", client.id, changes=changes())
    return client


def is_secret(client: PartnerClient | None, secret: str) -> bool:
    """Whether `secret` is the machine's; takes as long for an unknown machine."""
    expected = client.secret_digest if client else "0" * 64
    return hmac.compare_digest(expected, digest_of(secret))


def keep_token(session: Session, client: PartnerClient, token: str, scopes: list[str], *, now: datetime) -> None:
    """Keep a token that was made for `client`."""
    expires_at = now + timedelta(seconds=TOKEN_SECONDS)
    digest = digest_of(token)
    session.add(AccessToken(token_digest=digest, client_id=client.id, scopes=scopes, expires_at=expires_at))
    audit.record(session, Principal("partner", client.id), "token.issued", "partner_client", client.id, scopes=scopes)


def remove_expired(session: Session, *, now: datetime) -> None:
    session.execute(delete(AccessToken).where(AccessToken.expires_at < now))


def note_read(by: Principal, session: Session, place: Sequence[int], *, now: datetime) -> None:
    """A machine came back with a cursor: it has all of its feed up to there. Never backwards, since it may read anew; of a person nothing
    is noted.
    """
    columns = PartnerClient.read_epoch, PartnerClient.read_tx, PartnerClient.read_entry
    further = PartnerClient.read_at.is_(None) | (tuple_(*columns) < tuple_(*place))
    epoch, tx, entry = place
    session.execute(
        update(PartnerClient)
        .where(PartnerClient.id == by.id, further)
        .values(read_epoch=epoch, read_tx=tx, read_entry=entry, read_at=now)
    )
