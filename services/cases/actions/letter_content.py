"""What the letter of an act says, from the copy for one addressee: the value that letters/letter.typ prints.

Nothing is added to the frozen copy but the words of letters.yaml, in the act's own language, whoever looks at it. A letter cites no law that
is `confirmed: false`, be it with or without the doubt; who doubts it reads so on the pages of staff.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from services.cases.actions import addressed
from services.cases.actions.addressed import kept
from services.cases.data import Entry
from services.cases.data import acts as act_data
from services.cases.domain import text_parts
from services.cases.domain.bodies import COURTS, Role
from services.cases.domain.kinds import Expects, Kind, Receiver
from services.cases.domain.signing import Signatory
from shared.events.documents.cases import AddressedBody, AskedTerm, BothWords, PlainText, Rendering, SignedBy
from shared.typed import UNSENT, Unsent

#: What a person fills in by hand where the book has no number yet.
BLANK = "________"
CHECK_PATH = "/cases/check"
_LONGEST_HEADING = 250
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


@dataclass(frozen=True)
class Letter:
    """A copy on its way to the paper. `address`: where the platform stands, without a slash at its end; `signs`: in which
    function a draft would be signed.
    """

    rendering: Rendering
    kind: Kind
    day: date
    address: str
    draft: bool
    signs: Signatory
    words: Mapping[str, str]
    entry: Entry

    @property
    def language(self) -> str:
        return self.rendering.language

    def say(self, key: str) -> str:
        """Words of the kind, or what all letters say."""
        said: str = self.entry.get(f"{key}_{self.language}") or self.words[key]
        return said

    def own(self, key: str) -> str:
        """Words that the kind alone has; empty where it has none."""
        said: str = self.entry.get(f"{key}_{self.language}", "")
        return said


Part = dict[str, object]


def content(
    rendering: Rendering, kind: Kind, day: date, *, signs: Signatory, address: str, draft: bool
) -> dict[str, object]:
    """What letters/letter.typ reads. `signs`: in which function a draft would be signed; a frozen copy says it itself."""
    words = act_data.letter_words(rendering.language, day)
    entry = act_data.letter_to(kind.letter, rendering.addressee.role, day)
    letter = Letter(rendering, kind, day, address.rstrip("/"), draft, signs, words, entry)
    number = rendering.number or words["no_number"]
    return {
        **_head(words, rendering.language, day, number, kept(rendering.protocol)),
        "draft": draft,
        "title_line": f"{number}: {rendering.title}",
        "footer": " · ".join(filter(None, [number, kept(rendering.check_code)])),
        "subject": f"{entry[f'subject_{letter.language}']}: {rendering.title}",
        "heading": letter.own("heading"),
        **_addressed(letter),
        "parts": [*_parts(letter), *_cosigned(letter)],
        "attachments": [one.title_en if letter.language == "en" else one.title_sq for one in rendering.attachments],
        "signature": _signature(letter),
        "check": _check(letter),
    }


@dataclass(frozen=True)
class Reminded:
    """The letter that a reminder is about, and whom it goes to; `address`: as of `Letter`; `asks`: that body may still answer it."""

    kind: Kind
    number: str
    protocol: str
    check_code: str
    to: AddressedBody
    address: str
    asks: bool


def reminder(text: PlainText, day: date, about: Reminded, signed: SignedBy) -> dict[str, object]:
    """The same of a letter about an act whose words are a text: nothing is asked in it by items of its own."""
    words, number = act_data.letter_words(text.language, day), about.number
    entry = act_data.letter_entry(about.kind.letter, day)
    greeting = addressed.greeting([about.to], entry, text.language, day)
    address = about.address.rstrip("/")
    asks = about.asks and about.kind.expects is not Expects.NOTHING
    court = about.to.institution_class in COURTS
    ways = _ways_of(words, address, number, on_paper_alone=court) if asks else []
    return {
        **_head(words, text.language, day, number, about.protocol),
        "draft": False,
        "title_line": f"{number}: {text.title}",
        "footer": f"{number} · {about.check_code}",
        "subject": text.title,
        "heading": "",
        "to": [addressed.main(about.to, entry, text.language, day)],
        "informed": [],
        "parts": [*_prose(greeting), *_prose(text.text), *ways, *_prose(words["closing"])],
        "attachments": [],
        "signature": _signed(words, signed),
        "check": _checked_at(words["check" if address else "check_nowhere"], number, about.check_code, address),
    }


def marks(text: PlainText, day: date, signed: SignedBy) -> dict[str, str]:
    """What a reader on a screen needs of the paper besides its words and numbers: its day, and from whom it is."""
    words = act_data.letter_words(text.language, day)
    lines = _signed(words, signed)
    return {
        "day": day.isoformat(),
        "sender": words["office"],
        "signed_by": ", ".join(line for line in (lines["name"], lines["instead_of"], lines["function"]) if line),
    }


def _head(words: Mapping[str, str], language: str, day: date, number: str, protocol: str) -> dict[str, object]:
    """What stands at the head of every letter."""
    return {
        "language": language,
        "words": words,
        "sender": words["office"],
        "letterhead": [words["state"], words["institution"], words["section"]],
        "protocol": words["protocol"].format(protocol=protocol or BLANK),
        "place_and_day": words["place_and_day"].format(day=day_words(day, language)),
        "act": words["act"].format(number=number),
    }


def day_words(day: date, language: str) -> str:
    """`5 maj 2026`."""
    return str(format_date(day, "d MMMM y", locale=language))


def _addressed(letter: Letter) -> dict[str, object]:
    """Those to whom it is written, in capitals with their seats, and those who only learn of it; the copy's own body first."""
    bodies = (letter.rendering.addressee, *letter.rendering.also_addressed)
    return {
        "to": [addressed.main(one, letter.entry, letter.language, letter.day) for one in _written_to(letter)],
        "informed": [addressed.called(one, letter.language) for one in bodies if one.role == Role.FOR_INFORMATION],
    }


def _written_to(letter: Letter) -> list[AddressedBody]:
    bodies = (letter.rendering.addressee, *letter.rendering.also_addressed)
    return [one for one in bodies if one.role != Role.FOR_INFORMATION]


def _parts(letter: Letter) -> list[Part]:
    """The parts of the letter that have something to say, in the order of its kind."""
    informed = letter.rendering.addressee.role == Role.FOR_INFORMATION
    parts: list[Part] = []
    for name in letter.entry["parts"]:
        parts += _INFORMED.get(name, _PARTS[name])(letter) if informed else _PARTS[name](letter)
    return parts


def _prose(text: str, *, heading: str = "") -> list[Part]:
    return [{"part": "prose", "heading": heading, "text": text}] if text.strip() else []


def _salutation(letter: Letter) -> list[Part]:
    return _prose(addressed.greeting(_written_to(letter), letter.entry, letter.language, letter.day))


def _opening(letter: Letter) -> list[Part]:
    replaced = letter.rendering.supersedes
    also = letter.words["supersedes"].format(number=replaced) if replaced else ""
    lines = "\n".join(f"{name}: {said}" for name, said, is_line in _grounds_parts(letter) if is_line)
    law = act_data.cited(letter.entry, letter.language, letter.day)
    said = {"{title}": letter.rendering.title, "{lines}": lines, "{law}": law}
    # What stands in the title may look like a gap, and stays as it is.
    opening = re.sub(r"\{(title|lines|law)\}", lambda gap: said[gap[0]], letter.say("opening"))
    return _prose(" ".join(filter(None, ["\n".join(filter(None, opening.split("\n"))), _began(letter), also])))


def _began(letter: Letter) -> str:
    """Whether a complaint began it, and never whose. Who complained knows it, and a report or an application speaks of more than one case."""
    origin = kept(letter.rendering.origin)
    is_letter = letter.kind.receiver is not Receiver.COMPLAINANT and not letter.own("heading")
    return letter.words[f"began_{origin}"] if origin and is_letter else ""


def _facts(letter: Letter) -> list[Part]:
    return _prose(letter.say("facts")) if letter.rendering.grounds.strip() else []


def _sentences(letter: Letter, said: tuple[BothWords, ...] | Unsent) -> list[Part]:
    """A paragraph each; nothing where there are none, as in copies of before letters recounted them."""
    return _prose("\n\n".join(one.of(letter.language) for one in said)) if not isinstance(said, Unsent) else []


def _grounds(letter: Letter) -> list[Part]:
    named = [(name, said) for name, said, is_line in _grounds_parts(letter) if not is_line]
    if not named and letter.entry.get("subheadings"):
        return list(_subheaded(letter.rendering.grounds, letter.own("grounds")))
    if not named:
        return _prose(letter.rendering.grounds, heading=letter.own("grounds"))
    return [
        part
        for number, (name, said) in enumerate(named)
        for part in _prose(said, heading=f"{_NUMERALS[number]}. {name}" if name else "")
    ]


def _subheaded(text: str, heading: str) -> Iterator[Part]:
    """The text under its heading, in sections where it names them."""
    yield {"part": "heading", "heading": heading, "level": 1}
    for paragraph in filter(str.strip, text.split("\n\n")):
        if _names_a_section(paragraph.strip()):
            yield {"part": "heading", "heading": paragraph.strip(), "level": 2}
        else:
            yield from _prose(paragraph)


def _names_a_section(paragraph: str) -> bool:
    return len(paragraph) <= _LONGEST_HEADING and "\n" not in paragraph and paragraph[-1].isalnum()


def _grounds_parts(letter: Letter) -> list[tuple[str, str, bool]]:
    """The parts of the grounds that say something: name, text, whether it is a line of the opening; a draft may have words before
    the first.
    """
    parts = act_data.grounds_parts(letter.kind.letter, letter.language, letter.day)
    if not parts:
        return []
    found = text_parts.split(letter.rendering.grounds, [one.name for one in parts])
    before = [("", found[""], False)] if "" in found else []
    return [*before, *((one.name, found[one.name], one.is_line) for one in parts if found.get(one.name))]


def _official(letter: Letter) -> list[Part]:
    function = kept(letter.rendering.official_function)
    return _prose(letter.words["official"].format(function=function)) if function else []


def _cosigned(letter: Letter) -> list[Part]:
    names = letter.rendering.cosigners
    return [] if isinstance(names, Unsent) else _prose(letter.words["cosigned"].format(names=", ".join(names)))


def _matter(letter: Letter) -> list[Part]:
    matter = letter.rendering.judicial_matter
    return _prose(letter.words["matter"].format(matter=matter.of(letter.language))) if matter else []


def _demand(letter: Letter) -> list[Part]:
    law = act_data.cited(letter.entry, letter.language, letter.day)
    heading, before = letter.own("demand_heading"), [one for one in _grounds_parts(letter) if not one[2]]
    said = {
        "text": letter.say("demand").format(law=law),
        "verb": letter.own("verb"),
        "heading": f"{_NUMERALS[len(before)]}. {heading}" if before else heading,
    }
    return [{"part": "demand", **said}]


def _items(letter: Letter) -> list[Part]:
    items = [
        {
            "text": item.text,
            "due": day_words(item.due, letter.language) if item.due else None,
            "evidence": item.evidence_expected,
        }
        for item in letter.rendering.items
    ]
    return [{"part": "items", "items": items}]


def _reply(letter: Letter) -> list[Part]:
    reply = letter.rendering.reply
    # A person is asked for nothing; what is said to them in its place stands in the words alone.
    asked = (reply.instructions_en if letter.language == "en" else reply.instructions_sq) or letter.own("reply")
    # A copy from before doubts were left out says of itself that its basis was not confirmed.
    doubted = isinstance(reply.term, AskedTerm) and reply.term.confirmed is False
    if isinstance(reply.term_basis, BothWords) and not doubted:
        asked += " " + letter.words["term_basis"].format(basis=reply.term_basis.of(letter.language))
    return _prose(asked)


def _ways(letter: Letter) -> list[Part]:
    """How a body may answer; all ways lead to the same register. A draft has no number to quote; the letter will have one."""
    if letter.rendering.reply.expects == Expects.NOTHING:
        return []
    number = letter.rendering.number or f"{letter.kind.prefix}-{letter.day.year}-…"
    # A court answers by its own acts, and has no part in the portal.
    court = letter.rendering.addressee.institution_class in COURTS
    by_link = kept(letter.rendering.reply.by_link)
    return _ways_of(letter.words, letter.address, number, on_paper_alone=court, by_link=by_link)


def _ways_of(
    words: Mapping[str, str], address: str, number: str, *, on_paper_alone: bool = False, by_link: str = ""
) -> list[Part]:
    """Paper first: every body has it, and who has nothing else must not look for it."""
    paper = words["paper_alone" if on_paper_alone else "paper"]
    paper = paper.format(postal_address=words["postal_address"], number=number)
    if on_paper_alone:
        return _prose(paper)
    wired = [
        {"text": words["portal"], "address": f"{address}/partners/inbox" if address else ""},
        {"text": words["system"], "address": f"{address}/partners/api/v1/dispatches" if address else ""},
    ]
    if by_link:
        wired.append({"text": words[f"link_{by_link}"], "address": ""})
    return [{"part": "ways", "text": words["ways"], "ways": [{"text": paper, "address": ""}, *wired]}]


def _closing(letter: Letter) -> list[Part]:
    return _prose(letter.say("closing"))


_PARTS: Mapping[str, Callable[[Letter], Sequence[Part]]] = {
    "salutation": _salutation,
    "opening": _opening,
    "inquiry": lambda letter: _sentences(letter, letter.rendering.inquiry),
    "facts": _facts,
    "grounds": _grounds,
    "findings": lambda letter: _sentences(letter, letter.rendering.findings),
    "official": _official,
    "matter": _matter,
    "demand": _demand,
    "items": _items,
    "reply": _reply,
    "ways": _ways,
    "closing": _closing,
}
#: Who is only informed is asked for nothing: what is asked of the others stands there as what it is.
_INFORMED: Mapping[str, Callable[[Letter], Sequence[Part]]] = {
    "salutation": lambda _letter: [],
    "opening": lambda letter: _prose(letter.words["informed_one" if len(_written_to(letter)) == 1 else "informed"]),
    "demand": lambda letter: [{"part": "demand", "text": letter.own("items") + ":", "verb": "", "heading": ""}],
}


def _signature(letter: Letter) -> dict[str, str]:
    """The function in capitals, whom it stands in for, and the name that the office knows; a draft has no name."""
    signed = letter.rendering.signatory
    if isinstance(signed, Unsent):
        signed = SignedBy(function=letter.signs.function, name="", instead_of=letter.signs.instead_of or UNSENT)
    return _signed(letter.words, signed)


def _signed(words: Mapping[str, str], signed: SignedBy) -> dict[str, str]:
    """The function as its holder wants it said of them; as laws call the office where they did not say."""
    form, instead_of = kept(signed.title_form), kept(signed.instead_of)
    function = words[f"{signed.function}_{form}" if form else signed.function]
    told = words[f"instead_of_{instead_of}"] if instead_of else ""
    return {"function": function.upper(), "instead_of": told, "name": signed.name}


def _check(letter: Letter) -> dict[str, str]:
    """How anyone finds out whether the letter is the office's; a draft has no code."""
    code = kept(letter.rendering.check_code)
    if not code:
        return {"text": "", "address": ""}
    said = letter.say("check" if letter.address else "check_nowhere")
    return _checked_at(said, letter.rendering.number or "", code, letter.address)


def _checked_at(said: str, number: str, code: str, address: str) -> dict[str, str]:
    return {"text": said.format(number=number, code=code), "address": f"{address}{CHECK_PATH}" if address else ""}
