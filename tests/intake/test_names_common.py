"""A family's name that is a place's or a plain word too: found after a word for a family and beside a given name, at every door."""

from itertools import product

import pytest

from shared.directory import KnownInstitution
from tests.intake.conftest import ADMISSIBLE, SCHOOL
from tests.intake.office import add_body
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_handovers import ask, redirected
from tests.intake.test_name_marks import write_to

#: (given name, family's name, the same with its article, family's name of several)
CHILDREN = (
    ("Mateo", "Laçi", "Laçit", "Laçëve"), ("Fjolla", "Bregu", "Bregut", "Bregëve"), ("Ylli", "Kuka", "Kukës", "Kukëve"),
    ("Arta", "Fusha", "Fushës", "Fushave"), ("Endrit", "Mati", "Matit", "Matëve"), ("Sara", "Dibra", "Dibrës", "Dibrave"),
    ("Klea", "Vlora", "Vlorës", "Vlorëve"),
)  # fmt: skip
#: Each municipality of which one of them may be called, and its seat.
PLACES = (
    ("Kurbin", "Laç"), ("Kukës", "Kukës"), ("Mat", "Burrel"), ("Dibër", "Peshkopi"), ("Vlorë", "Vlorë"),
    ("Fushë-Arrëz", "Fushë-Arrëz"),
)  # fmt: skip
WORDINGS = (
    "{given} e familjes {family} u zhvendos.", "Mungonte {given} nga familja {family}.",
    "{given}, djali i familjes {family}, mungonte.", "Mbiemri {family}, emri {given}.", "U dëgjua {given} (mbiemri {family}).",
    "Me mbiemër {family} dhe me emër {given}.", "Familja {family} u ankua se {given} mungonte.",
    "Familja e {article} u ankua. Atë ditë {given} mungonte.", "Atë ditë mungonte {given}. Shkroi një fëmijë i familjes {family}.",
    "U dëgjua {given} i {several}.", "U dëgjua {given} e {article} në shkollë.", "Shkroi {given} së {several}.",
    "{given}, vajza e {several}, mungonte.", "FAMILJA {FAMILY} U ANKUA SE {GIVEN} NUK ERDHI.",
    "Mungonte {given} nga fisi {family}.", "Shkroi shtëpia e {several}, ku banon {given}.",
    "The family {family} says that {given} was absent.",
)  # fmt: skip
INNOCENT = (
    "Mateo u dërgua në Laç.", "Bashkia Vlorë dëgjoi Klean.", "Bashkia e Vlorës dëgjoi Klean.", "Qarku Dibër u njoftua për Sarën.",
    "Sara u çua në spitalin e Dibrës.", "Endriti udhëton në Mat çdo ditë.", "Fjolla u gjet pranë Bregut të lumit.",
    "Drejtoria Vendore e Arsimit Dibër u përgjigj për Sarën.", "Familja jeton në Vlorë. Atë ditë Klea mungonte.",
    "Mateo mungonte. Bashkia Laç u njoftua.", "Arta mungonte. Fusha e sportit u mbyll.", "Klea mungonte. Bashkia Vlorë dhe Dibër u njoftuan.",
)  # fmt: skip
#: Neither after a word for a family nor beside each other, or the given name is a word that a sentence begins with: whoever writes looks again.
ASKED = (
    "Ylli mungonte. Atë ditë shkroi familja Kuka.", "Arta mungonte. Shkroi një fëmijë i familjes Fusha.",
    "Mateo mungonte sepse Laçët u zhvendosën.", "Shkroi Klea nga Vlora.", "Fjolla u ankua se Bregu nuk erdhi.",
    "Në Vlorë, Klea mungonte.", "U njoftua Bashkia e Dibrës (Sara mungonte).", "Në Laç, Mateo nuk erdhi.",
)  # fmt: skip


def wordings(child):
    given, family, article, several = child
    names = {"given": given, "family": family, "article": article, "several": several}
    return [one.format(**names, FAMILY=family.upper(), GIVEN=given.upper()) for one in WORDINGS]


ALL = [(child, text) for child in CHILDREN for text in wordings(child)]


@pytest.fixture
def others(world):
    """Files of children called as places and words are, in an office that knows the places."""
    for name, seat in PLACES:
        body = add_body(world, "municipality", f"Bashkia {name}")
        with world.database.transaction() as session:
            found = session.get(KnownInstitution, body)
            found.record = found.record | {"seat": seat}
    return {
        child: world.complain(submitter={"role": "parent"}, child={"name": f"{child[0]} {child[1]}", "age": 9})
        for child in CHILDREN
    }


@pytest.mark.parametrize("kind", KINDS[:3])
def test_no_wording_takes_such_a_child_of_another_file_out(world, others, kind):
    assert [text for _child, text in ALL if not offer(world, [], "Kthimi", text, kind=kind)["stops"]] == []


def test_nor_one_of_the_own_file(world, others):
    assert [text for child, text in ALL if not offer(world, [others[child]["id"]], text)["stops"]] == []


@pytest.mark.parametrize("of_family", ["familja {}", "familjes {}", "një familje {}", "me mbiemrin {}", "mbiemër {}"])
def test_the_family_alone_of_the_own_file_is_a_stop(world, others, of_family):
    told = {child: offer(world, [one["id"]], f"Shkroi {of_family.format(child[1])}.") for child, one in others.items()}
    assert [child for child, look in told.items() if not look["stops"]] == []


def test_a_name_in_one_part_and_the_family_in_another_are_one(world, others):
    for given, family, _article, _several in CHILDREN:
        assert offer(world, [], f"Rasti i nxënësit {given}", f"Shkroi familja {family}.")["stops"] == 2, family


def test_a_message_about_another_child_is_refused(world, others):
    mine = world.complain()
    answers = [write_to(world, mine, text) for _child, text in ALL[::4]]
    assert {(one.status_code, one.get_json().get("code")) for one in answers} == {(422, "message_names_another")}


def test_so_is_an_account_for_another_body_without_a_reason(world, others):
    told = redirected(world)
    answers = [ask(world, told, account=text) for _child, text in ALL[1::4]]
    assert {(one.status_code, one.json.get("code")) for one in answers} == {(422, "handover.names_person")}


def test_and_the_summary_of_intake(world, others):
    mine = world.complain()
    for _child, text in ALL[2::6]:
        refused = world.decide(mine["id"], **ADMISSIBLE | {"summary": text, "bodies": [str(SCHOOL)]})
        assert (refused.status_code, refused.get_json()["code"]) == (422, "summary_names_person"), text


def test_a_place_that_is_called_a_place_stops_nothing(world, others):
    looks = product(INNOCENT, KINDS[:2])
    assert [text for text, kind in looks if offer(world, [], text, kind=kind)["stops"]] == []


@pytest.mark.parametrize("text", ASKED)
def test_a_place_or_a_word_with_a_capital_in_the_same_sentence_is_asked_about(world, others, text):
    told = offer(world, [], text)
    assert told["questions"] and not told["stops"]
