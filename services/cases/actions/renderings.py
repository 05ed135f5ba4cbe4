"""An act as one addressee reads it: frozen on the day of issue, without any fact that would identify a child."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.actions.recounts import Recounted, recount
from services.cases.data import acts as act_data
from services.cases.domain.advised import Advised
from services.cases.domain.bodies import Addressee, BodyClass, Role
from services.cases.domain.case import Elsewhere
from services.cases.domain.issue_day import dated
from services.cases.domain.kinds import Expects, Kind
from services.cases.domain.publication import co_addressees_for
from services.cases.domain.recommendation import content_hash
from services.cases.domain.terms import Term
from services.cases.models import ActAddressee, ActItem, Case, Recommendation
from services.cases.queries.situations import institutions
from shared.clock_words import day_words
from shared.declension import declined
from shared.directory import KnownInstitution
from shared.events.documents.cases import (
    AddressedBody,
    AskedItem,
    AskedReply,
    AskedTerm,
    BothNames,
    BothWords,
    Enclosure,
    LegalBasis,
    OfferedForm,
    OfferedPosition,
    Rendering,
    SignedBy,
)
from shared.typed import UNSENT, Unsent, dump, filled

FORMAT = "besa.recommendation.1"
LANGUAGES = ("sq", "en")


@dataclass(frozen=True)
class Letter:
    """What is the same in every copy of one act. `held`: a court or a prosecutor has the matter of its case on that day."""

    act: Recommendation
    kind: Kind
    items: Sequence[ActItem]
    addressees: Sequence[ActAddressee]
    supersedes: str | None
    day: date
    bodies: Mapping[UUID, KnownInstitution]
    number: str | None = None
    protocol: str | None = None
    signatory: SignedBy | None = None
    origin: str | None = None
    recounted: Mapping[UUID, Recounted] = field(default_factory=dict)
    held: bool = False


def render(letter: Letter, addressee: ActAddressee) -> Rendering:
    """The copy for one addressee. Bodies are named as on that day; others only where the kind lets them know of each other."""
    others = co_addressees_for(letter.kind, addressee.institution_id, [as_addressee(one) for one in letter.addressees])
    shown = {one.institution_id for one in others}
    told = letter.recounted.get(addressee.institution_id, Recounted())
    return replace(
        _copy(letter, _addressed(letter, addressee), _reply(letter, addressee)),
        also_addressed=tuple(_addressed(letter, one) for one in letter.addressees if one.institution_id in shown),
        check_code=addressee.check_code or UNSENT,
        inquiry=told.inquiry or UNSENT,
        findings=told.findings or UNSENT,
    )


def advice(letter: Letter, advised: Advised) -> Rendering:
    """The copy of an advice for the injured person, whom nobody names: the sealed file alone knows who it is."""
    sq, en = (_words(letter, language)[advised.value] for language in LANGUAGES)
    person = AddressedBody(name_sq=sq, name_en=en, dative_sq=sq, role=advised.value, institution_class=advised.value)
    none = AskedReply(expects=Expects.NOTHING.value, instructions_sq="", instructions_en="")
    return _copy(letter, person, none)


def _copy(letter: Letter, addressee: AddressedBody, reply: AskedReply) -> Rendering:
    act, entry = letter.act, data.kind_entry(letter.act.kind, letter.day)
    return Rendering(
        format=FORMAT,
        number=letter.number,
        issued_on=letter.day,
        kind=act.kind,
        kind_name=BothWords(sq=entry["name_sq"], en=entry["name_en"]),
        legal_basis=_read_law(entry),
        language=act.language,
        sender=BothNames(name_sq=_words(letter, "sq")["office"], name_en=_words(letter, "en")["office"]),
        addressee=addressee,
        also_addressed=(),
        supersedes=letter.supersedes,
        title=act.title,
        grounds=dated(act.grounds, act.language, day_words(letter.day, act.language)),
        items=tuple(filled(AskedItem, item, number=item.place + 1) for item in letter.items),
        attachments=enclosed(act),
        judicial_matter=_matter(act, letter.day),
        asks="information" if letter.kind.asks_information else "measures",
        reply=reply,
        protocol=letter.protocol or UNSENT,
        signatory=letter.signatory or UNSENT,
        official_function=act.official_function or UNSENT,
        cosigners=tuple(act.cosigners) or UNSENT,
        origin=letter.origin or UNSENT,
    )


def _addressed(letter: Letter, addressee: ActAddressee) -> AddressedBody:
    """As the directory declines it; a name that it has no more is declined by the rule."""
    body = letter.bodies.get(addressee.institution_id)
    same = body is not None and body.name_sq == addressee.name_sq
    dative = body.dative_sq if body is not None and same else declined(addressee.name_sq).dative
    seat = body.seat if body is not None else None
    return filled(AddressedBody, addressee, dative_sq=dative, seat=seat or UNSENT)


def enclosed(act: Recommendation) -> tuple[Enclosure, ...]:
    return tuple(Enclosure(**one) for one in act.attachments)


def digest(rendering: Rendering) -> str:
    """SHA-256 of the canonical JSON (RFC 8785): what a receipt for this copy speaks of."""
    return hashlib.sha256(rfc8785.dumps(dump(rendering))).hexdigest()


def drafted(session: Session, act: Recommendation, day: date) -> Letter:
    """An act that is not issued yet, as it would go out on that day; nobody knows its number."""
    items = session.execute(select(ActItem).where(ActItem.recommendation_id == act.id).order_by(ActItem.place))
    addressees = select(ActAddressee).where(ActAddressee.recommendation_id == act.id).order_by(ActAddressee.place)
    old = session.get(Recommendation, act.supersedes) if act.supersedes else None
    addressed = list(session.execute(addressees).scalars())
    kind, case = data.kind_on(act.kind, day), session.get_one(Case, act.case_id)
    parts = act_data.letter_entry(kind.letter, day)["parts"]
    return Letter(
        act,
        kind,
        list(items.scalars()),
        addressed,
        old.number if old else None,
        day,
        institutions(session, [one.institution_id for one in addressed]),
        origin=case.origin,
        recounted={one.institution_id: recount(session, act, one, parts, day) for one in addressed},
        held=case.elsewhere != Elsewhere.NONE,
    )


def told_digest(letter: Letter) -> str:
    """The digest of what the letter recounts of its case to each of its addressees: it follows from the file and stands in no draft."""
    told = {
        str(body): [[one.sq, one.en] for one in (*said.inquiry, *said.findings)]
        for body, said in letter.recounted.items()
    }
    return content_hash(told)


def mailbox_text(letter: Letter, advised: Advised) -> str:
    """An act that goes to the injured person alone, as a message. That they decide themselves and owe no reply stands there as in the
    letter, which not everyone opens.
    """
    act, entry = letter.act, act_data.letter_to(letter.kind.letter, advised, letter.day)
    items_text = "\n".join(f"{item.place + 1}. {item.text}" for item in letter.items)
    # To an adult it only names the law on which the verb after it rests.
    demand = [entry[f"demand_{act.language}"]] if advised is Advised.CHILD else []
    parts = [f"{act.number}\n{act.title}", act.grounds, *demand, items_text, entry[f"reply_{act.language}"]]
    return "\n\n".join(parts)


def expects_of(kind: Kind, role: str) -> str:
    return kind.expects.value if Role(role) in kind.answering_roles else Expects.NOTHING.value


def _matter(act: Recommendation, day: date) -> BothWords | None:
    """Whom a notice about the judiciary concerns."""
    if act.judicial_matter is None:
        return None
    entry = act_data.matter_entries(day)[act.judicial_matter]
    return BothWords(sq=entry["name_sq"], en=entry["name_en"])


def _reply(letter: Letter, addressee: ActAddressee) -> AskedReply:
    """What is expected of this addressee."""
    expects = expects_of(letter.kind, addressee.role)
    if expects == Expects.NOTHING:
        sq, en = (_words(letter, language)["no_reply_expected"] for language in LANGUAGES)
        return AskedReply(expects=expects, instructions_sq=sq, instructions_en=en)
    term = data.term_on(letter.kind.term, letter.day) if letter.kind.term else None
    words = act_data.letter_entry(letter.kind.letter, letter.day)
    sq, en = (_asked(letter, words, term, language) for language in LANGUAGES)
    return AskedReply(
        expects=expects,
        instructions_sq=sq,
        instructions_en=en,
        term=AskedTerm(value=term.value, unit=term.unit.value) if term else None,
        term_basis=_read_law(data.term_entry(term.key, letter.day)) if term else None,
        form=_form(letter),
        by_link=_by_link(letter.bodies.get(addressee.institution_id)),
    )


def _asked(letter: Letter, words: data.Entry, term: Term | None, language: str) -> str:
    """The sentence that asks for the answer: within which time, and by which law."""
    law = act_data.cited(words, language, letter.day, of="reply_laws")
    by_law = _words(letter, language)["by_law"].format(law=law) if law else ""
    asked = str(words[f"reply_{language}"]).replace("{within}", _within(letter, term, language))
    return " ".join([asked.replace("{by_law}", by_law), *_stands(letter, term, language)])


def _stands(letter: Letter, term: Term | None, language: str) -> list[str]:
    """That none of its days is counted as long as a court or a prosecutor has the matter: a letter promises no day that does not run."""
    words = _words(letter, language)
    dated = [words["held_term"]] if term is not None else []
    dated += [words["held_due"]] if any(item.due for item in letter.items) else []
    return [words["held"], *dated] if letter.held and dated else []


def _by_link(body: KnownInstitution | None) -> str | Unsent:
    """Whether a one-time link is a way to answer: always, or where the body has no account, of which cases knows nothing."""
    if body is None or body.mailbox is None or body.record.get("by_link") is False:
        return UNSENT
    return "always" if body.record.get("by_link") else "without_account"


def _read_law(entry: data.Entry) -> LegalBasis | Unsent:
    """On what law it rests, for whoever is no staff: none that no lawyer has read."""
    return LegalBasis(sq=entry["legal_basis"], en=entry["legal_basis_en"]) if entry["confirmed"] else UNSENT


def _form(letter: Letter) -> OfferedForm | None:
    """What the body may say of each item, and whether it promises anything."""
    form = act_data.reply_form_of(letter.kind, letter.day)
    if form is None:
        return None
    entry = act_data.reply_form_entry(form.key, letter.day)
    positions = (
        OfferedPosition(position=one["position"], sq=one["name_sq"], en=one["name_en"]) for one in entry["positions"]
    )
    return OfferedForm(promise=form.promise.value, positions=tuple(positions))


def _within(letter: Letter, term: Term | None, language: str) -> str:
    if term is None:
        return ""
    words = _words(letter, language)
    unit = words[f"{term.unit.value}_{'one' if term.value == 1 else 'many'}"]
    return words["within"].format(value=term.value, unit=unit)


def _words(letter: Letter, language: str) -> dict[str, str]:
    return act_data.letter_words(language, letter.day)


def as_addressee(row: ActAddressee) -> Addressee:
    return Addressee(row.institution_id, BodyClass(row.institution_class), Role(row.role))
