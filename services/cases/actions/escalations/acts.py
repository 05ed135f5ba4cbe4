"""The rungs that are acts of their own: a draft to the superior or to the Assembly, with what it encloses."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions import drafts
from services.cases.actions.escalations import chronology, naming, proofs, texts
from services.cases.actions.escalations.further import further
from services.cases.actions.escalations.matter import Matter
from services.cases.data.clock_words import fill
from services.cases.domain.ladder import Alternative, Rung, RungKey, relation_to
from services.cases.domain.timeliness import local_date
from services.cases.models import ActAddressee, Case, CaseBody, Recommendation, RungLetter
from services.cases.queries.situations import is_confirmed
from services.cases.schemas.acts import AddresseeBody, DraftBody, EnclosureAnswer, ItemBody
from shared.clock_words import day_words
from shared.directory import KnownInstitution
from shared.documents import Documents
from shared.principal import Principal, service

#: Who drafts a rung and gives it up: nobody in person.
DRAFTER = service("cases")


@dataclass(frozen=True)
class Body:
    """A body as the letter named it, and as the directory knows it now."""

    addressee: ActAddressee
    known: KnownInstitution | None


def draft(
    by: Principal,
    session: Session,
    documents: Documents,
    case: Case,
    matter: Matter,
    rung: Rung,
    body: DraftBody,
    *,
    now: datetime,
    written_by: Collection[str] = (),
) -> Recommendation:
    """The draft of the act that the rung is, or the lawful way, with the words of `body_of`. Where nobody wrote in them any two people may
    approve and issue it.

    Raises what any draft may be refused with: the matter is before a court now, the body is not the superior any more.
    """
    _join_case(session, case, matter)
    attachments = list(enclosed(session, documents, matter, rung.key, local_date(now)))
    return drafts.write(by, session, documents, case, body, now=now, attachments=attachments, written_by=written_by)


def body_of(
    session: Session,
    documents: Documents,
    matter: Matter,
    rung: Rung,
    to: KnownInstitution,
    way: Alternative | None,
    today: date,
) -> DraftBody:
    """What that act has to say on that day; nothing is written by it."""
    kind = data.kind_on(str(way.act if way else rung.act), today)
    said = kind.key if way else rung.key.value
    role = next(one for one in kind.roles if one in kind.answering_roles)
    items = texts.item_words(matter, said, today)
    turned_to = naming.names_in_cases("to", to.name(matter.language), to, matter.language)
    standing = texts.standing_words(_standing(session, matter, rung, to, way, today), matter.language, today)
    words = texts.letter_words(session, documents, matter, said, today, standing=standing, **turned_to)
    return DraftBody(
        kind=kind.key,
        title=words["title"],
        grounds=words["text"],
        items=tuple(
            # No day of its own: the term of the reply begins with the delivery, and nobody knows that day yet.
            ItemBody(text=text, evidence_expected=evidence)
            for text, evidence in items
        ),
        addressees=(AddresseeBody(institution_id=to.id, role=role),),
        language=matter.language,
    )


def _standing(
    session: Session, matter: Matter, rung: Rung, to: KnownInstitution, way: Alternative | None, today: date
) -> str:
    """Why it is turned to, as a letter may say it: no relation that nobody has read."""
    body, kind = matter.addressee.institution_id, relation_to(rung, way)
    if way is not None and to.id == body:
        return "head"
    if kind is None or not is_confirmed(session, body, to.id, kind, today):
        return "unread"
    return "superior" if way is None else "oversight"


def _join_case(session: Session, case: Case, matter: Matter) -> None:
    """The body that is silent and the superiors that were turned to are of the case from now on: by that the rules know whose superior
    the next one is.
    """
    turned_to = {one.to for one, _day in chronology.sent_rungs(session, matter) if one.to and not one.alternative}
    for body_id in sorted({matter.addressee.institution_id, *turned_to}, key=str):
        if session.get(CaseBody, (case.id, body_id)) is None:
            session.add(CaseBody(case_id=case.id, institution_id=body_id))
    session.flush()


def enclosed(
    session: Session, documents: Documents, matter: Matter, rung: RungKey, today: date
) -> Iterator[EnclosureAnswer]:
    """The letter, what shows that it arrived, and the reminders; to the Assembly also the letter to the superior, and how each date was
    counted.
    """
    yield _copy(session, documents, matter, today)
    yield from _proof(session, documents, matter, today)
    to_assembly = rung is RungKey.ASSEMBLY_REPORT
    explained = [matter]
    for one, day in chronology.sent_rungs(session, matter):
        letter = session.get(RungLetter, one.letter_id) if one.letter_id else None
        if letter is not None and letter.document is not None:
            yield _named("reminder", letter.document, today, day=day, name=_body(session, matter))
        beyond = further(session, matter, one) if to_assembly else None
        if beyond is not None:
            explained.append(beyond)
            yield _copy(session, documents, beyond, today)
            yield from _proof(session, documents, beyond, today)
    for about in explained if to_assembly else ():
        yield from _explanations(session, documents, about, today)


def _copy(session: Session, documents: Documents, matter: Matter, today: date) -> EnclosureAnswer:
    """The copy that the body received, without the ids under which it alone knows the items; `digest` proves the original."""
    received = documents.get_json(str(matter.addressee.rendering))
    items = [{name: value for name, value in item.items() if name != "id"} for item in received["items"]]
    kept = {name: value for name, value in received.items() if name not in {"attachments", "reply"}}
    printed = [received["pdf"]] if received.get("pdf") else []
    document = documents.put_json({**kept, "items": items, "digest": matter.addressee.digest}, printed)
    return _named("letter", document, today, number=str(matter.act.number), name=_body(session, matter))


def _proof(session: Session, documents: Documents, matter: Matter, today: date) -> Iterator[EnclosureAnswer]:
    scan = proofs.enclosable(session, documents, matter)
    if scan is None:
        return
    language = matter.language
    about: dict[str, str | Body] = {"number": str(matter.act.number), "name": _body(session, matter)}
    title = _title("proof", language, today, **about)
    pdf = proofs.paper_of(documents, scan, title, language, today)
    said = str(data.rung_words("annexes", today)["proof_said"][f"text_{language}"])
    yield _named("proof", texts.put_text(documents, title, said, language, pdf=pdf), today, **about)


def _body(session: Session, matter: Matter) -> Body:
    return Body(matter.addressee, session.get(KnownInstitution, matter.addressee.institution_id))


def _explanations(session: Session, documents: Documents, matter: Matter, today: date) -> Iterator[EnclosureAnswer]:
    clocks = texts.distinct_clocks(session, matter)
    key = "clock" if len(clocks) == 1 else "clock_items"
    for text, places in clocks.items():
        about: dict[str, str | Body] = {"number": str(matter.act.number), "name": _body(session, matter)}
        about["items"] = ", ".join(map(str, places))
        title = _title(key, matter.language, today, **about)
        yield _named(key, texts.put_text(documents, title, text, matter.language), today, **about)


def _named(key: str, document: str, today: date, /, **about: str | date | Body) -> EnclosureAnswer:
    titles = {f"title_{language}": _title(key, language, today, **about) for language in ("sq", "en")}
    return EnclosureAnswer(**titles, document=document)


def _title(key: str, language: str, today: date, /, **about: str | date | Body) -> str:
    values = {
        name: day_words(value, language) if isinstance(value, date) else value
        for name, value in about.items()
        if isinstance(value, (str, date))
    }
    if isinstance(body := about.get("name"), Body):
        name = body.addressee.name(language)
        values |= naming.names_in_cases("name", name, body.known, language)
    return fill(data.rung_words("annexes", today)[key], "text", language, **values)


def is_open(session: Session, act_id: UUID | None) -> bool:
    """Whether the draft is still one: not issued, and given up by nobody."""
    act = session.get(Recommendation, act_id) if act_id else None
    return act is not None and act.status in {"draft", "approved"}
