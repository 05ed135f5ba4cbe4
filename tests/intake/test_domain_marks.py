"""Full names as marks: every form of a name leads to a mark of it, and innocent texts to none."""

from itertools import pairwise

import pytest

from services.intake import data
from services.intake.domain.declension import forms, roots, roots_of_form
from services.intake.domain.hits import Severity
from services.intake.domain.marks import candidates, marks_of, stands_in
from services.intake.domain.written import tokens
from tests.intake import held_out
from tests.intake.sample_names import samples
from tests.intake.test_names_measured import KINDS, SHARE_STOPPED, innocent

NAMES = [*(f"{one.first} {one.family}" for one in samples()), *(" ".join(person) for person in held_out.people())]


def stops(text, marks):
    return [one for one in candidates(text, data.speech()) if one.marks & marks and one.severity is Severity.STOP]


def test_each_form_of_each_part_of_four_hundred_names_leads_to_a_root_of_it():
    parts = {part for name in NAMES for part in tokens(name)}
    lost = [(part, form) for part in parts for form in forms(part) if not roots(part) & roots_of_form(form)]
    assert len(parts) > 90 and lost == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_name_is_found_with_either_part_in_any_form(kind):
    slipped = []
    for name in NAMES[:: len(KINDS)]:
        first, family = name.split(" ", 1)
        marks = marks_of(name, data.speech())
        endings = [form.capitalize() for form in sorted(forms(tokens(first)[0]))]
        written = [f"{one} {family}" for one in endings] + [f"{family} {one}" for one in endings] + [f"{first}{family}"]
        slipped += [text for text in written if not stops(KINDS[kind].format(text), marks)]
    assert slipped == []


@pytest.mark.parametrize(
    "text",
    ["ELIRA KODRA", "elirës kodra", "Elira Agim Kodra", "Elirës, Kodra", "E l i r a  K o d r a", "Elira-Kodra", "Kodra Elira", "Eli-\nra Kodra", "elirakodra", "Элира Kodra", "Elira\nKodrës"],
)  # fmt: skip
def test_a_full_name_is_found_however_it_is_set(text):
    assert stops(f"Sipas dosjes, {text} mungonte.", marks_of("Elira Kodra", data.speech()))


@pytest.mark.parametrize(
    "text", ["Elira mungonte.", "Familja Kodra", "Elira e Kodra", "Elira Topi dhe Arta Kodra", "E. Kodra"]
)
def test_one_part_alone_is_nobodys_full_name(text):
    assert not stops(text, marks_of("Elira Kodra", data.speech()))


def test_one_name_alone_and_a_description_have_no_mark():
    assert marks_of("Elira", data.speech()) == marks_of("nëna e fëmijës", data.speech()) == set()


def test_who_holds_an_office_is_a_question_and_a_school_bears_the_name_of_a_poet():
    marks = marks_of("Elira Kodra", data.speech())
    [found] = [
        one for one in candidates("Drejtorja Elira Kodra u përgjigj. Drejtoresha", data.speech()) if one.marks & marks
    ]
    assert found.severity is Severity.STOP
    [found] = [one for one in candidates("Drejtoresha Elira Kodra u përgjigj.", data.speech()) if one.marks & marks]
    assert found.severity is Severity.QUESTION
    assert stands_in(found, ["Shkolla “Elira Kodra”"]) and not stands_in(found, ["Shkolla “Kodra”", "Elira"])


def test_of_two_hundred_innocent_texts_less_than_two_in_a_hundred_are_stopped_by_four_hundred_names_at_once():
    marks = {mark for name in NAMES for mark in marks_of(name, data.speech())}
    stopped = [(text[one.start : one.end]) for text in innocent() for one in stops(text, marks)]
    assert len(stopped) / len(innocent()) < SHARE_STOPPED, sorted(set(stopped))


def test_two_people_with_other_names_are_not_taken_for_each_other():
    mixed = [f"{one.split()[0]} {other.split()[-1]}" for one, other in pairwise(NAMES)]
    taken = [
        (text, name)
        for text, name in zip(mixed, NAMES, strict=False)
        if text not in NAMES and stops(text, marks_of(name, data.speech()))
    ]
    assert len(taken) / len(mixed) < SHARE_STOPPED, taken
