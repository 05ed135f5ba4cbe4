"""What the security log says, beside the audit trail: log-ins, refusals, powers, opened files, wrong tries. Who watches an installation
reads it; it names staff and partners by id, and a complainant never.
"""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy.orm import Session

from shared.logs import SECURITY, after_commit
from shared.principal import Principal
from shared.yaml_files import read_yaml

FILE = Path(__file__).parent / "data" / "security_log.yaml"


def note(session: Session, entries: Iterable[Mapping[str, object]]) -> None:
    """A line for each entry of the trail that counts as one of security, once the transaction stands."""
    for entry in entries:
        if kind := kind_of(str(entry["action"])):
            after_commit(
                session,
                SECURITY,
                str(entry["action"]),
                kind=kind,
                actor=_named(str(entry["actor"])),
                obj=_id(str(entry["object_id"])),
            )


def note_refusal(service: str, by: Principal, code: str, method: str, route: str) -> None:
    """Somebody asked at a route (its template) for what they may not, or with a credential that is none."""
    asked = {"actor": _named(by.name), "method": method, "route": route}
    SECURITY.warning("refused", extra={"svc": service, "kind": "refusal", "code": code, **asked})


def note_wrong_try(door: str) -> None:
    """A password or a code was wrong; whose it would have been is said nowhere."""
    SECURITY.info("wrong_try", extra={"kind": "log_in", "code": door})


def note_many_wrong_tries(door: str, rule: str) -> None:
    """One name is guessed from many networks, or one network guesses many names."""
    SECURITY.warning("many_wrong_tries", extra={"kind": "log_in", "code": f"{door}.{rule}"})


@cache
def kind_of(action: str) -> str | None:
    """The kind under which an action of the trail stands in the security log; None if it does not."""
    found = (kind for kind, names in kinds().items() if any(fnmatchcase(action, name) for name in names))
    return next(found, None)


@cache
def kinds() -> dict[str, tuple[str, ...]]:
    """The actions by kind, as the file gives them."""
    return {kind: tuple(names) for kind, names in read_yaml(FILE).items()}


def _named(actor: str) -> str:
    kind, _, known = actor.partition(":")
    if kind == "service" or (kind in ("staff", "partner") and _id(known)):
        return actor
    # A command is given the name of whoever types it.
    return kind if kind in ("public", "complainant", "staff", "partner") else "operator"


def _id(text: str) -> str | None:
    """Ids alone: what else an entry is about may be what somebody typed."""
    try:
        return str(UUID(text))
    except ValueError:
        return None
