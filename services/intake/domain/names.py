"""Whether a text names someone of the sealed file: the last look before words leave the office.

It looks for what the complaints themselves hold: names in every form that Albanian gives them, initials, numbers, e-mail
addresses, streets. It cannot know a description; the officer remains responsible for those. Nothing that is found is ever
repeated: a hit is a place in the text and a kind.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, permutations, product

from services.intake.domain.contacts import address_places, email_places, phone_places
from services.intake.domain.declension import (
    bases,
    diminutives,
    forms,
    forms_if_declined,
    in_dialect,
    pet_forms,
    short_forms,
    unheard,
    written_otherwise,
)
from services.intake.domain.dense import dense_places
from services.intake.domain.dwellings import dwelling_places
from services.intake.domain.faults import Faulty
from services.intake.domain.hits import Hit, Kind, Severity, without_doubles
from services.intake.domain.initials import initial_places
from services.intake.domain.institutions import in_institution, is_institution
from services.intake.domain.owners import Around, Match, Names, Owner
from services.intake.domain.predicates import is_counted, is_of_person, may_be_lacking
from services.intake.domain.speech import Speech
from services.intake.domain.used_as_word import begins_quote, is_in_place, is_somethings, tells_of_person
from services.intake.domain.written import TEXTS, Word, glued, joined, lettered, tokens, words

_FEWEST_LETTERS = 4
#: What a word of a network begins with; an empty one is none.
_TAGS = frozenset({"#", "@"})
#: "u dëgjua", "u prish": what it is of, the verb says.
_PASSIVE = "u"


@dataclass(frozen=True)
class Person:
    """What the sealed file knows of one person. Empty members match nothing.

    `told`: only the words of a complaint name them, so that one part of the name alone may be somebody else's.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    told: bool = False


def hits(
    text: str, persons: Iterable[Person], public_words: Iterable[str], speech: Speech, free: Iterable[Person] = ()
) -> list[Hit]:
    """Where `text` holds a name, initials, number, e-mail address or street of one of `persons`, in the order of the text.

    `public_words` are names of places and bodies that a text may hold although they stand in an address, or are a name, too. `free`: who
    may be named; their names are no faulty ones of others.
    """
    known = list(persons)
    public = {part for word in public_words for part in tokens(word)}
    found = [*_name_places(text, known, public, speech, free)]
    for person in known:
        if not person.told:
            found += initial_places(text, tokens(person.name), speech.abbreviations, speech.persons, speech.words)
        found += dense_places(text, person.name)
        found += phone_places(text, person.phone)
        found += email_places(text, person.email, speech.words)
        found += address_places(text, person.address, speech, public)
        found += dwelling_places(text, person.address)
    return without_doubles(found)


def names_someone(text: str, persons: Iterable[Person], public_words: Iterable[str], speech: Speech) -> bool:
    """Whether one of the hits is beyond doubt; what is only a question is not asked here."""
    return any(hit.severity is Severity.STOP for hit in hits(text, persons, public_words, speech))


def _name_places(
    text: str, persons: Sequence[Person], public: Collection[str], speech: Speech, free: Iterable[Person]
) -> Iterator[Hit]:
    names = _index(tuple(persons), speech, tuple(free))
    found = words(text)
    for place, word in enumerate(found):
        severity = _at(Around(text, found, place, names), public, speech)
        if severity is not None:
            yield Hit(word.start, word.end, Kind.NAME, severity)
    # "Valdete u": what is a name already grows into no other form of it.
    alone = {word.start: {one.token for one in names.of(word) if one.match is Match.FORM} for word in found}
    for word in _in_pieces(text, speech):
        known = alone.get(word.start, ()) if any(map(str.isspace, text[word.start : word.end])) else ()
        forms_of = [one for one in names.of(word) if one.match is Match.FORM and one.token not in known]
        whole = [one for one in forms_of if len(one.token) >= _fewest(text, word)]
        if whole:
            sure = not all(one.told or speech.is_word(word.spellings[0], one.token) for one in whole) or word.capital
            sure = sure and not is_institution(text, word.start, speech.acting)
            yield Hit(word.start, word.end, Kind.NAME, Severity.STOP if sure else Severity.QUESTION)


# Whoever is looked for, these are the same.
@lru_cache(maxsize=TEXTS)
def _in_pieces(text: str, speech: Speech) -> tuple[Word, ...]:
    return (*joined(text, words(text), speech.words), *lettered(text))


def _fewest(text: str, word: Word) -> int:
    """How many letters a name must have that is found in pieces: one less where each letter stands alone."""
    apart = not any(one.isalpha() and other.isalpha() for one, other in pairwise(text[word.start : word.end]))
    return _FEWEST_LETTERS - 1 if apart else _FEWEST_LETTERS


def _at(around: Around, public: Collection[str], speech: Speech) -> Severity | None:
    word, names = around.words[around.place], around.names
    if owners := names.of(word):
        judged = [_severity(word, owner, around, public, speech) for owner in owners]
        if all(owner.match in {Match.SHORT, Match.PET} for owner in owners):
            judged += [_of_fault(word, owner, around, public, speech) for owner in names.meant(word)]
    elif _is_joined_camel(around.text, word, names):
        return Severity.STOP
    elif glued_to := _glued(around.text, word, names, speech):
        return glued_to
    else:
        judged = [_of_fault(word, owner, around, public, speech) for owner in names.meant(word)]
    known = [one for one in judged if one is not None]
    return min(known, key=list(Severity).index) if known else None


def _severity(word: Word, owner: Owner, around: Around, public: Collection[str], speech: Speech) -> Severity | None:
    spelling = word.spellings[0]
    if owner.match in {Match.FOND, Match.SHORT, Match.PET}:
        return _of_nickname(word, owner, around, speech)
    if around.beside(owner):
        return Severity.QUESTION if _is_of_institution(around, speech) else Severity.STOP
    if not word.capital and spelling in speech.words and is_counted(around.text, word.start, around.spelt(-1)):
        return None
    if owner.told:
        return _of_told(word, owner, around, speech)
    if around.after_one_of(speech.persons) and spelling not in speech.persons:
        return Severity.STOP
    return _of_form(word, owner, around, public, speech)


def _of_form(word: Word, owner: Owner, around: Around, public: Collection[str], speech: Speech) -> Severity | None:
    """One that nothing beside it says to be a name."""
    spelling = word.spellings[0]
    if len(owner.token) < _FEWEST_LETTERS - 1 and not word.capital:
        return None
    if spelling in public or owner.token in public:
        return None if is_in_place(around) else Severity.QUESTION
    if (spelling, around.spelt(1)) in speech.phrases:
        return Severity.QUESTION
    if owner.match is Match.USUAL and (spelling in speech.plain or not word.capital):
        return None if spelling in speech.words else _asked(word, around, speech)
    if _is_shown(word, around) or not _may_be_word(word, owner, spelling, speech):
        quoted = word.capital and speech.is_word(spelling, owner.token) and begins_quote(around)
        return None if quoted and is_somethings(around, speech) else Severity.STOP
    return _of_word(word, around, speech)


def _of_word(word: Word, around: Around, speech: Speech) -> Severity | None:
    """One whose name is a word too, in small letters or where anything has a capital."""
    if may_be_lacking(around.text, word.end):
        return Severity.QUESTION
    if word.capital and word.opens and _is_spoken_of(around, speech):
        return Severity.STOP
    return None if word.capital and is_somethings(around, speech) else _asked(word, around, speech)


def _asked(word: Word, around: Around, speech: Speech) -> Severity | None:
    """In small letters a name alone is only asked about where something says that somebody is meant."""
    return Severity.QUESTION if word.capital or tells_of_person(around, speech) else None


def _is_of_institution(around: Around, speech: Speech) -> bool:
    """Whether a school or a street is called so: a whole name there is asked about, since somebody may bear it too."""
    return in_institution(around.text, around.words, around.place, speech.acting)


def _is_shown(word: Word, around: Around) -> bool:
    """Whether its capital says that it is a name."""
    return word.capital and not word.opens and not (word.loud and around.in_heading())


def _is_spoken_of(around: Around, speech: Speech) -> bool:
    """Whether the sentence goes on as one does that begins with a name."""
    word = around.words[around.place]
    if around.spelt(1) == _PASSIVE:
        return around.spelt(2) in speech.undergone
    return around.spelt(1) in speech.verbs or is_of_person(
        around.text, word.end, word.spellings[0], speech.kin, speech.deeds
    )


def _of_told(word: Word, owner: Owner, around: Around, speech: Speech) -> Severity | None:
    """One name of whom only words tell: it may be somebody else's. Who is told of by one name alone is asked about in small letters too."""
    alone = len(around.names.parts.get(owner.person, ())) == 1 and word.spellings[0] not in speech.words
    return Severity.QUESTION if alone or (word.capital and not word.opens) else None


def _of_fault(word: Word, owner: Owner, around: Around, public: Collection[str], speech: Speech) -> Severity | None:
    """A word that is none of the office's, one fault away from a name: a stop beside the other name, after a word for a person, and with a
    capital that means something, as that of whoever a sentence speaks of at its beginning; else a question.
    """
    if any(spelling in speech.words or spelling in public for spelling in word.spellings):
        return None
    if around.beside(owner):
        return Severity.STOP
    if owner.told:
        return None
    if around.after_one_of(speech.persons):
        return Severity.STOP
    if around.spelt(-1) in speech.offices or around.spelt(-1) in speech.streets:
        return Severity.QUESTION
    # Of the words of a language no list is whole, and with any of them a sentence may begin.
    opens = word.capital and word.opens and _is_spoken_of(around, speech)
    return Severity.STOP if opens or _is_shown(word, around) else _asked(word, around, speech)


def _may_be_word(word: Word, owner: Owner, spelling: str, speech: Speech) -> bool:
    """A form of three letters in small ones says too little to be a name for sure."""
    return speech.is_word(spelling, owner.token) or (not word.capital and len(spelling) < _FEWEST_LETTERS)


def _of_nickname(word: Word, owner: Owner, around: Around, speech: Speech) -> Severity | None:
    """With a capital, and no word that the office writes. What is cut short has so few letters that a sentence may begin with it; after a
    word for a person it is a name for sure.
    """
    spelling = word.spellings[0]
    if not word.capital or spelling in speech.plain:
        return None
    if around.after_one_of(speech.persons) and spelling not in speech.persons:
        return Severity.STOP
    if spelling in speech.words:
        return Severity.QUESTION if _is_shown(word, around) else None
    if owner.match is Match.SHORT and word.opens and not _is_spoken_of(around, speech):
        return None
    if owner.match is Match.PET and not owner.told:
        # "Marko Topi" is somebody else than Maria, and with any word a sentence may begin.
        named = not around.beside_another(speech.plain) and (not word.opens or _is_spoken_of(around, speech))
        return Severity.STOP if named else Severity.QUESTION
    return Severity.STOP if owner.match is Match.FOND and not owner.told else Severity.QUESTION


# Text after text is asked about the same people, and to spell their names anew for each was half of what a check took.
@lru_cache(maxsize=4)
def _index(persons: tuple[Person, ...], speech: Speech, free: tuple[Person, ...]) -> Names:
    owners: dict[str, list[Owner]] = defaultdict(list)
    names: dict[int, Sequence[str]] = {}
    for number, person in enumerate(persons):
        names[number] = [token for token in _parts(person.name, speech) if len(token) > 1]
        for spelling, owner in _spelt(number, names[number], speech, told=person.told):
            owners[spelling].append(owner)
    of_token: dict[str, list[Owner]] = defaultdict(list)
    for number, parts in names.items():
        for place, token in enumerate(parts):
            of_token[token].append(Owner(number, place, token, Match.FAULT, persons[number].told))
    excused = frozenset(form for person in free for token in _parts(person.name, speech) for form in forms(token))
    return Names(owners, names, Faulty(list(of_token)), of_token, excused)


def _spelt(person: int, parts: Sequence[str], speech: Speech, *, told: bool) -> Iterator[tuple[str, Owner]]:
    """Each spelling of each part; and two parts in one word, of which the second alone is declined."""
    for place, token in enumerate(parts):
        for match, spelled in _ways(token, first=place == 0, told=told):
            yield from ((spelling, Owner(person, place, token, match, told)) for spelling in spelled)
        for short in () if told else _usual(token, speech):
            yield from ((form, Owner(person, place, short, Match.USUAL, told)) for form in forms(short))
            yield from ((form, Owner(person, place, short, Match.FOND, told)) for form in diminutives(short))
        for other in written_otherwise(token) | in_dialect(token):
            yield from ((form, Owner(person, place, other, Match.FORM, told)) for form in forms(other))
        # A likeness only, unless another part of the name stands beside it: Martin is no case of Mart.
        likely = forms_if_declined(token) - forms(token)
        yield from ((spelling, Owner(person, place, token, Match.FORM, told=True)) for spelling in likely)
    for pair in pairwise(parts):
        for one, other in permutations(pair):
            joint = Owner(person, -1, one + other, Match.FORM, told=False)
            yield from ((one + form, joint) for form in forms(other))


def _usual(token: str, speech: Speech) -> set[str]:
    """What who bears this name is usually called for short; the name may have been written with its article."""
    return {short for base in bases(token) for short in speech.short.get(base, ())} - {token}


def _ways(token: str, *, first: bool, told: bool) -> Iterator[tuple[Match, Iterable[str]]]:
    yield Match.FORM, forms(token)
    if not told:
        yield Match.FOND, diminutives(token)
    if first and not told:
        yield Match.SHORT, short_forms(token)
        for heard in {token, *unheard(token)}:
            yield Match.PET, pet_forms(heard)


def _parts(name: str, speech: Speech) -> Iterator[str]:
    """The parts of a name; a word in small letters that the office writes too ("nëna e fëmijës") is none."""
    for word in words(name):
        spelling = word.spellings[-1]
        if word.capital or spelling not in speech.words:
            yield spelling


def _is_joined_camel(text: str, word: Word, names: Names) -> bool:
    """`ElirësKodra`, `nxënësiElirKodra`: two forms of one person's name within one word, the second with its capital."""
    owners = [[(one.person, one.part) for one in names.of(piece)] for piece in glued(text, [word])]
    return any(
        one[0] == other[0] and one[1] != other[1]
        for first, last in pairwise(owners)
        for one, other in product(first, last)
    )


def _glued(text: str, word: Word, names: Names, speech: Speech) -> Severity | None:
    """`vajzaElira`, `#përelirën`: a name of the file with other words in one; of a name that is a word too, a question unless a word
    for a person is glued before it.
    """
    found: set[Severity] = set()
    before = ""
    for piece in glued(text, [word]):
        for owner in names.of(piece):
            if owner.match is Match.FORM and not owner.told and len(owner.token) >= _FEWEST_LETTERS and piece.capital:
                sure = before in speech.persons or not speech.is_word(piece.spellings[0], owner.token)
                found.add(Severity.STOP if sure else Severity.QUESTION)
        before = piece.spellings[0]
    if text[word.start - 1 : word.start] in _TAGS and any(
        spelling in tag and not speech.is_word(spelling, owner.token)
        for tag in word.spellings
        for spelling, owners in names.owners.items()
        for owner in owners
        if owner.match is Match.FORM and not owner.told and len(owner.token) > _FEWEST_LETTERS
    ):
        found.add(Severity.STOP)
    return min(found, key=list(Severity).index, default=None)
