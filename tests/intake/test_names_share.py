"""How often texts of the office's real work, which name nobody, are stopped, and how often their approver is asked: through the doors, beside the
directory of bodies and an office full of files.

A question has to be answered with a reason before a text can go on: whoever is asked about every second text answers without looking.
"""

from itertools import product
from pathlib import Path

import pytest

from services.intake.domain.hits import ABOUT_NOBODY
from tests.intake import test_comparing, test_published_texts
from tests.intake.office import add_directory
from tests.intake.sample_names import samples
from tests.intake.test_names_measured import SHARE_STOPPED, TEXTS, innocent

#: Written afresh, as letters, reports, bulletins and summaries are written, without looking at what the look knows.
LONG = [one.strip() for one in Path(__file__).with_name("innocent_long.txt").read_text(encoding="utf-8").split("%%\n")]
#: Of these, and of the two hundred, half of whose paragraphs are made of nothing but words that are names of the files beside them.
SHARE_ASKED, SHARE_ASKED_HARDEST = 0.08, 0.15
STREETS = (
    "Rruga Hasan Ceka, pallati 14, ap. 7, Tiranë", "Lagjja 5, Rruga Kosova, Elbasan", "Fshati Mullas, njësia Shtërmen, Cërrik", "Rruga Vaso Pasha, nr. 9, Shkodër",
    "Bulevardi Republika, pallati 3, Fier", "Lagjja Partizani, Rruga e Re, nr. 4, Lushnjë", "Rruga Dritan Hoxha, pallati Agimi, Tiranë", "Fshati Kodër, Bashkia Vorë",
)  # fmt: skip
TOLD = (
    "Fëmija im {first} mëson në klasën e gjashtë. Mësuesja kujdestare {teacher} e nxori nga klasa më 14 mars. Motra e vogël {sister} e pa dhe qau gjithë ditën. "
    "I shkrova drejtorit dy herë, por nuk bëri asgjë. Na ndihmoi fqinja {neighbour}."
)


@pytest.fixture
def busy(world, full_office):
    """The world of an office at work: all bodies of the directory, 850 other files."""
    add_directory(world)
    return world


@pytest.fixture
def files(busy):
    """Sixteen of its files, each with child, parent, address and whom the words name."""
    people = samples()
    return [
        _file(busy, people[at : at + 5], STREETS[number % len(STREETS)]) for number, at in enumerate(range(2, 194, 12))
    ]


def _file(world, people, street):
    child, mother, teacher, sister, neighbour = people
    names = {"teacher": teacher.name, "sister": sister.first, "neighbour": neighbour.name}
    contact = {"phone": f"+355{mother.phone[1:]}", "address": street, "email": "prindi@example.com"}
    submitter = {"role": "parent", "name": f"{mother.first} {child.family}", "contact": contact}
    told = TOLD.format(first=child.first, **names)
    return world.complain(submitter=submitter, child={"name": child.name, "age": 11}, narrative=told)["id"]


def counted(texts, looks):
    """How many are stopped, and how many asked about."""
    stopped, asked = [], []
    for text, told in zip(texts, looks, strict=True):
        said = [(one["kind"], text[one["start"] : one["end"]]) for one in told["places"] if one["severity"] == "stop"]
        may = [
            (one["kind"], text[one["start"] : one["end"]])
            for one in told["places"]
            if one["severity"] == "question" and one["kind"] not in ABOUT_NOBODY
        ]
        stopped += [said] if said else []
        asked += [may] if may else []
    print(f"stopped {len(stopped)}, asked {len(asked)} of {len(texts)}: {stopped} {asked}")
    return len(stopped) / len(texts), len(asked) / len(texts)


def test_the_texts_are_as_long_as_the_offices_own():
    lengths = [len(text.split()) for text in LONG]
    assert len(LONG) > 60 and min(lengths) >= 150 and max(lengths) <= 400


def test_texts_of_no_case_are_seldom_stopped_or_asked_about(busy):
    stopped, asked = counted(LONG, [test_published_texts.offer(busy, text) for text in LONG])
    assert stopped < SHARE_STOPPED and asked < SHARE_ASKED


@pytest.mark.parametrize("kind", ["act", "public_version"])
def test_so_are_texts_of_a_case(busy, files, kind):
    """Each with two files that it says nothing of."""
    tried = [
        (text, files[(number * 2 + turn) % len(files)]) for (number, text), turn in product(enumerate(LONG), (0, 1))
    ]
    looks = [test_comparing.offer(busy, [file], text, kind=kind) for text, file in tried]
    stopped, asked = counted([text for text, _file in tried], looks)
    assert stopped < SHARE_STOPPED and asked < SHARE_ASKED


def test_so_are_the_two_hundred_innocent_texts(busy, files):
    texts = innocent()
    looks = [test_comparing.offer(busy, [files[number % len(files)]], text) for number, text in enumerate(texts)]
    stopped, asked = counted(texts, looks)
    assert len(texts) == TEXTS and stopped < SHARE_STOPPED and asked < SHARE_ASKED_HARDEST
