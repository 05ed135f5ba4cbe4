"""The letter of an act as PDF, from the copy for one addressee: what is printed is what is frozen, and nothing else.

The words are those of the act's own language, whoever looks at it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from babel.dates import format_date
from sqlalchemy.orm import Session

from services.cases.actions import renderings
from services.cases.actions.numbering import coming_reference, next_reference
from services.cases.actions.renderings import Letter
from services.cases.clients import typesetting
from services.cases.data import acts as act_data
from services.cases.domain.bodies import Role
from services.cases.domain.kinds import Approval, Expects, Kind
from services.cases.domain.timeliness import local_date
from services.cases.queries.visibility import find_act
from shared import audit
from shared.clock import utc_now
from shared.documents import Documents
from shared.principal import Principal
from shared.rules import NotFound

#: The roles by which a letter may be signed, the highest first; a person's name never stands on it.
_SIGNING = ("commissioner", "approver", "case_officer")


@dataclass(frozen=True)
class Printed:
    """The bytes of a letter, and what a file of it is called: never a name of a person or of a body."""

    content: bytes
    name: str


def freeze(session: Session, documents: Documents, letter: Letter, roles: frozenset[str], address: str) -> str:
    """Give the letter its number, which is returned, and each addressee a frozen copy with its PDF.

    Copies are made before the number is taken, for everybody else who issues waits for its row until the commit; if
    somebody was faster, they are made again.
    """
    prefix, year = letter.kind.prefix, letter.day.year
    expected = coming_reference(session, prefix, year)
    copies = _copies(documents, replace(letter, number=expected), roles, address)
    number = next_reference(session, prefix, year)
    if number != expected:
        copies = _copies(documents, replace(letter, number=number), roles, address)
    for addressee, (name, digest) in zip(letter.addressees, copies, strict=True):
        addressee.rendering, addressee.digest = name, digest
    return number


def printed(
    session: Session, documents: Documents, act_id: UUID, institution_id: UUID, by: Principal, address: str
) -> Printed:
    """The letter to one addressee: as it was sent, or of a draft as it would go out today. The reading is noted.

    Raises `NotFound` for an act that `by` may not see, and for a body that it does not go to.
    """
    act, _case = find_act(session, act_id, by)
    today = local_date(utc_now())
    letter = renderings.drafted(session, act, act.issued_on or today)
    addressee = next((one for one in letter.addressees if one.institution_id == institution_id), None)
    if addressee is None:
        raise NotFound
    audit.record(session, by.name, "letter.read", "recommendation", act.id, institution=str(institution_id))
    if addressee.rendering is not None:
        name = documents.get_json(addressee.rendering).get("pdf")
        if name is None:
            raise NotFound
        return Printed(documents.get(name), f"{act.number}.pdf")
    rendering = renderings.render(letter, addressee)
    signing = frozenset({_SIGNING[-1] if letter.kind.approval is Approval.NONE else "approver"})
    return Printed(pdf(rendering, letter.kind, today, roles=signing, address=address, draft=True), "draft.pdf")


def _copies(documents: Documents, letter: Letter, roles: frozenset[str], address: str) -> list[tuple[str, str]]:
    """For each addressee the name of its copy in the store, and the digest of what stands there."""
    made = []
    for addressee in letter.addressees:
        rendering = renderings.render(letter, addressee)
        printed = pdf(rendering, letter.kind, letter.day, roles=roles, address=address)
        rendering |= {"pdf": documents.put(printed), "pdf_sha256": hashlib.sha256(printed).hexdigest()}
        made.append((documents.put_json(rendering), renderings.digest(rendering)))
    return made


def pdf(
    rendering: Mapping[str, Any],
    kind: Kind,
    day: date,
    *,
    roles: frozenset[str],
    address: str = "",
    draft: bool = False,
) -> bytes:
    """The letter. `roles` of who signs; `address`: where the portal stands; `draft`: watermarked."""
    said = content(rendering, kind, day, roles=roles, address=address.rstrip("/"), draft=draft)
    return typesetting.pdf(said, day)


def content(
    rendering: Mapping[str, Any], kind: Kind, day: date, *, roles: frozenset[str], address: str, draft: bool
) -> dict[str, Any]:
    """What letters/letter.typ reads."""
    language = rendering["language"]
    words = act_data.letter_words(language, day)
    entry = act_data.letter_entry(kind.letter, day)
    number = rendering["number"] or words["no_number"]
    answers = rendering["reply"]["expects"] != Expects.NOTHING
    informed = rendering["addressee"]["role"] == Role.FOR_INFORMATION
    signing = next((role for role in _SIGNING if role in roles), _SIGNING[-1])
    return {
        "language": language,
        "draft": draft,
        "words": words,
        "title_line": f"{number}: {rendering['title']}",
        "sender": rendering["sender"][f"name_{language}"],
        "footer": number,
        "facts": _facts(rendering, words, number, day),
        "addressee": _named(rendering["addressee"], words, language),
        "also": [_named(one, words, language) for one in rendering["also_addressed"]],
        "heading": entry[f"heading_{language}"],
        "subject": rendering["title"],
        "opening": words["informed"] if informed else entry[f"opening_{language}"],
        "grounds": rendering["grounds"],
        "items_heading": entry[f"items_{language}"],
        "items": [
            {
                "text": item["text"],
                "due": day_words(date.fromisoformat(item["due"]), language) if item["due"] else None,
                "evidence": item["evidence_expected"],
            }
            for item in rendering["items"]
        ],
        "attachments": [one[f"title_{language}"] for one in rendering["attachments"]],
        "reply": rendering["reply"][f"instructions_{language}"],
        # A draft has no number to quote; the letter will have one of this series.
        "ways": _ways(words, rendering["number"] or f"{kind.prefix}-{day.year}-…", address) if answers else [],
        "signature": {"role": words[signing]},
    }


def _named(body: Mapping[str, Any], words: Mapping[str, str], language: str) -> str:
    """A body with the role in which the letter goes to it."""
    return f"{body[f'name_{language}']} ({words[body['role']]})"


def day_words(day: date, language: str) -> str:
    """`5 maj 2026`."""
    return str(format_date(day, "d MMMM y", locale=language))


def _facts(rendering: Mapping[str, Any], words: Mapping[str, str], number: str, day: date) -> list[dict[str, str]]:
    language, basis = rendering["language"], rendering["legal_basis"]
    facts = [
        (words["number"], number),
        (words["date"], day_words(day, language)),
        (words["basis"], _confirmed(basis[language], words, sure=basis["confirmed"])),
    ]
    term = rendering["reply"].get("term_basis")
    if term:
        sure = rendering["reply"]["term"]["confirmed"]
        facts.append((words["term_basis"], _confirmed(term[language], words, sure=sure)))
    if rendering["judicial_matter"]:
        facts.append((words["matter"], rendering["judicial_matter"][language]))
    if rendering["supersedes"]:
        facts.append((words["supersedes"], rendering["supersedes"]))
    return [{"key": key, "value": value} for key, value in facts]


def _confirmed(said: str, words: Mapping[str, str], *, sure: bool) -> str:
    return said if sure else f"{said} {words['unconfirmed']}"


def _ways(words: Mapping[str, str], number: str, address: str) -> list[str]:
    """How a body may answer; all ways lead to the same register."""
    portal = f"{words['portal']}: {address}/partners/inbox" if address else words["portal"]
    system = f"{words['system']}: {address}/partners/api/v1/dispatches" if address else words["system"]
    return [portal, system, f"{words['paper']} {number}"]
