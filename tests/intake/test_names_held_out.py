"""The look into a text, measured on names, disguises and texts that it was not tuned by (`held_out`)."""

import random
from itertools import pairwise

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake import held_out
from tests.intake.test_names_measured import KINDS, PLACES, SHARE_STOPPED

TEXTS = 100


def stops(text, person):
    return any(hit.severity is Severity.STOP for hit in places_in(text, [person], PLACES))


@pytest.mark.parametrize("kind", KINDS)
def test_none_of_two_hundred_people_leaves_under_any_disguise(kind):
    people = held_out.people()
    assert len(people) == 200
    # All in one kind, and each fifth person in every other: what differs is what stands around.
    some = people if kind == "act" else people[list(KINDS).index(kind) % 5 :: 5]
    slipped = [
        (how, text)
        for first, family in some
        for how, text in held_out.spellings(first, family)
        if not stops(KINDS[kind].format(text), Person(name=f"{first} {family}"))
    ]
    assert slipped == [], (len(slipped), slipped[:40])


@pytest.mark.parametrize("text", [*held_out.PHONES, *held_out.IDENTITIES, *held_out.MAILS])
def test_a_number_or_address_of_anybody_is_found_in_any_spelling(text):
    assert stops(f"Personi mund të kontaktohet: {text}, sipas dosjes.", Person())


@pytest.mark.parametrize("text", held_out.ADDRESSES)
def test_a_street_of_the_file_is_found_in_any_spelling(text):
    assert stops(f"Familja banon {text}, prej tri vitesh.", Person(address=held_out.ADDRESS))


def test_of_a_hundred_texts_of_the_office_less_than_two_are_stopped_for_people_whom_they_do_not_name():
    chosen, people = random.Random(1989), held_out.people()
    texts = ["\n\n".join(chosen.sample(held_out.PARAGRAPHS, 9)) for _one in range(TEXTS)]
    assert len(set(texts)) == TEXTS and min(map(len, texts)) > 900
    held = list(pairwise(chosen.sample(people, TEXTS + 1)))
    stopped = [
        (name, text)
        for text, pair in zip(texts, held, strict=True)
        for name in pair
        if stops(text, Person(name=" ".join(name), address=held_out.ADDRESS))
    ]
    assert len(stopped) / TEXTS < SHARE_STOPPED, stopped
