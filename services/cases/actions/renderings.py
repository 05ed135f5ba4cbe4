"""An act as one addressee reads it: frozen on the day of issue, without any fact that would identify a child."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785

from services.cases import data
from services.cases.domain.bodies import Addressee, BodyClass, Role
from services.cases.domain.kinds import Expects, Kind
from services.cases.domain.publication import co_addressees_for
from services.cases.domain.terms import Term, Unit
from services.cases.models import ActAddressee, ActItem, Recommendation

FORMAT = "besa.recommendation.1"
OFFICE = {
    "name_sq": "Avokati i Popullit, Seksioni për të Drejtat e Fëmijëve",
    "name_en": "People's Advocate, Children's Rights Section",
}
#: Value and unit of a term as a letter says them: (Albanian, English); one word for one, another for several.
_UNITS = {
    Unit.CALENDAR_DAYS: (("ditë kalendarike", "ditë kalendarike"), ("calendar day", "calendar days")),
    Unit.WORKING_DAYS: (("ditë pune", "ditë pune"), ("working day", "working days")),
    Unit.MONTHS: (("muaji", "muajsh"), ("month", "months")),
}


@dataclass(frozen=True)
class Letter:
    """What is the same in every copy of one act."""

    act: Recommendation
    kind: Kind
    items: Sequence[ActItem]
    addressees: Sequence[ActAddressee]
    supersedes: str | None
    day: date


def render(letter: Letter, addressee: ActAddressee) -> dict[str, Any]:
    """The copy for one addressee. Bodies are named as on that day; others only where the kind lets them know of each other."""
    act, entry = letter.act, data.kind_entry(letter.act.kind, letter.day)
    others = co_addressees_for(letter.kind, addressee.institution_id, [as_addressee(one) for one in letter.addressees])
    shown = {one.institution_id for one in others}
    return {
        "format": FORMAT,
        "number": act.number,
        "issued_on": letter.day.isoformat(),
        "kind": act.kind,
        "kind_name": {"sq": entry["name_sq"], "en": entry["name_en"]},
        "legal_basis": {"sq": entry["legal_basis"], "en": entry["legal_basis_en"], "confirmed": entry["confirmed"]},
        "language": act.language,
        "sender": OFFICE,
        "addressee": {"name_sq": addressee.name_sq, "name_en": addressee.name_en, "role": addressee.role},
        "also_addressed": [
            {"name_sq": one.name_sq, "name_en": one.name_en, "role": one.role}
            for one in letter.addressees
            if one.institution_id in shown
        ],
        "supersedes": letter.supersedes,
        "title": act.title,
        "grounds": act.grounds,
        "items": [
            {
                "id": str(item.id),
                "number": item.place + 1,
                "text": item.text,
                "due": item.due.isoformat() if item.due else None,
                "evidence_expected": item.evidence_expected,
            }
            for item in letter.items
        ],
        "reply": _reply(letter, addressee),
    }


def digest(rendering: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON (RFC 8785): what a receipt for this copy speaks of."""
    return hashlib.sha256(rfc8785.dumps(rendering)).hexdigest()


def mailbox_text(act: Recommendation, items: Sequence[ActItem]) -> str:
    """An act that goes to the injured person alone, as a message."""
    asked = "\n".join(f"{item.place + 1}. {item.text}" for item in items)
    return f"{act.number}\n{act.title}\n\n{act.grounds}\n\n{asked}"


def expects_of(kind: Kind, role: str) -> str:
    return kind.expects.value if Role(role) in kind.answering_roles else Expects.NOTHING.value


def _reply(letter: Letter, addressee: ActAddressee) -> dict[str, Any]:
    """What is expected of this addressee, in words of both languages."""
    expects = expects_of(letter.kind, addressee.role)
    if expects == Expects.NOTHING:
        return {
            "expects": expects,
            "instructions_sq": "Kjo shkresë ju dërgohet për dijeni. Nuk pritet përgjigje.",
            "instructions_en": "This letter is sent to you for information. No reply is expected.",
        }
    term = data.term_on(letter.kind.term, letter.day) if letter.kind.term else None
    within_sq, within_en = _within(term)
    entry = data.term_entry(term.key, letter.day) if term else {}
    return {
        "expects": expects,
        "term": term and {"value": term.value, "unit": term.unit.value, "confirmed": term.confirmed},
        "term_basis": {"sq": entry["legal_basis"], "en": entry["legal_basis_en"]} if term else None,
        "instructions_sq": f"Ju lutemi përgjigjuni me shkrim për secilën pikë{within_sq}, te portali ose nga sistemi juaj:"
        " a e pranoni, çfarë keni bërë dhe deri kur do ta përfundoni. Refuzimi kërkon arsye.",
        "instructions_en": f"Please answer each item in writing{within_en}, in the portal or from your own system: whether"
        " you accept it, what you have done and by when you will finish. A refusal gives its reasons.",
    }


def _within(term: Term | None) -> tuple[str, str]:
    if term is None:
        return "", ""
    many = term.value != 1
    unit_sq, unit_en = (words[many] for words in _UNITS[term.unit])
    return f" brenda {term.value} {unit_sq} nga dita e dorëzimit", f" within {term.value} {unit_en} of delivery"


def as_addressee(row: ActAddressee) -> Addressee:
    return Addressee(row.institution_id, BodyClass(row.institution_class), Role(row.role))
