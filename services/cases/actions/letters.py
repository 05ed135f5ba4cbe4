"""The letter of an act as PDF, from the copy for one addressee: what is printed is what is frozen, and nothing else.

The words are those of the act's own language, whoever looks at it.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
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
from shared.documents import Documents
from shared.events.documents.cases import AddressedBody, AskedTerm, BothWords, PrintedCopy, Rendering
from shared.principal import Principal
from shared.rules import NotFound

#: The roles by which a letter may be signed, the highest first; a person's name never stands on it.
_SIGNING = ("commissioner", "approver", "case_officer")


@dataclass(frozen=True)
class Printed:
    """The bytes of a letter, and what a file of it is called: never a name of a person or of a body."""

    content: bytes
    name: str


def freeze(by: Principal, session: Session, documents: Documents, letter: Letter, address: str) -> str:
    """A step of others: give the letter its number, which is returned, and each addressee a frozen copy with its PDF.

    Copies are made before the number is taken, for everybody else who issues waits for its row until the commit; if
    somebody was faster, they are made again.
    """
    prefix, year = letter.kind.prefix, letter.day.year
    expected = coming_reference(session, prefix, year)
    copies = _copies(documents, replace(letter, number=expected), by.roles, address)
    number = next_reference(session, prefix, year)
    if number != expected:
        copies = _copies(documents, replace(letter, number=number), by.roles, address)
    for addressee, (name, digest) in zip(letter.addressees, copies, strict=True):
        addressee.rendering, addressee.digest = name, digest
    return number


def printed(
    by: Principal,
    session: Session,
    documents: Documents,
    act_id: UUID,
    institution_id: UUID,
    *,
    now: datetime,
    address: str,
) -> Printed:
    """The letter to one addressee: as it was sent, or of a draft as it would go out today. The reading is noted.

    Raises `NotFound` for an act that `by` may not see, and for a body that it does not go to.
    """
    act, _case = find_act(session, act_id, by)
    today = local_date(now)
    letter = renderings.drafted(session, act, act.issued_on or today)
    addressee = next((one for one in letter.addressees if one.institution_id == institution_id), None)
    if addressee is None:
        raise NotFound
    audit.record(session, by, "letter.read", "recommendation", act.id, institution=str(institution_id))
    if addressee.rendering is not None:
        copy = documents.read(PrintedCopy, addressee.rendering)
        if copy.pdf is None:
            raise NotFound
        return Printed(documents.get(copy.pdf), f"{act.number}.pdf")
    rendering = renderings.render(letter, addressee)
    signing = frozenset({_SIGNING[-1] if letter.kind.approval is Approval.NONE else "approver"})
    return Printed(pdf(rendering, letter.kind, today, roles=signing, address=address, draft=True), "draft.pdf")


def _copies(documents: Documents, letter: Letter, roles: frozenset[str], address: str) -> list[tuple[str, str]]:
    """For each addressee the name of its copy in the store, and the digest of what stands there."""
    copies = []
    for addressee in letter.addressees:
        rendering = renderings.render(letter, addressee)
        content = pdf(rendering, letter.kind, letter.day, roles=roles, address=address)
        sha256 = hashlib.sha256(content).hexdigest()
        rendering = replace(rendering, pdf=documents.put(content), pdf_sha256=sha256)
        copies.append((documents.keep(rendering), renderings.digest(rendering)))
    return copies


def pdf(
    rendering: Rendering,
    kind: Kind,
    day: date,
    *,
    roles: frozenset[str],
    address: str = "",
    draft: bool = False,
) -> bytes:
    """The letter. `roles` of who signs; `address`: where the portal stands; `draft`: watermarked."""
    letter = content(rendering, kind, day, roles=roles, address=address.rstrip("/"), draft=draft)
    return typesetting.pdf(letter, day)


def content(
    rendering: Rendering, kind: Kind, day: date, *, roles: frozenset[str], address: str, draft: bool
) -> dict[str, object]:
    """What letters/letter.typ reads."""
    language = rendering.language
    words = act_data.letter_words(language, day)
    entry = act_data.letter_entry(kind.letter, day)
    number = rendering.number or words["no_number"]
    answers = rendering.reply.expects != Expects.NOTHING
    informed = rendering.addressee.role == Role.FOR_INFORMATION
    signing = next((role for role in _SIGNING if role in roles), _SIGNING[-1])
    return {
        "language": language,
        "draft": draft,
        "words": words,
        "title_line": f"{number}: {rendering.title}",
        "sender": rendering.sender.name(language),
        "footer": number,
        "facts": _facts(rendering, words, number, day),
        "addressee": _named(rendering.addressee, words, language),
        "also": [_named(one, words, language) for one in rendering.also_addressed],
        "heading": entry[f"heading_{language}"],
        "subject": rendering.title,
        "opening": words["informed"] if informed else entry[f"opening_{language}"],
        "grounds": rendering.grounds,
        "items_heading": entry[f"items_{language}"],
        "items": [
            {
                "text": item.text,
                "due": day_words(item.due, language) if item.due else None,
                "evidence": item.evidence_expected,
            }
            for item in rendering.items
        ],
        "attachments": [one.title_en if language == "en" else one.title_sq for one in rendering.attachments],
        "reply": rendering.reply.instructions_en if language == "en" else rendering.reply.instructions_sq,
        # A draft has no number to quote; the letter will have one of this series.
        "ways": _ways(words, rendering.number or f"{kind.prefix}-{day.year}-…", address) if answers else [],
        "signature": {"role": words[signing]},
    }


def _named(body: AddressedBody, words: Mapping[str, str], language: str) -> str:
    """A body with the role in which the letter goes to it."""
    return f"{body.name(language)} ({words[body.role]})"


def day_words(day: date, language: str) -> str:
    """`5 maj 2026`."""
    return str(format_date(day, "d MMMM y", locale=language))


def _facts(rendering: Rendering, words: Mapping[str, str], number: str, day: date) -> list[dict[str, str]]:
    language, basis = rendering.language, rendering.legal_basis
    facts = [
        (words["number"], number),
        (words["date"], day_words(day, language)),
        (words["basis"], _confirmed(basis.of(language), words, sure=basis.confirmed)),
    ]
    term, term_basis = rendering.reply.term, rendering.reply.term_basis
    if isinstance(term, AskedTerm) and isinstance(term_basis, BothWords):
        facts.append((words["term_basis"], _confirmed(term_basis.of(language), words, sure=term.confirmed)))
    if rendering.judicial_matter:
        facts.append((words["matter"], rendering.judicial_matter.of(language)))
    if rendering.supersedes:
        facts.append((words["supersedes"], rendering.supersedes))
    return [{"key": key, "value": value} for key, value in facts]


def _confirmed(basis: str, words: Mapping[str, str], *, sure: bool) -> str:
    return basis if sure else f"{basis} {words['unconfirmed']}"


def _ways(words: Mapping[str, str], number: str, address: str) -> list[str]:
    """How a body may answer; all ways lead to the same register."""
    portal = f"{words['portal']}: {address}/partners/inbox" if address else words["portal"]
    system = f"{words['system']}: {address}/partners/api/v1/dispatches" if address else words["system"]
    return [portal, system, f"{words['paper']} {number}"]
