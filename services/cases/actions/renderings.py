"""An act as one addressee reads it: frozen on the day of issue, without any fact that would identify a child."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import rfc8785
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.cases import data
from services.cases.data import acts as act_data
from services.cases.domain.bodies import Addressee, BodyClass, Role
from services.cases.domain.kinds import Expects, Kind
from services.cases.domain.publication import co_addressees_for
from services.cases.domain.terms import Term
from services.cases.models import ActAddressee, ActItem, Recommendation

FORMAT = "besa.recommendation.1"
LANGUAGES = ("sq", "en")


@dataclass(frozen=True)
class Letter:
    """What is the same in every copy of one act."""

    act: Recommendation
    kind: Kind
    items: Sequence[ActItem]
    addressees: Sequence[ActAddressee]
    supersedes: str | None
    day: date
    number: str | None = None


def render(letter: Letter, addressee: ActAddressee) -> dict[str, Any]:
    """The copy for one addressee. Bodies are named as on that day; others only where the kind lets them know of each other."""
    act, entry = letter.act, data.kind_entry(letter.act.kind, letter.day)
    others = co_addressees_for(letter.kind, addressee.institution_id, [as_addressee(one) for one in letter.addressees])
    shown = {one.institution_id for one in others}
    return {
        "format": FORMAT,
        "number": letter.number,
        "issued_on": letter.day.isoformat(),
        "kind": act.kind,
        "kind_name": {"sq": entry["name_sq"], "en": entry["name_en"]},
        "legal_basis": {"sq": entry["legal_basis"], "en": entry["legal_basis_en"], "confirmed": entry["confirmed"]},
        "language": act.language,
        "sender": {f"name_{language}": _words(letter, language)["office"] for language in LANGUAGES},
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
        "attachments": act.attachments,
        "judicial_matter": _matter(act, letter.day),
        "asks": "information" if letter.kind.asks_information else "measures",
        "reply": _reply(letter, addressee),
    }


def digest(rendering: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON (RFC 8785): what a receipt for this copy speaks of."""
    return hashlib.sha256(rfc8785.dumps(rendering)).hexdigest()


def drafted(session: Session, act: Recommendation, day: date) -> Letter:
    """An act that is not issued yet, as it would go out on that day; nobody knows its number."""
    items = session.execute(select(ActItem).where(ActItem.recommendation_id == act.id).order_by(ActItem.place))
    addressees = select(ActAddressee).where(ActAddressee.recommendation_id == act.id).order_by(ActAddressee.place)
    old = session.get(Recommendation, act.supersedes) if act.supersedes else None
    return Letter(
        act,
        data.kind_on(act.kind, day),
        list(items.scalars()),
        list(session.execute(addressees).scalars()),
        old.number if old else None,
        day,
    )


def mailbox_text(act: Recommendation, items: Sequence[ActItem]) -> str:
    """An act that goes to the injured person alone, as a message."""
    asked = "\n".join(f"{item.place + 1}. {item.text}" for item in items)
    return f"{act.number}\n{act.title}\n\n{act.grounds}\n\n{asked}"


def expects_of(kind: Kind, role: str) -> str:
    return kind.expects.value if Role(role) in kind.answering_roles else Expects.NOTHING.value


def _matter(act: Recommendation, day: date) -> dict[str, str] | None:
    """Whom a notice about the judiciary concerns, in both languages."""
    if act.judicial_matter is None:
        return None
    entry = act_data.matter_entries(day)[act.judicial_matter]
    return {"sq": entry["name_sq"], "en": entry["name_en"]}


def _reply(letter: Letter, addressee: ActAddressee) -> dict[str, Any]:
    """What is expected of this addressee, in words of both languages."""
    expects = expects_of(letter.kind, addressee.role)
    if expects == Expects.NOTHING:
        return {
            "expects": expects,
            **{f"instructions_{language}": _words(letter, language)["no_reply_expected"] for language in LANGUAGES},
        }
    term = data.term_on(letter.kind.term, letter.day) if letter.kind.term else None
    entry = data.term_entry(term.key, letter.day) if term else {}
    words = act_data.letter_entry(letter.kind.letter, letter.day)
    asked = {
        f"instructions_{language}": words[f"reply_{language}"].replace("{within}", _within(letter, term, language))
        for language in LANGUAGES
    }
    return {
        "expects": expects,
        "term": term and {"value": term.value, "unit": term.unit.value, "confirmed": term.confirmed},
        "term_basis": {"sq": entry["legal_basis"], "en": entry["legal_basis_en"]} if term else None,
        "form": _form(letter),
        **asked,
    }


def _form(letter: Letter) -> dict[str, Any] | None:
    """What the body may say of each item, in words of both languages, and whether it promises anything."""
    form = act_data.reply_form_of(letter.kind, letter.day)
    if form is None:
        return None
    entry = act_data.reply_form_entry(form.key, letter.day)
    positions = [
        {"position": one["position"], "sq": one["name_sq"], "en": one["name_en"]} for one in entry["positions"]
    ]
    return {"promise": form.promise.value, "positions": positions}


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
