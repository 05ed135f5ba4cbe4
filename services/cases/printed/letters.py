"""Every kind of letter in both languages, as it would be printed: `python -m services.cases.printed.letters FOLDER`.

For whoever changes words or layout and wants to see what leaves the office. Nothing is read from a database; the bodies are samples.
"""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from services.cases import data
from services.cases.actions import letter_content, letters, recounts, renderings
from services.cases.clients import typesetting
from services.cases.data import acts as act_data
from services.cases.data.clock_words import fill
from services.cases.domain import text_parts
from services.cases.domain.advised import Advised
from services.cases.domain.bodies import Role
from services.cases.domain.case import Origin
from services.cases.domain.kinds import Kind, Receiver
from services.cases.domain.ladder import REMINDERS, RungKey
from services.cases.models import ActAddressee, ActItem, Recommendation
from services.cases.queries.recounted import Asked, Violated, Visited
from shared.directory import KnownInstitution
from shared.events.documents.cases import PlainText, Rendering, SignedBy

DAY = date(2026, 11, 26)
CODE = "SHEM-BULL"
PROTOCOL = {"sq": "nr. 465 Prot.", "en": "protocol no. 465"}
#: A sample of each class of body: its Albanian name, its English one, its seat.
BODIES = {
    "ministry": ("Ministria e Shembullit", "Ministry of Samples", "Tiranë"),
    "agency": ("Agjencia e Shembullit", "Sample Agency", "Tiranë"),
    "municipality": ("Bashkia Shembull", "Sample Municipality", "Shembull"),
    "prefect": ("Prefekti i Qarkut Shembull", "Prefect of Sample County", "Shembull"),
    "school": ("Shkolla 9-vjeçare “Shembull”", "Sample Primary School", "Shembull"),
    "health": ("Spitali Rajonal Shembull", "Sample Regional Hospital", "Shembull"),
    "police": ("Drejtoria Vendore e Policisë Shembull", "Sample Local Police Directorate", "Shembull"),
    "prison": ("Instituti i të Miturve Shembull", "Sample Juvenile Institute", "Shembull"),
    "social_care": ("Shtëpia e Fëmijës Shembull", "Sample Children's Home", "Shembull"),
    "private": ("Qendra Private e Përkujdesit Shembull", "Sample Private Care Centre", "Shembull"),
    "prosecution": ("Prokuroria pranë Gjykatës së Shembullit", "Sample Prosecution Office", "Shembull"),
    "court": ("Gjykata e Shkallës së Parë Shembull", "Sample Court of First Instance", "Shembull"),
    "judicial_oversight": ("Inspektori i Lartë i Drejtësisë", "High Inspector of Justice", "Tiranë"),
    "constitutional_court": ("Gjykata Kushtetuese", "Constitutional Court", "Tiranë"),
    "assembly": ("Kuvendi i Shqipërisë", "Assembly of Albania", "Tiranë"),
    "municipal_council": ("Këshilli Bashkiak Shembull", "Sample Municipal Council", "Shembull"),
}
TEXTS = {
    "sq": (
        "Kthimi i një fëmije në shkollë",
        "Fëmija nuk ka shkuar në shkollë që nga shtatori, sepse shkolla nuk e ka regjistruar.\n\nE drejta për arsim nuk u respektua.",
        ("Të regjistrohet fëmija në klasën e vet.", "Të shqyrtohen rastet e ngjashme."),
        "Vendimi i drejtorisë",
        "Drejtuesi i shkollës",
    ),
    "en": (
        "Return of a child to school",
        "The child has not been at school since September, for the school has not enrolled the child.\n\nThe right to education was not respected.",
        ("Enrol the child in the class of their age.", "Examine similar cases."),
        "The decision of the directorate",
        "The head of the school",
    ),
}


@dataclass(frozen=True)
class Sample:
    """One printed letter: what a file of it is called, and its bytes."""

    name: str
    content: bytes


def every_letter(day: date = DAY) -> Iterator[Sample]:
    """Each kind in force to a body of each class that it may go to, in both languages; those only informed get their copy too, and
    what is pressed for a reminder.
    """
    for key in data.kind_entries(day):
        kind = data.kind_on(key, day)
        for language in renderings.LANGUAGES:
            for body_class in sorted(kind.classes):
                yield Sample(f"{key}-{body_class}-{language}", printed(kind, language, body_class, day))
            if Role.FOR_INFORMATION in kind.roles:
                first, last = min(kind.classes), max(kind.classes)
                copy = printed(kind, language, first, day, informed=(last,), to_informed=True)
                yield Sample(f"{key}-informed-{language}", copy)
            if is_reminded(kind, day):
                yield Sample(f"{key}-reminder-{language}", printed_reminder(kind, language, min(kind.classes), day))
            if kind.receiver is Receiver.COMPLAINANT:
                for advised in Advised:
                    yield Sample(f"{key}-{advised}-{language}", printed_advice(kind, language, advised, day))


def printed(
    kind: Kind,
    language: str,
    body_class: str,
    day: date,
    *,
    also: Sequence[str] = (),
    informed: Sequence[str] = (),
    to_informed: bool = False,
) -> bytes:
    """One letter of that kind to a sample body of that class, signed in the first of its functions. `also`: to bodies of these classes
    too; `informed`: those that only learn of it; `to_informed`: the copy of the last of them.
    """
    letter = _letter(kind, language, [body_class, *also], day, informed)
    addressee = letter.addressees[-1 if to_informed else 0]
    return _pdf(renderings.render(letter, addressee), kind, day)


def printed_advice(kind: Kind, language: str, advised: Advised, day: date) -> bytes:
    """The same to a sample person."""
    return _pdf(replace(renderings.advice(_letter(kind, language, [], day), advised), check_code=CODE), kind, day)


def is_reminded(kind: Kind, day: date) -> bool:
    """Whether who is silent about such a letter gets a reminder."""
    ladder = data.ladder_on(kind.ladder, day) if kind.ladder else None
    return ladder is not None and any(one.key in REMINDERS for one in ladder.rungs)


def _days_to_answer(kind: Kind, day: date) -> int | None:
    ladder = data.ladder_on(kind.ladder, day)
    return ladder.days_to_answer(RungKey.REMINDER) if ladder is not None else None


def printed_reminder(kind: Kind, language: str, body_class: str, day: date) -> bytes:
    """A reminder of such a letter to a sample body of that class."""
    letter = _letter(kind, language, [body_class], day)
    to = renderings.render(letter, letter.addressees[0]).addressee
    entries = data.rung_words("letters", day)
    words = entries.get(f"{kind.ladder}_reminder", entries["reminder"])
    silent = data.rung_words("grounds", day)["no_last_day"]
    issued, today = (letter_content.day_words(one, language) for one in (day - timedelta(days=40), day))
    found_by = f"{letter.number} ({PROTOCOL[language]})"
    values = {"number": str(letter.number), "letter": found_by, "issued": issued, "today": today}
    values |= {"items": f"1. {letter.items[0].text}\n{silent[f'text_{language}']}"}
    # The sample stood still on no day, and has the letter on paper.
    by = data.rung_words("answer_by", day)["on_paper"][f"text_{language}"].format(days=_days_to_answer(kind, day))
    values |= {"asks": silent[f"asked_{language}"], "stood": "", "law": act_data.cited(words, language, day)}
    values |= {"answer_by": by}
    title, said = (fill(words, name, language, **values) for name in ("title", "text"))
    text = PlainText(format="besa.text.1", title=title, text=said, language=language)
    about = letter_content.Reminded(
        kind=kind,
        number=str(letter.number),
        protocol="465/2",
        check_code=CODE,
        to=to,
        address="https://shembull.al",
        asks=True,
    )
    signed = SignedBy(function="case_officer", name="Shembull Shembulli")
    return typesetting.pdf(letter_content.reminder(text, day, about, signed), day)


def _pdf(copy: Rendering, kind: Kind, day: date) -> bytes:
    signs = act_data.signing_of(kind.key, day).signatories[0]
    return letters.pdf(copy, kind, day, signs=signs, address="https://shembull.al")


def _letter(
    kind: Kind, language: str, body_classes: Sequence[str], day: date, informed: Sequence[str] = ()
) -> renderings.Letter:
    title, grounds, texts, evidence, official = TEXTS[language]
    signs = act_data.signing_of(kind.key, day).signatories[0].function
    if parts := act_data.grounds_parts(kind.letter, language, day):
        grounds = text_parts.joined({one.name: title if one.is_line else grounds for one in parts})
    act = Recommendation(
        cosigners=[],
        id=uuid4(),
        kind=kind.key,
        language=language,
        title=title,
        grounds=grounds,
        attachments=[],
        judicial_matter="judge" if "judicial_matter" in kind.required_fields else None,
        official_function=official if "official_function" in kind.required_fields else None,
    )
    due = date(day.year + 1, 1, 29) if "due" in kind.required_item_fields else None
    items = [
        ActItem(id=uuid4(), place=place, text=text, due=due, evidence_expected=evidence if due else "")
        for place, text in enumerate(texts)
    ]
    answers = next(iter(kind.answering_roles)).value if kind.answering_roles else ""
    addressed = [_addressee(act.id, one, answers) for one in body_classes]
    addressed += [_addressee(act.id, one, Role.FOR_INFORMATION.value) for one in informed]
    return renderings.Letter(
        act=act,
        kind=kind,
        items=items,
        addressees=addressed,
        supersedes=None,
        day=day,
        bodies={one.institution_id: _body(one) for one in addressed},
        number=f"{kind.prefix}-{day.year}-00001-7",
        protocol="465/1",
        signatory=SignedBy(function=signs, name="Shembull Shembulli"),
        origin=Origin.COMPLAINT.value,
        recounted=_recounted(kind, addressed, day),
    )


def _recounted(kind: Kind, addressed: Sequence[ActAddressee], day: date) -> dict[UUID, recounts.Recounted]:
    """A request that was answered, one that was not, a visit; and two findings."""
    parts = act_data.letter_entry(kind.letter, day)["parts"]
    asked, visited = day - timedelta(days=60), day - timedelta(days=30)
    done: list[Asked | Visited] = [
        Asked(asked, "V-2026-00001-5", "441", (asked + timedelta(days=12), asked + timedelta(days=20))),
        Visited(visited, "VZ-2026-00001-3"),
        Asked(visited + timedelta(days=2), "V-2026-00002-3", "441/1", (), silent=True),
    ]
    below = _body(_addressee(uuid4(), "school", Role.RESPONSIBLE.value))
    return {
        one.institution_id: recounts.worded(
            done if "inquiry" in parts else (),
            [Violated(right, *_of_whom(kind, one, below)) for right in ("28.1", "2")] if "findings" in parts else [],
            day,
        )
        for one in addressed
        if one.role != Role.FOR_INFORMATION
    }


def _of_whom(kind: Kind, one: ActAddressee, below: KnownInstitution) -> tuple[bool, KnownInstitution | None]:
    """Whoever stands above a body reads of that one, and who can change a law of nobody in particular."""
    above = one.role == Role.SUPERIOR or (
        kind.rule is not None and kind.key in {"oversight_notice", "dismissal_proposal"}
    )
    return not above and kind.key != "law_reform", below if above else None


def _addressee(act_id: UUID, body_class: str, role: str) -> ActAddressee:
    name_sq, name_en, _seat = BODIES[body_class]
    return ActAddressee(
        recommendation_id=act_id,
        institution_id=uuid4(),
        place=0,
        role=role,
        institution_class=body_class,
        name_sq=name_sq,
        name_en=name_en,
        check_code=CODE,
    )


def _body(addressee: ActAddressee) -> KnownInstitution:
    seat = BODIES[addressee.institution_class][2]
    return KnownInstitution(
        id=addressee.institution_id,
        key=addressee.institution_class,
        institution_class=addressee.institution_class,
        name_sq=addressee.name_sq,
        name_en=addressee.name_en,
        record={"seat": seat},
    )


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for one in every_letter():
        (folder / f"{one.name}.pdf").write_bytes(one.content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
