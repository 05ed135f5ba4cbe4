"""A full name that stands in no file of the office is asked about, whatever case it has; bodies, streets, laws and whom they are called after are not."""

import csv
from pathlib import Path

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Kind, Severity
from services.intake.domain.names import Person
from tests.intake.anybody import INNOCENT
from tests.intake.sample_names import samples
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_names_measured import PLACES, SHARE_STOPPED, innocent, office_texts

DIRECTORY = Path(__file__).parents[2] / "services/partners/data/institutions.csv"
TOLD = (
    "Ai u pa nga {} në oborr.", "{} mungonte tri ditë.", "Mësuesi i tij, {}, nuk erdhi.", "Shkolla dëgjoi {} dhe dy të tjerë.", "{} u dëgjua në zyrë.", "U mor në pyetje {}.",
    "The teacher saw {} in the yard.", "According to {}, the boy left.",
)  # fmt: skip
NAMES = ("Besjan Malaj", "Besjanin Malaj", "Besjanit Malaj", "Malaj Besjan", "Erjola Prendi", "Teuta K. Zoga", "Prend Gjokën", "Kujtim Drita", "Besjan-Erald Malaj", "MALAJ, Besjan", "Besjan_Malaj", "B. Malaj",  "Besjan\nMalaj")  # fmt: skip
BODIES = (
    "Gjykata Kushtetuese dhe Ministria e Drejtësisë u njoftuan.", "Shkolla “Naim Frashëri” në Rrugën Ismail Qemali.", "Sipas Kodit të Procedurës Penale dhe Fletores Zyrtare.",
    "U shkrua te Drejtoria Rajonale, Zyra Vendore Arsimore dhe Këshilli i Lartë Gjyqësor.", "Një projekt i World Vision dhe i Kryqit të Kuq Shqiptar.", "Spitali Universitar Nënë Tereza.",
    "Klasa shkroi për Gjergj Kastriotin dhe Ismail Qemalin.", "Avokati i Popullit, sipas Konventës Evropiane.", "Njësia Administrative Kashar e Bashkisë Tiranë.",
    "The Child Protection Unit wrote to the Regional Directorate under the Criminal Procedure Code.", "See General Comment No. 13 and the Geneva Convention.", "Në Bankën Botërore dhe Bashkimin Evropian.",
)  # fmt: skip

OFFICES = (
    "Enti Kombëtar i Banesave", "Enti Rregullator i Energjisë", "Autoriteti i Mediave Audiovizive", "Poliklinika e Specialiteteve Durrës", "Departamenti i Administratës Publike",
    "Dega e Tatimeve Korçë", "Operatori i Shpërndarjes së Energjisë Elektrike", "Ujësjellës Kanalizime Lushnjë sh.a.", "Këshilli Bashkiak Vau i Dejës",
)  # fmt: skip
SAYING = "Përgjigjja u dha nga {0}. {0} nuk ka dhënë përgjigje brenda afatit."


def asked(text, persons=()):
    return [text[one.start : one.end] for one in places_in(text, persons, PLACES) if one.severity is Severity.QUESTION]


@pytest.mark.parametrize("name", NAMES)
def test_a_full_name_of_no_file_is_asked_about(name):
    missed = [told for told in TOLD if asked(told.format(name)) != [name]]
    # With two words that no list knows a sentence may begin.
    assert [told for told in missed if not told.startswith("{}")] == []
    assert name == "Erjola Prendi" or missed == []


@pytest.mark.parametrize("text", BODIES)
def test_what_a_body_a_street_or_a_law_is_called_is_not(text):
    assert asked(text) == []


@pytest.mark.parametrize("kind", KINDS)
def test_nor_what_offices_of_the_state_and_an_examination_are_called(world, kind):
    texts = (*(SAYING.format(name) for name in OFFICES), "Nxënësit që japin Maturën Shtetërore u njoftuan.")
    found = [offer(world, [], text, kind=kind) for text in texts]
    assert [text for text, told in zip(texts, found, strict=True) if told["places"]] == []


def test_nor_any_body_of_the_directory():
    with DIRECTORY.open(encoding="utf-8") as file:
        names = [row["name_sq"] for row in csv.DictReader(file)]
    assert len(names) > 200
    assert [name for name in names if places_in(SAYING.format(name), [], PLACES)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_in_every_kind_of_text_and_it_stops_nothing(world, kind):
    found = offer(world, [], "Titulli", "Ai u pa nga Besjan Malaj.", kind=kind)
    assert (found["stops"], found["questions"]) == (0, 1)
    assert found["places"] == [{"part": 1, "start": 12, "end": 24, "kind": "name", "severity": "question"}]


def test_whose_name_was_released_is_not_asked_about_and_a_child_of_the_file_still_stops():
    free = [Person(name="Besjan Malaj")]
    assert places_in("Ai u pa nga Besjan Malaj.", [], PLACES, free) == []
    assert Severity.STOP in {hit.severity for hit in places_in("Ai u pa nga Besjan Malaj.", free, PLACES)}


def test_of_two_hundred_people_of_no_file_hardly_one_leaves_unasked():
    silent = [
        one.name for one in samples() if not places_in(f"Atë ditë u pa edhe {one.name}, pastaj ra zilja.", [], PLACES)
    ]
    # "Bo Topi": of two letters a given name is not known for one.
    assert [name for name in silent if len(name.split()[0]) > 2] == [] and len(silent) / len(samples()) <= SHARE_STOPPED


def test_of_innocent_texts_hardly_one_is_asked():
    texts = [*INNOCENT, *innocent(), *office_texts()]
    strange = [(hit, text) for text in texts for hit in places_in(text, [], PLACES) if hit.kind is Kind.NAME]
    told = [text[hit.start : hit.end] for hit, text in strange]
    assert len(strange) / len(texts) < SHARE_STOPPED, told


def test_so_are_a_given_name_with_an_initial_and_an_initial_with_a_family():
    assert asked("Atë ditë u pa edhe Arben M. në oborr.") == ["Arben M"]
    assert asked("Atë ditë u pa edhe B. Malaj në oborr.") == ["B. Malaj"]
