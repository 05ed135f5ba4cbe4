"""Sealing: each complaint has a data key of its own, wrapped by the key of the service. Destroying it is erasure.

Every sealed value is bound to its table, column and row, so that nothing can be moved to another place.
"""

import hmac
import json
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from shared.db import Database
from shared.edges import Document
from shared.rules import RuleViolation
from shared.sealing import SealBrokenError, derive, new_key, seal, unseal
from shared.settings import Settings
from shared.typed import dump, load

D = TypeVar("D", bound=Document)
_MARK_BYTES = 16
_KEY_PLACE = "complaint.key_wrapped"


class ErasedError(RuleViolation):
    """The data key was destroyed: nobody can read this any more."""

    def __init__(self) -> None:
        super().__init__("the file was erased", code="erased")


class DataKey:
    """The key of one complaint, for as long as a request lasts."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw

    def seal(self, value: str, column: str, row: UUID) -> bytes:
        return seal(self._raw, value.encode(), f"{column}.{row}")

    def seal_json(self, value: Any, column: str, row: UUID) -> bytes:
        return self.seal(json.dumps(value, ensure_ascii=False), column, row)

    def seal_document(self, value: Document, column: str, row: UUID) -> bytes:
        return self.seal_json(dump(value), column, row)

    def unseal_document(self, shape: type[D], sealed: bytes | None, column: str, row: UUID) -> D:
        """Raises `ErasedError` for a value that is gone."""
        if sealed is None:
            raise ErasedError
        return load(shape, self.unseal_json(sealed, column, row))

    def seal_key(self, key: bytes, column: str, row: UUID) -> bytes:
        return seal(self._raw, key, f"{column}.{row}")

    def unseal(self, sealed: bytes | None, column: str, row: UUID) -> str | None:
        return None if sealed is None else self.unseal_key(sealed, column, row).decode()

    def unseal_json(self, sealed: bytes | None, column: str, row: UUID) -> Any:
        text = self.unseal(sealed, column, row)
        return None if text is None else json.loads(text)

    def same(self, sealed: bytes, value: bytes, column: str, row: UUID) -> bool:
        return hmac.compare_digest(self.unseal_key(sealed, column, row), value)

    def unseal_key(self, sealed: bytes, column: str, row: UUID) -> bytes:
        return unseal(self._raw, sealed, f"{column}.{row}")


class Vault:
    """The secrets that only intake holds: the key that wraps the data keys, and the pepper of the receipt codes."""

    def __init__(self, sealing_key: bytes, pepper: bytes) -> None:
        self._wrapping = derive(sealing_key, "besa.intake.wrapping")
        #: Which key wrapped a row: tells rows apart while a new key takes over.
        self.kek_id = derive(sealing_key, "besa.intake.wrapping.name").hex()[:16]
        self.pepper = pepper
        self._marking = derive(sealing_key, "besa.intake.name_marks")

    @classmethod
    def of(cls, settings: Settings) -> "Vault":
        """The vault of this process. Raises `RuntimeError` in a service that has no such secrets."""
        if settings.sealing_key is None or settings.receipt_pepper is None:
            raise RuntimeError("only intake has SEALING_KEY and RECEIPT_PEPPER")
        return cls(settings.sealing_key, settings.receipt_pepper)

    def mark(self, mark: str) -> bytes:
        """A mark of a full name (`domain.marks`) as the database keeps it: whoever has no key can neither read nor guess it."""
        return hmac.digest(self._marking, b"mark." + mark.encode(), "sha256")[:_MARK_BYTES]

    def owner(self, complaint_id: UUID) -> bytes:
        """Whose a mark is, as the database keeps it."""
        return hmac.digest(self._marking, b"owner." + complaint_id.bytes, "sha256")[:_MARK_BYTES]

    def carry(self, database: Database) -> None:
        """Let each session of this process have the vault: a consumer has nothing but its session."""
        database.carried[Vault] = self

    @classmethod
    def carried_by(cls, session: Session) -> "Vault":
        """The vault of the process that the session belongs to."""
        vault = session.info[Vault]
        if not isinstance(vault, Vault):
            raise TypeError("what the session carries is no vault")
        return vault

    def new_key(self, complaint_id: UUID) -> tuple[DataKey, bytes]:
        """A fresh data key, and its wrapped form for the row."""
        raw = new_key()
        return DataKey(raw), seal(self._wrapping, raw, f"{_KEY_PLACE}.{complaint_id}")

    def open(self, complaint_id: UUID, wrapped: bytes | None, kek_id: str) -> DataKey:
        """The data key of a complaint. Raises `ErasedError`, or `SealBrokenError` if another key wrapped it."""
        if wrapped is None:
            raise ErasedError
        if kek_id != self.kek_id:
            raise SealBrokenError("kek_id")
        return DataKey(unseal(self._wrapping, wrapped, f"{_KEY_PLACE}.{complaint_id}"))
