"""Whether what somebody has and showed is what their role asks for. Which role asks for what is data of each service."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from shared.second_factor import codes
from shared.second_factor.tables import Kept

#: What a role may ask for: any second factor, or one that no false page can have typed.
ANY, PASSKEY = "any", "passkey"
#: How one was shown.
BY_APP, BY_PASSKEY, BY_PAPER, BY_PROVIDER = "app", "passkey", "recovery_code", "provider"


def demanded(entries: Iterable[Mapping[str, Any]], roles: Collection[str], day: date) -> str | None:
    """`any`, `passkey` or None for somebody with these roles: the most that one of them asks for. `entries`: `key` is a role, `demands`
    one of the two, from `valid_from` to `valid_to`.
    """
    mine = {
        entry["demands"]
        for entry in entries
        if entry["key"] in roles and (entry["valid_from"] or date.min) <= day <= (entry["valid_to"] or date.max)
    }
    if unknown := mine - {ANY, PASSKEY}:
        raise ValueError(f"no second factor is called {sorted(unknown)}")
    return PASSKEY if PASSKEY in mine else ANY if mine else None


def lacks_proof(kept: Kept, session: Session, owner_id: UUID, demand: str | None, shown: str | None) -> bool:
    """Whether who has a second factor has yet to show it: where a passkey is asked for and there, the app's code is none, nor is
    what a provider saw.
    """
    if shown is None:
        return codes.is_on(kept, session, owner_id)
    return shown in (BY_APP, BY_PROVIDER) and only_passkey(kept, session, owner_id, demand)


def lacks_factor(kept: Kept, session: Session, owner_id: UUID, demand: str | None) -> bool:
    """Whether who has to have one has none of the kind that is asked for."""
    if demand == PASSKEY:
        return not has_passkey(kept, session, owner_id)
    return demand is not None and not codes.is_on(kept, session, owner_id)


def only_passkey(kept: Kept, session: Session, owner_id: UUID, demand: str | None) -> bool:
    """Whether the app of this person is asked for nothing any more. The codes on paper stand in for a lost passkey too."""
    return demand == PASSKEY and has_passkey(kept, session, owner_id)


def has_passkey(kept: Kept, session: Session, owner_id: UUID) -> bool:
    mine = select(kept.passkey.id).where(kept.passkey.owner_id == owner_id)
    return bool(session.execute(select(mine.exists())).scalar_one())
