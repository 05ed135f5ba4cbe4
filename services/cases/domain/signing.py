"""Who approves an act and who signs it: the functions that the office's rules name for its kind, and who stands in for one of
them on the day. To sign is to issue: the letter bears the function in which that was done.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from services.cases.domain import entries
from services.cases.domain.versions import Versioned, version_on
from shared.rules import NotAllowed

#: The functions of those who work on cases, the highest first; each is a role of an account.
FUNCTIONS = ("commissioner", "approver", "case_officer")


@dataclass(frozen=True, kw_only=True)
class Signature(Versioned):
    """What holds of the kind of act with this `key`. Nobody approves one that its officer issues alone."""

    approved_by: tuple[str, ...]
    signed_by: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.signed_by or not {*self.approved_by, *self.signed_by} <= set(FUNCTIONS):
            raise ValueError(f"signature {self.key}: somebody signs, and all are of {', '.join(FUNCTIONS)}")


@dataclass(frozen=True, kw_only=True)
class Substitution(Versioned):
    """From the first to the last day whoever has the function `by` also signs what `function` signs."""

    function: str
    by: str

    def __post_init__(self) -> None:
        if self.valid_from is None or self.valid_to is None:
            raise ValueError(f"substitution {self.key}: it has a first and a last day")
        if not {self.function, self.by} <= set(FUNCTIONS):
            raise ValueError(f"substitution {self.key}: both are of {', '.join(FUNCTIONS)}")


@dataclass(frozen=True)
class Signatory:
    """The function in which somebody signs; `instead_of` the one that they stand in for."""

    function: str
    instead_of: str | None = None


@dataclass(frozen=True)
class Signing:
    """What holds of one kind on one day. `signatories`: the highest first. `confirmed`: the office has said so itself."""

    kind: str
    approvers: frozenset[str]
    signatories: tuple[Signatory, ...]
    confirmed: bool = False

    def approves(self, roles: Collection[str]) -> bool:
        return bool(self.approvers & set(roles))

    def signatory(self, roles: Collection[str]) -> Signatory | None:
        """In which function somebody with these roles signs: their highest; none if they do not."""
        return next((one for one in self.signatories if one.function in roles), None)

    def check_approver(self, roles: Collection[str]) -> None:
        """Raises `NotAllowed` for who may not agree to such an act."""
        if not self.approves(roles):
            raise NotAllowed(f"{self.kind} is approved by: {', '.join(sorted(self.approvers)) or 'nobody'}")

    def check_signatory(self, roles: Collection[str]) -> Signatory:
        """The function in which they sign. Raises `NotAllowed` for who may not sign such an act."""
        signatory = self.signatory(roles)
        if signatory is None:
            raise NotAllowed(f"{self.kind} is signed by: {', '.join(one.function for one in self.signatories)}")
        return signatory


def signing_on(signatures: Iterable[Signature], substitutions: Iterable[Substitution], kind: str, day: date) -> Signing:
    """Who approves and who signs acts of `kind` on that day. Refuses (version.none_in_force) where nothing is laid down."""
    rule = version_on(signatures, kind, day)
    named = [Signatory(one) for one in FUNCTIONS if one in rule.signed_by]
    standing_in = [
        Signatory(one.by, one.function)
        for one in substitutions
        if one.in_force(day) and one.function in rule.signed_by and one.by not in rule.signed_by
    ]
    return Signing(kind, frozenset(rule.approved_by), (*named, *standing_in), rule.confirmed)


def read_signature(entry: Mapping[str, object]) -> Signature:
    """One entry of the data file; raises ValueError that names the field which is missing or wrong."""
    where = f"signature {entry.get('key')}"
    return Signature(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        approved_by=entries.texts(entry, "approved_by", where),
        signed_by=entries.texts(entry, "signed_by", where),
    )


def read_substitution(entry: Mapping[str, object]) -> Substitution:
    """As above, of a time in which one function stands in for another."""
    where = f"substitution {entry.get('key')}"
    return Substitution(
        key=entries.text(entry, "key", where),
        valid_from=entries.day(entry, "valid_from", where),
        valid_to=entries.day(entry, "valid_to", where),
        confirmed=entries.flag(entry, "confirmed", where),
        function=entries.text(entry, "function", where),
        by=entries.text(entry, "by", where),
    )
