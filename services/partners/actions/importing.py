"""A file of the directory, compared with it and taken over: all of it or nothing.

The comparison is the taking over itself, undone at its end: what it says is what would happen, by the same rules.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from services.partners import data
from services.partners.actions import institutions, mailboxes, relations
from services.partners.models import Institution, InstitutionRelation
from services.partners.queries import wall
from services.partners.schemas.imports import RowAnswer
from services.partners.schemas.rows import InstitutionRow, RelationRow, Row
from shared import audit
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import ContentViolation, RuleViolation
from shared.typed import UNSENT

Changes = dict[str, tuple[object, object]]
_NEW_NEEDS = ("institution_class", "name_sq", "name_en")
_DEFAULTS: dict[str, object] = {
    **dict.fromkeys(("short_sq", "seat", "municipality", "county", "valid_from", "valid_to")),
    "powers": (),
    "aka": (),
    "languages": ("sq",),
    "dat_sq": "",
    "acc_sq": "",
    "forms_confirmed": False,
    "sample": False,
    "enabled": True,
    "source": "office",
    "confirmed": False,
}
#: Of a body in the file, what is no column of it or has a rule of its own.
_SET_OTHERWISE = frozenset({"class_", "mailbox", "version"})
#: What is named otherwise in our tables than in the file.
_COLUMNS = {"institution_class": "class", "to_id": "to"}
#: What a relation may be told anew by its id.
_OF_RELATION = ("kind", "valid_from", "valid_to", "source", "confirmed")


class ImportRefusedError(Exception):
    """A row cannot be taken, so none was."""

    def __init__(self, refused: list[RowAnswer]) -> None:
        super().__init__("import refused")
        self.refused = refused


def run(
    by: Principal, session: Session, documents: Documents, rows: Iterable[Row], *, apply: bool, now: datetime
) -> list[RowAnswer]:
    """The difference of each row, in the file's order; with `apply` it is taken over. Raises `ImportRefusedError` then,
    if a row is refused.
    """
    wall.as_office(session)
    relations.hold(session)
    attempt = session.begin_nested()
    taken = _Taking(by, session, now)
    answers = taken.all(list(rows))
    refused = [row for row in answers if row.state == "refused"]
    if refused or not apply:
        attempt.rollback()
        if apply:
            raise ImportRefusedError(refused)
        return answers
    attempt.commit()
    for body in sorted(taken.touched, key=lambda body: body.id):
        flag_modified(body, "search")
        institutions.settle(session, body, now=now)
        audit.record(session, by, "institution.imported", "institution", body.id)
        institutions.announce(session, documents, body)
    return answers


class _Taking:
    """One file on its way in."""

    def __init__(self, by: Principal, session: Session, now: datetime) -> None:
        self.by, self.session, self.now = by, session, now
        self.touched: set[Institution] = set()
        bodies = session.execute(select(Institution).with_for_update()).scalars()
        self.bodies = {body.key: body for body in bodies}
        self.above = relations.hierarchy(session)

    def all(self, rows: list[Row]) -> list[RowAnswer]:
        counted = Counter(_named_by(row) for row in rows if row.sent)
        answers: dict[int, RowAnswer] = {}
        for place, row in sorted(enumerate(rows), key=lambda entry: _turn(entry[1])):
            by_id = isinstance(row.sent, RelationRow) and row.sent.id is not UNSENT
            twice = row.sent is not None and counted[_named_by(row)] > 1 and not by_id
            faults = (*row.faults, *([("", "row_twice")] if twice else []))
            answers[place] = self._refused(row, faults) if faults else self._one(row)
        return [answers[place] for place in range(len(rows))]

    def _one(self, row: Row) -> RowAnswer:
        try:
            with self.session.begin_nested():
                if isinstance(row.sent, InstitutionRow):
                    return self._body(row, row.sent)
                if isinstance(row.sent, RelationRow):
                    return self._relation(row, row.sent)
        except ContentViolation as error:
            return self._refused(row, ((error.field, error.code),))
        except RuleViolation as error:
            return self._refused(row, (("", error.code),))
        raise AssertionError("a row without a fault says something")

    def _refused(self, row: Row, faults: tuple[tuple[str, str], ...]) -> RowAnswer:
        return RowAnswer(part=row.part, line=row.line, key=row.key, state="refused", faults=faults)

    def _body(self, row: Row, sent: InstitutionRow) -> RowAnswer:
        values = _columns_of(sent)
        body = self.bodies.get(sent.key)
        known = body is not None
        if body is None:
            body = self._new(sent.key, values)
        changed = _set(body, values)
        institutions.decline(body, {name for name in changed if name in values} | ({"dat_sq"} & set(values)))
        mailbox = body.mailbox if sent.mailbox is UNSENT else sent.mailbox
        if mailbox != body.mailbox:
            changed["mailbox"] = (body.mailbox, mailbox)
        if known and changed and sent.version not in (UNSENT, body.version):
            raise ContentViolation("it was changed since", code="changed_meanwhile", field="version")
        if not known or changed:
            institutions.check(self.session, body)
            self.session.flush()
        if "mailbox" in changed:
            mailboxes.replace(self.by, self.session, body, mailbox, now=self.now)
            self.session.flush()
        return self._answer(row, known, changed, body)

    def _new(self, key: str, values: Mapping[str, object]) -> Institution:
        for need in _NEW_NEEDS:
            if need not in values:
                raise ContentViolation("a new body needs it", code="required", field=need)
        body = Institution(id=data.institution_id(key), replaces=[], active=False, mailbox=None, search="")
        for name, value in {**_DEFAULTS, **values}.items():
            setattr(body, name, list(value) if isinstance(value, tuple) else value)
        self.session.add(body)
        return body

    def _relation(self, row: Row, sent: RelationRow) -> RowAnswer:
        body, to = self._named(sent.body, "body"), self._named(sent.to, "to")
        relation = self._known(sent, body, to)
        known = relation is not None
        if relation is None:
            relation = InstitutionRelation(
                id=uuid4(), institution_id=body.id, to_id=to.id, valid_from=None, valid_to=None, source="office",
                confirmed=False,
            )  # fmt: skip
            _set(relation, _told_of(sent, to))
        with self.session.no_autoflush:
            changed = _set(relation, _told_of(sent, to))
            if not known or changed:
                relations.check(self.session, relation, self.above)
        self.session.add(relation)
        self.session.flush()
        self.above[body.id] = relations.hierarchy(self.session, of=body.id).get(body.id, [])
        return self._answer(row, known, changed, body)

    def _named(self, key: str, field: str) -> Institution:
        body = self.bodies.get(key)
        if body is None:
            raise ContentViolation("no such institution", code="institution_unknown", field=field)
        return body

    def _known(self, sent: RelationRow, body: Institution, to: Institution) -> InstitutionRelation | None:
        if sent.id is not UNSENT:
            return relations.of_body(self.session, body, sent.id)
        statement = select(InstitutionRelation).where(
            InstitutionRelation.institution_id == body.id,
            InstitutionRelation.kind == sent.kind,
            InstitutionRelation.to_id == to.id,
            InstitutionRelation.valid_from.is_not_distinct_from(_first_day(sent)),
        )
        return self.session.execute(statement).scalar_one_or_none()

    def _answer(self, row: Row, known: bool, changed: Changes, body: Institution) -> RowAnswer:
        self.bodies.setdefault(body.key, body)
        if not known or changed:
            self.touched.add(body)
        ends = changed.get("valid_to", (None, None))[1] is not None
        state = "new" if not known else "ended" if ends else "changed" if changed else "same"
        shown = {_COLUMNS.get(name, name): tuple(map(self._plain, pair)) for name, pair in changed.items()}
        return RowAnswer(part=row.part, line=row.line, key=row.key, state=state, fields_=shown if known else {})

    def _plain(self, value: object) -> object:
        """As the file has it: bodies by their keys."""
        if isinstance(value, UUID):
            return next(body.key for body in self.bodies.values() if body.id == value)
        return value.isoformat() if isinstance(value, date) else value


def _turn(row: Row) -> tuple[int, bool]:
    """Bodies first, municipalities before those that lie in them; relations that end make room for those that begin."""
    if row.part == "institutions":
        return 0, not (isinstance(row.sent, InstitutionRow) and row.sent.class_ == "municipality")
    return 1, not (isinstance(row.sent, RelationRow) and row.sent.valid_to not in (UNSENT, None))


def _named_by(row: Row) -> tuple[str, str, date | None]:
    return row.part, row.key, _first_day(row.sent) if row.sent else None


def _first_day(sent: InstitutionRow | RelationRow) -> date | None:
    return None if sent.valid_from is UNSENT else sent.valid_from


def _columns_of(sent: InstitutionRow) -> dict[str, object]:
    """What the row says, by column of our table."""
    values = {name: value for name, value in vars(sent).items() if value is not UNSENT and name not in _SET_OTHERWISE}
    if sent.class_ is not UNSENT:
        values["institution_class"] = sent.class_
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


def _told_of(sent: RelationRow, to: Institution) -> dict[str, object]:
    values = {name: getattr(sent, name) for name in _OF_RELATION}
    return {name: value for name, value in values.items() if value is not UNSENT} | {"to_id": to.id}


def _set(target: Institution | InstitutionRelation, values: Mapping[str, object]) -> Changes:
    """Set what differs; name → (before, after)."""
    changed = {name: (getattr(target, name), value) for name, value in values.items() if getattr(target, name) != value}
    for name, pair in changed.items():
        setattr(target, name, pair[1])
    return changed
