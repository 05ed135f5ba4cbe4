"""Full names as marks: every form of a name leads to a mark of it, and innocent texts to none."""

import random
import re
from itertools import pairwise

import pytest

from services.intake import data
from services.intake.domain import marks
from services.intake.domain.bodies_said import beside_bodies, names_of
from services.intake.domain.declension import forms, roots, roots_of_form
from services.intake.domain.hits import Severity
from services.intake.domain.marks import candidates, marks_of, scattered_candidates
from services.intake.domain.speech import without_grade
from services.intake.domain.written import tokens
from shared import patterns
from tests.intake import held_out
from tests.intake.sample_names import samples
from tests.intake.test_names_measured import KINDS, SHARE_STOPPED, innocent

NAMES = [*(f"{one.first} {one.family}" for one in samples()), *(" ".join(person) for person in held_out.people())]


def stops(text, marks, *parts):
    found = [*candidates(text, data.speech()), *scattered_candidates([text, *parts], data.speech())]
    return [one for one in found if one.marks & marks and one.severity is Severity.STOP]


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


@pytest.mark.parametrize("text", ["Elira mungonte.", "Familja Kodra", "Elira Topi dhe Arta Kodra", "E. Kodra"])
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
    text, bodies = "Drejtoresha Elira Kodra u përgjigj.", names_of(["Shkolla “Kodra”", "Elira"])
    assert beside_bodies(found, text, bodies, data.speech()) == found
    assert beside_bodies(found, text, names_of(["Drejtoresha “Elira Kodra”"]), data.speech()) is None


def test_of_two_hundred_innocent_texts_less_than_two_in_a_hundred_are_stopped_by_four_hundred_names_at_once():
    marks = {mark for name in NAMES for mark in marks_of(name, data.speech())}
    stopped = [one.names for text in innocent() for one in stops(text, marks)]
    assert len(stopped) / len(innocent()) < SHARE_STOPPED, sorted(set(stopped))


def test_each_innocent_text_as_an_act_of_many_parts_is_stopped_no_more_often():
    marks = {mark for name in NAMES for mark in marks_of(name, data.speech())}
    stopped = [one.names for text in innocent() for one in stops(*_split(text, marks))]
    assert len(stopped) / len(innocent()) < SHARE_STOPPED, stopped


def _split(text, marks):
    first, *parts = text.split("\n\n")
    return first, marks, *parts


def test_texts_with_many_given_names_are_not_taken_for_those_of_a_file():
    """200 texts, each with lists of given names, places, bodies and laws; the files hold 400 children with such names."""
    marks = {mark for name in NAMES for mark in marks_of(name, data.speech())}
    chosen = random.Random(40)
    texts = [" ".join(chosen.sample(lists(chosen), 4)) for _one in range(200)]
    stopped = [(found[0].names, text) for text in texts if (found := stops(text, marks))]
    assert len(stopped) / len(texts) < SHARE_STOPPED, stopped


def lists(chosen):
    """Sentences with lists, in which given names are those of the files and bear no family's name."""
    given = [chosen.choice([one.first for one in samples()]) for _one in range(12)]
    return [
        f"Në libër fëmijët quhen {', '.join(given[:6])} dhe {given[6]}; asnjë prej tyre nuk është nxënës i shkollës.",
        f"Emrat më të zgjedhur në vitin 2025 ishin {given[7]}, {given[8]} dhe {given[9]}, sipas Institutit të Statistikave.",
        f"Personazhet e shfaqjes, {given[10]} e {given[11]}, u luajtën nga aktorë të Teatrit Kombëtar në Tiranë.",
        "U njoftuan Bashkia Tiranë, Bashkia Durrës, Bashkia Vlorë, Bashkia Dibër, Bashkia Kukës dhe Bashkia Has.",
        "Ligji nr. 18/2017, Kodi i Familjes, Kodi Penal, Konventa për të Drejtat e Fëmijës dhe Kushtetuta zbatohen njëherësh.",
        "Drejtoria e Arsimit Lezhë, Inspektorati Shtetëror i Arsimit dhe Ministria e Financave u përgjigjën me vonesë.",
        "Në Rrugën Hoxha Tahsin, në Sheshin Skënderbej dhe në Bulevardin Zogu i Parë mungojnë vendkalimet.",
        "Shkollat “Naim Frashëri”, “Ismail Qemali”, “Sami Frashëri” dhe kopshti “Lulja e Vogël” nuk kanë rampë.",
        "Ministri i Arsimit, kryetari i bashkisë dhe drejtori i shkollës u takuan më 12 mars 2026 në Elbasan.",
    ]


def test_the_number_of_candidates_has_a_bound():
    """What a check costs: 20,000 characters as the office writes, and the longest runs of capitals, labels and figures."""
    office, made = "\n\n".join(innocent())[:20_000], random.Random(20_000)
    names = [
        "".join(made.choice(some) for some in ("BDFGKLM", "aeiou", "bdfgklm", "aeiou", "nrst")) for _one in range(4_000)
    ]
    assert sum(1 for _one in _all(office)) < 2_000
    for between in (" ", ", ", ". ", " tha ", " dhe me zyrën ", " emri ", " mbiemri: "):
        assert sum(1 for _one in _all(between.join(names)[:20_000])) < 110_000, between


def test_a_text_of_twice_the_length_is_twice_the_work_however_it_is_written(monkeypatch):
    """A reader who looks back to the beginning at each word, or tries each letter as the beginning, does four times the work."""
    work = []

    def counted(ahead):
        work.append(len(ahead))
        return without_grade(ahead)

    class Backwards:
        @staticmethod
        def match(text, start, end):
            found = re.compile(r"[\w.+-]*").match(text, start, end)
            work.append(found.end() - found.start())
            return found

    monkeypatch.setattr(marks, "without_grade", counted)
    monkeypatch.setattr(patterns, "_BEFORE_AT", Backwards)

    def of(words):
        work.clear()
        assert len(list(candidates(" ".join(words), data.speech()))) >= len(words) - 1
        assert patterns.found("@".join(["x" * 500] * len(words)) + ".al")
        return sum(work) + len(work)

    names = [f"{one}{'aeiou'[number % 5]}" for number, one in enumerate(["Besart", "Krasniq", "Hoxh", "Elir"] * 100)]
    assert of(names) < 2.2 * of(names[:200])


def _all(text):
    yield from candidates(text, data.speech())
    yield from scattered_candidates([text], data.speech())


def test_two_people_with_other_names_are_not_taken_for_each_other():
    mixed = [f"{one.split()[0]} {other.split()[-1]}" for one, other in pairwise(NAMES)]
    taken = [
        (text, name)
        for text, name in zip(mixed, NAMES, strict=False)
        if text not in NAMES and stops(text, marks_of(name, data.speech()))
    ]
    assert len(taken) / len(mixed) < SHARE_STOPPED, taken
