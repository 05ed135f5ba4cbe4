"""Whoever is told of by whose child they are, or by a nickname with the family's name in the genitive, without any file beside the text:
`Ana, e bija e Mirës nga Laknasi`, `“Çuni” i Hoxhajve`, and a name in quotes that the same text declines: `i mituri “Arben”`, `nëna e Arbenit`.

A given name, or what relative somebody is, may be of hundreds; both together, or with a place, are of one.
"""

import re
from collections.abc import Collection, Iterator

from services.intake.domain.declension import forms, forms_if_declined
from services.intake.domain.hits import Hit, Kind, Severity
from services.intake.domain.said import ARTICLES
from services.intake.domain.signs import QUOTES, Seen, is_gap
from services.intake.domain.strangers import ends_as_family
from services.intake.domain.written import Word

_BESIDE = re.compile(r"[\s,(:=\-–—]{1,4}")
_OF = re.compile(rf"[\s{QUOTES}]{{1,3}}|\.\s?")
_FROM = frozenset({"nga", "prej", "from", "of", "te", "tek", "ne", "in"})
_OF_PLACE = frozenset(
    {
        "fshati",
        "fshatit",
        "fshatin",
        "lagjja",
        "lagjes",
        "lagja",
        "lagjen",
        "village",
        "the",
        "hamlet",
        "komuna",
        "rruga",
        "of",
    }
)
_INITIAL = re.compile(r"\.|…")
#: "Agim's son": what is left of the apostrophe is a word of one letter.
_ENGLISH_OF = re.compile(rf"[{QUOTES}]")
_ABOUT = re.compile(rf"[{QUOTES}]")
_QUOTED = re.compile(rf"[{QUOTES}](?P<name>[^\W\d_][\w\-]{{1,24}}(?:\s[^\W\d_][\w\-]{{1,24}})?)[{QUOTES}]")
_SEVERAL = "ve"
_BEFORE_PLACE = 6
_LONGEST_CUT, _FAR, _MOST_SAID = 2, 8, 5
_GENITIVES = ("it", "ut", "es", "se")
_AGED = re.compile(
    r"\.?[\s,(\-–—]{1,3}(?:(?:me\s)?mosh\w*\s)?(?:\d{1,2}|[^\W\d_]{2,14})[\s\-]{1,2}vje[çc]|[\s,(\-–—]{1,3}(?:(?:e|i|në)\s)?klas\w+\s",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\s{1,3}")
_SET_OFF = re.compile(r"\s?[,:(\-–—]\s?")
#: Between a relative and its name: "djali i tij", "nëna e së cilës quhet".
_TO_NAME = frozenset(
    {
        "i",
        "e",
        "te",
        "se",
        "tij",
        "saj",
        "tyre",
        "ciles",
        "cilit",
        "quhet",
        "quhej",
        "vogel",
        "madh",
        "madhe",
        "me",
        "emrin",
        "emer",
    }
)
_MOST_TO_NAME = 4
_HOUSE, _ANY_CHILD = "familj", ("femij", "child")


def relation_places(seen: Seen) -> Iterator[Hit]:
    """A stop for a relative of somebody who is named, where the relative is named too or a place is told; a question for that alone."""
    for place in range(len(seen.words)):
        # With a capital within a sentence it is what a body or a saint is called: "Bordi i Prindërve", "Nënë Tereza".
        called = seen.words[place].capital and not seen.words[place].opens and not seen.words[place].loud
        if called or (seen.spelt(place) not in seen.signs.kin and not _are_several(seen, place)):
            continue
        yield from _of_parent(seen, place)
        yield from _named(seen, place)
        yield from _of_parent_in_english(seen, place)


def _of_parent(seen: Seen, kin: int) -> Iterator[Hit]:
    """`djali i Agimit`, `djali i madh i Agimit`, `vajza e zonjës M.`, `the son of Agim`."""
    at = _after_article(seen, kin)
    if at is None:
        return
    first = at
    while _is_title(seen, at, first):
        at += 1
    titled, parent = at > first, seen.near(at)
    if parent is None or not parent.capital or any(seen.gap(one).strip(f" .\n{QUOTES}") for one in range(kin, at)):
        return
    cut = len(parent.spellings[0]) <= _LONGEST_CUT and is_gap(seen.text[parent.end : parent.end + 1], _INITIAL)
    if not cut and not (seen.is_name(at) if titled or seen.spelt(kin + 1) == "of" else seen.is_of(at)):
        return
    child, after = _child(seen, kin), _child_after(seen, at)
    from_place = _place_after(seen, at)
    sure = from_place or (not cut and not (child is None and after is None))
    # "E." alone is a letter, and of several or a family nothing is told.
    if not sure and ((cut and not titled) or _are_several(seen, kin)):
        return
    start, end = (seen.words[child] if child is not None else parent).start, (after or parent).end
    yield Hit(start, end, Kind.INITIALS if cut else Kind.NAME, Severity.STOP if sure else Severity.QUESTION)


def _after_article(seen: Seen, kin: int) -> int | None:
    """The place after the article of whose relative it is, and after what is said of the relative: `motra binjake e Klarës`, `djali i madh i Agimit`."""
    at = kin + 1
    if seen.spelt(at) == "of":
        return at + 1
    last = None
    while at - kin <= _MOST_SAID and is_gap(seen.gap(at - 1), _BLANK):
        article = seen.spelt(at) in ARTICLES
        last = at + 1 if article else last
        if not article and seen.spelt(at) not in seen.signs.adjectives:
            break
        at += 1
    return last


def _are_several(seen: Seen, kin: int) -> bool:
    return seen.spelt(kin) in seen.signs.several or seen.spelt(kin).startswith(_HOUSE)


def _is_title(seen: Seen, at: int, first: int) -> bool:
    """`e zonjës M.`, and what somebody does, `i marangozit Petrit`: one word in the genitive with the name after it."""
    word, after = seen.near(at), seen.near(at + 1)
    if word is None or not is_gap(seen.gap(at), _OF):
        return False
    does = (
        at == first and not word.capital and seen.spelt(at).endswith(_GENITIVES) and after is not None and after.capital
    )
    return seen.spelt(at) in seen.signs.titles or does


def _child_after(seen: Seen, parent: int) -> Word | None:
    """`vajza e Mirës, Ana`, `djali i Agimit (Arbri)`: who the relative is, after a sign."""
    after = seen.near(parent + 1)
    set_off = after is not None and is_gap(seen.gap(parent), _SET_OFF) and seen.is_name(parent + 1)
    return after if set_off else None


def _named(seen: Seen, kin: int) -> Iterator[Hit]:
    """`Agimi dhe djali i tij Arbri`, `Mira me të bijën Anën`, `nëna Mira dhe vajza Ana`, `Ana, nëna e së cilës quhet Mira`: one name alone is
    of hundreds, with that of a relative before it is of one.
    """
    at = kin + 1
    while seen.spelt(at) in _TO_NAME and at - kin <= _MOST_TO_NAME:
        at += 1
    if not seen.is_name(at) or not all(is_gap(seen.gap(one), _BESIDE) for one in range(kin, at)):
        return
    if seen.spelt(kin).startswith(_ANY_CHILD) and "," in seen.gap(at - 1):
        # "Neni 1, përkufizimi i fëmijës, Save the Children": what a list goes on with.
        return
    for before in range(kin - 1, max(kin - _FAR, 0) - 1, -1):
        if re.search(r"[.!?;]\s|\n\s*\n", seen.gap(before)) or seen.ends_heading(before):
            return
        if seen.is_name(before) and not seen.after_one_of(before, seen.speech.offices):
            yield Hit(seen.words[before].start, seen.words[at].end, Kind.NAME, Severity.STOP)
            return


def _of_parent_in_english(seen: Seen, kin: int) -> Iterator[Hit]:
    """`Agim’s son`."""
    if seen.spelt(kin - 1) != "s" or not _ENGLISH_OF.fullmatch(seen.gap(kin - 2)) or not seen.is_name(kin - 2):
        return
    parent, after = seen.words[kin - 2], kin + 1
    named = seen.is_name(after) and is_gap(seen.gap(kin), _BESIDE)
    sure = named or _place_after(seen, kin)
    yield Hit(
        parent.start,
        (seen.words[after] if named else parent).end,
        Kind.NAME,
        Severity.STOP if sure else Severity.QUESTION,
    )


def _child(seen: Seen, kin: int) -> int | None:
    """Which word before names the relative: `Ana, e bija e Mirës`, `Ana (vajza e Mirës)`; not one that begins a sentence as a plain word."""
    before = kin - 1
    if seen.spelt(kin).startswith(_HOUSE):
        return None
    while before >= 0 and (seen.spelt(before) in ARTICLES or seen.spelt(before) == "the"):
        before -= 1
    linked = all(is_gap(seen.gap(one), _BESIDE) for one in range(max(before, 0), kin))
    return before if before >= 0 and linked and seen.is_name(before) else None


def _place_after(seen: Seen, place: int) -> bool:
    """Whether the place is told within a few words, `nga Laknasi`, `nga fshati X`, `of the village of Laknas`, or the age or the class."""
    if _AGED.match(seen.text, seen.words[place].end):
        return True
    for at in range(place + 1, min(place + _BEFORE_PLACE, len(seen.words))):
        if re.search(r"[.!?;\n]\s", seen.text[seen.words[place].end + 1 : seen.words[at].start]):
            return False
        if seen.spelt(at) not in _FROM and seen.spelt(at) not in _OF_PLACE:
            continue
        after = at + 1
        while seen.spelt(after) in _OF_PLACE:
            after += 1
        named = seen.near(after)
        if named is not None and named.capital and not _is_body(seen, after):
            return True
    return False


def _is_body(seen: Seen, place: int) -> bool:
    """`nga Bashkia`, `nga Komisariati`: who did it, and no place; but of what a town is called nothing says so."""
    spelling = seen.spelt(place)
    return spelling in seen.signs.bodies or spelling in seen.speech.plain or spelling in seen.speech.offices


def nickname_places(seen: Seen, names: Collection[str]) -> Iterator[Hit]:
    """A name of nobody's file with a family's in the genitive: a stop in quotes, for several of the family and after a word for a person;
    else a question, where one of both is known for a name or ends as families' names do: "Ditën e Gruas", "Unionin e Gazetarëve". What bears a name in quotes and belongs to somebody is none.
    """
    for place in range(len(seen.words)):
        if seen.spelt(place) not in ARTICLES or seen.words[place].capital:
            continue
        called, family = place - 1, place + 1
        if (
            called < 0
            or not seen.is_of(family)
            or seen.spelt(family) in seen.signs.peoples
            or seen.gap(place).strip(f" \n{QUOTES}")
        ):
            continue
        hit = _nickname(seen, called, family, names)
        if hit is not None:
            yield hit


def _nickname(seen: Seen, called: int, family: int, names: Collection[str]) -> Hit | None:
    one, other, gap = seen.words[called], seen.words[family], seen.gap(called)
    quoted = gap[:1] in QUOTES and gap.strip(f" \n{QUOTES}") == ""
    ahead = seen.text[max(0, one.start - 1) : one.start]
    if quoted and ahead and ahead in QUOTES:
        if _names_thing(seen, called):
            return None
        plain = one.spellings[0] in seen.speech.words and not one.capital
        sure = not plain or other.spellings[0].endswith(_SEVERAL)
        return Hit(one.start, other.end, Kind.NAME, Severity.STOP if sure else Severity.QUESTION)
    if gap.strip() or not seen.is_name(called) or seen.spelt(called) in seen.signs.things or _names_thing(seen, called):
        return None
    from_place = _place_after(seen, family)
    if one.opens and one.spellings[0] in seen.speech.words and not from_place:
        return None
    told = seen.after_one_of(called, seen.speech.persons) or from_place
    several = other.spellings[0].endswith(_SEVERAL) and (not one.opens or _goes_on(seen, family))
    known = any(spelling in names or ends_as_family(spelling) for spelling in (*one.spellings, *other.spellings))
    if not told and not known:
        return None
    return Hit(one.start, other.end, Kind.NAME, Severity.STOP if told or several else Severity.QUESTION)


def _goes_on(seen: Seen, family: int) -> bool:
    """Whether the sentence goes on as one of a person does: "Beki i Hoxhajve u rrah"."""
    after = seen.spelt(family + 1)
    return seen.spelt(family + 2) in seen.speech.undergone if after == "u" else after in seen.speech.verbs


def _names_thing(seen: Seen, called: int) -> bool:
    """Whether a word before says that a thing, a body or a street is called so."""
    speech, signs = seen.speech, seen.signs
    some = signs.things | signs.bodies | signs.heads | speech.streets | speech.places
    return any(seen.spelt(called - step) in some for step in (1, 2, 3))


def quoted_places(seen: Seen) -> Iterator[Hit]:
    """A name in quotes after a word for a person, where the same name stands elsewhere in another form and without them: nobody declines an
    invented one in quotes and forgets them after; a question where it stands alone.
    """
    found = [match for match in _QUOTED.finditer(seen.text) if " " not in match["name"]]
    if not found:
        return
    at = {word.start: place for place, word in enumerate(seen.words)}
    bare: dict[str, list[int]] = {}
    for place, word in enumerate(seen.words):
        if word.capital and not _ABOUT.fullmatch(seen.text[word.start - 1 : word.start]):
            bare.setdefault(word.spellings[0], []).append(place)
    for match in found:
        called = at.get(match.start("name"))
        if (
            called is None
            or not seen.is_name(called)
            or not seen.after_one_of(called, seen.speech.persons | seen.signs.kin)
        ):
            continue
        spelt = seen.spelt(called)
        others = [place for form in forms(spelt) | forms_if_declined(spelt) for place in bare.get(form, ())]
        severity = Severity.STOP if others else Severity.QUESTION
        for place in (called, *others):
            word = seen.words[place]
            yield Hit(word.start, word.end, Kind.NAME, severity)
