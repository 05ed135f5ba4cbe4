"""Whether what was read on a page are words, and how its text is cut and read a second time."""

import pytest

from services.notifications.library import data
from services.notifications.library.actions.legible import are_words
from services.notifications.library.actions.lines import LONGEST, pieces, second_reading
from shared.yaml_files import read_yaml

RUNNING = (
    "Të gjithë fëmijët kanë të drejtë të shkojnë në shkollë. Nëse dikush të ndalon, na shkruaj. Avokati i fëmijëve të dëgjon dhe nuk i tregon "
    "askujt çfarë i ke thënë, pa lejen tënde."
)


def unmapped(words, space=" "):
    """As letters are read of a font that does not say which they are: by their numbers in it."""
    return "".join(space if letter == " " else chr(ord(letter) - 29) for letter in words if letter.isascii())


WORDS = {
    "running text": RUNNING,
    "a heading": "Parathënie",
    "a name": "Zanafilla Përrallori",
    "capitals with a word that is known": "KAPITULLI I PARË",
    "English": "Every child has the right to be heard, and the office of the Commissioner listens to them in all that is of their concern today.",
    "Greek": "Κάθε παιδί έχει το δικαίωμα να πηγαίνει στο σχολείο και να το ακούν, όταν λέει τι θέλει. Ο συνήγορος του παιδιού σε ακούει.",
    "Macedonian": "Секое дете има право да оди на училиште и да биде слушнато кога зборува за она што го засега. Заштитникот те слуша.",
    "Serbian": "Svako dete ima pravo da ide u školu i da se čuje kada govori o onome što ga se tiče. Zaštitnik te sluša i ne govori nikome.",
}
NONE = {
    "signs": "12",
    "running text without a map": unmapped(RUNNING),
    "the same, with its spaces as letters": unmapped(RUNNING, "\x03"),
    "a heading without a map": unmapped("Familja larg"),
    "capitals alone": "ODUJXD QJD VKNROOD",
    "good text and a page without a map": f"{RUNNING} {unmapped(RUNNING)}",
    "one name without a map": RUNNING + " =DQDILOOD.",
    "signs of a private use": RUNNING + " \ue001\ue002",
    "a list of names": "Artan Besa Dritan Elira Fatos Genta Ilir Jeta Kujtim Luan Mira Nora Petrit Qemal Rita Sokol Teuta Uran Vera Zana Xhevat",
}


@pytest.mark.parametrize("what", WORDS)
def test_text_of_a_language_of_the_library_is_known_as_such(what):
    assert are_words(WORDS[what])


@pytest.mark.parametrize("what", NONE)
def test_what_may_be_no_words_is_left_to_a_person(what):
    assert not are_words(NONE[what])


JOINED = {
    "a drop cap": ("Faqja e parë\nA\nrbën Hoxhaj jeton larg.\nFund", "Arbën Hoxhaj jeton larg."),
    "small capitals": ("A RBËN H OXHAJ jeton", "ARBËN HOXHAJ jeton"),
    "a pronoun": ("E\ndashur mike", "Edashur mike"),
    "an initial": ("Arben A. Hoxhaj dhe A Hoxhaj", ""),
    "words": (RUNNING, ""),
}


@pytest.mark.parametrize("what", JOINED)
def test_letters_of_one_word_that_stand_apart_are_read_a_second_time_as_one(what):
    said, joined = JOINED[what]
    assert second_reading(said) == joined


@pytest.mark.parametrize("line", ["një rresht me fjalë\n", "fjala ", "x"])
def test_pieces_are_all_of_a_text_and_none_is_too_long(line):
    said = line * (3 * LONGEST // len(line))
    cut = list(pieces(said))
    assert "".join(cut) == said
    assert max(map(len, cut)) <= LONGEST
    assert all(one.endswith(line) for one in cut)


def test_every_language_of_the_library_has_its_short_words():
    there = {entry["key"] for entry in read_yaml(data.FOLDER / "short_words.yaml")["short_words"]}
    assert there == set(data.entries("languages"))
