"""A file of the directory, compared with it and taken over: all of it or nothing.

The comparison is the taking over itself, undone at its end: what it says is what would happen, by the same rules.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.partners import data
from services.partners.actions import institutions, mailboxes, relations
from services.partners.models import Institution, InstitutionRelation
from services.partners.queries import wall
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation

_NEW_NEEDS = ("institution_class", "name_sq", "name_en")
_DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(("short_sq", "seat", "municipality", "county", "valid_from", "valid_to")),
    "powers": (),
    "aka": (),
    "languages": ("sq",),
    "sample": False,
    "enabled": True,
    "source": "office",
    "confirmed": False,
}
#: What is named otherwise in the file than in our tables.
_COLUMNS = {"institution_class": "class", "to_id": "to"}
#: What a relation may be told anew by its id, by the name in the file.
_OF_RELATION = ("valid_from", "valid_to", "source", "confirmed")


class Row(Protocol):
    """One row of a file, as schemas/exchange.py reads it."""

    @property
    def part(self) -> str: ...
    @property
    def line(self) -> int: ...
    @property
    def key(self) -> str: ...
    @property
    def values(self) -> dict[str, Any]: ...
    @property
    def faults(self) -> tuple[tuple[str, str], ...]: ...


@dataclass(frozen=True)
class Difference:
    """What becomes of one row. `state`: new, changed, ended, same, refused; `fields`: name → [before, after]."""

    part: str
    line: int
    key: str
    state: str
    fields: dict[str, list[Any]] = field(default_factory=dict)
    faults: tuple[tuple[str, str], ...] = ()


class ImportRefusedError(Exception):
    """A row cannot be taken, so none was."""

    def __init__(self, refused: list[Difference]) -> None:
        super().__init__("import refused")
        self.refused = refused


def run(
    by: Principal, session: Session, documents: Documents, rows: Iterable[Row], *, apply: bool, now: datetime
) -> list[Difference]:
    """The difference of each row, in the file's order; with `apply` it is taken over. Raises `ImportRefusedError` then,
    if a row is refused.
    """
    wall.as_office(session)
    relations.hold(session)
    attempt = session.begin_nested()
    taken = _Taking(by, session, now)
    found = taken.all(list(rows))
    refused = [one for one in found if one.state == "refused"]
    if refused or not apply:
        attempt.rollback()
        if apply:
            raise ImportRefusedError(refused)
        return found
    attempt.commit()
    for body in sorted(taken.touched, key=lambda one: one.id):
        flag_modified(body, "search")
        institutions.settle(session, body, now=now)
        audit.record(session, by, "institution.imported", "institution", body.id)
        institutions.announce(session, documents, body)
    return found


class _Taking:
    """One file on its way in."""

    def __init__(self, by: Principal, session: Session, now: datetime) -> None:
        self.by, self.session, self.now = by, session, now
        self.touched: set[Institution] = set()
        bodies = session.execute(select(Institution).with_for_update()).scalars()
        self.bodies = {body.key: body for body in bodies}
        self.above = relations.hierarchy(session)

    def all(self, rows: list[Row]) -> list[Difference]:
        counted = Counter((row.part, row.key, row.values.get("valid_from")) for row in rows if row.values)
        found: dict[int, Difference] = {}
        for place, row in sorted(enumerate(rows), key=lambda entry: self._turn(entry[1])):
            twice = counted[row.part, row.key, row.values.get("valid_from")] > 1 and not row.values.get("id")
            faults = (*row.faults, *([("", "row_twice")] if twice and row.values else []))
            found[place] = self._refused(row, faults) if faults else self._one(row)
        return [found[place] for place in range(len(rows))]

    def _turn(self, row: Row) -> tuple[int, int]:
        """Bodies first, municipalities before those that lie in them; relations that end make room for those that begin."""
        if row.part == "institutions":
            return 0, row.values.get("institution_class") != "municipality"
        return 1, row.values.get("valid_to") is None

    def _one(self, row: Row) -> Difference:
        take: Callable[[Row], Difference] = self._body if row.part == "institutions" else self._relation
        try:
            with self.session.begin_nested():
                return take(row)
        except ContentViolation as error:
            return self._refused(row, ((error.field, error.code),))
        except RuleViolation as error:
            return self._refused(row, (("", error.code),))

    def _refused(self, row: Row, faults: tuple[tuple[str, str], ...]) -> Difference:
        return Difference(row.part, row.line, row.key, "refused", faults=faults)

    def _body(self, row: Row) -> Difference:
        values = dict(row.values)
        version, mailbox = values.pop("version", None), values.pop("mailbox", ...)
        body = self.bodies.get(values["key"])
        known = body is not None
        if body is None:
            body = self._new(values)
        changed = _set(body, values)
        if mailbox is not ... and mailbox != body.mailbox:
            changed["mailbox"] = [body.mailbox, mailbox]
        if known and changed and version not in (None, body.version):
            raise ContentViolation("it was changed since", code="changed_meanwhile", field="version")
        if not known or changed:
            institutions.check(self.session, body)
            self.session.flush()
        if "mailbox" in changed:
            mailboxes.replace(self.by, self.session, body, changed["mailbox"][1], now=self.now)
            self.session.flush()
        return self._said(row, known, changed, body)

    def _new(self, values: dict[str, Any]) -> Institution:
        for need in _NEW_NEEDS:
            if need not in values:
                raise ContentViolation("a new body needs it", code="required", field=need)
        filled = {name: list(value) if isinstance(value, tuple) else value for name, value in _DEFAULTS.items()}
        body = Institution(
            id=data.institution_id(values["key"]),
            replaces=[],
            active=False,
            mailbox=None,
            search="",
            **(filled | values),
        )
        self.session.add(body)
        return body

    def _relation(self, row: Row) -> Difference:
        values = dict(row.values)
        body, to = self._named(values, "body"), self._named(values, "to")
        relation = self._known(values.pop("id", None), body, to, values)
        known = relation is not None
        if relation is None:
            filled = {"valid_from": None, "valid_to": None, "source": "office", "confirmed": False}
            filled |= {name: values[name] for name in _OF_RELATION if name in values}
            relation = InstitutionRelation(
                id=uuid4(), institution_id=body.id, kind=values["kind"], to_id=to.id, **filled
            )
        wanted = {name: values[name] for name in ("kind", *_OF_RELATION) if name in values} | {"to_id": to.id}
        with self.session.no_autoflush:
            changed = _set(relation, wanted)
            if not known or changed:
                relations.check(self.session, relation, self.above)
        self.session.add(relation)
        self.session.flush()
        self.above[body.id] = relations.hierarchy(self.session, of=body.id).get(body.id, [])
        return self._said(row, known, changed, body)

    def _named(self, values: dict[str, Any], name: str) -> Institution:
        found = self.bodies.get(values.pop(name))
        if found is None:
            raise ContentViolation("no such institution", code="institution_unknown", field=name)
        return found

    def _known(
        self, wanted: UUID | None, body: Institution, to: Institution, values: dict[str, Any]
    ) -> InstitutionRelation | None:
        if wanted is not None:
            return relations.of_body(self.session, body, wanted)
        statement = select(InstitutionRelation).where(
            InstitutionRelation.institution_id == body.id,
            InstitutionRelation.kind == values["kind"],
            InstitutionRelation.to_id == to.id,
            InstitutionRelation.valid_from.is_not_distinct_from(values.get("valid_from")),
        )
        return self.session.execute(statement).scalar_one_or_none()

    def _said(self, row: Row, known: bool, changed: dict[str, list[Any]], body: Institution) -> Difference:
        self.bodies.setdefault(body.key, body)
        if not known or changed:
            self.touched.add(body)
        ends = changed.get("valid_to", [None, None])[1] is not None
        state = "new" if not known else "ended" if ends else "changed" if changed else "same"
        shown = {_COLUMNS.get(name, name): [self._plain(one) for one in pair] for name, pair in changed.items()}
        return Difference(row.part, row.line, row.key, state, shown if known else {})

    def _plain(self, value: Any) -> Any:
        """As the file has it: bodies by their keys."""
        if isinstance(value, UUID):
            return next(body.key for body in self.bodies.values() if body.id == value)
        return value.isoformat() if isinstance(value, date) else value


def _set(target: Any, values: dict[str, Any]) -> dict[str, list[Any]]:
    """Set what differs; name → [before, after]."""
    changed = {name: [getattr(target, name), value] for name, value in values.items() if getattr(target, name) != value}
    for name, pair in changed.items():
        setattr(target, name, pair[1])
    return changed
