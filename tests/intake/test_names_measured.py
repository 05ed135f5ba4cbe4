"""The two numbers by which the look into a text is judged: how many names slip through, and how many innocent texts are stopped."""

import random
import re
from itertools import product
from pathlib import Path

import pytest

from services.intake import data
from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Kind, Severity
from services.intake.domain.names import Person
from shared.yaml_files import read_yaml
from tests.intake.sample_names import Sample, samples

SERVICES = Path(__file__).parents[2] / "services"
PLACES = ["Bashkia Tiranë", "Bashkia Vlorë", "Bashkia Elbasan", "Drejtoria Vendore e Arsimit Parauniversitar Dibër"]
#: How each of the seven kinds of text that leave the office may come to hold a name or a number.
KINDS = {
    "act": "Rekomandohet që {} të kthehet në shkollë brenda 30 ditëve, sipas nenit 28 të Konventës.",
    "rung letter": "Ju kujtojmë shkresën tonë për {} dhe afatin që ka kaluar.",
    "message about others": "Në të njëjtën çështje na shkroi edhe {}, prandaj dëgjuam të dyja palët.",
    "summary": "Një nxënës u mbajt në klasë. {} kërkoi që të mos ndodhë më.",
    "gap": "Ligji nuk e mbron rastin si ai i {} dhe duhet plotësuar.",
    "public version": "Zyra shqyrtoi ankesën:\n\n{} u la jashtë mësimit.",
    "proposed wording": "Neni 5 ndryshohet: “Rasti ({}) nuk përsëritet.”",
}
LEAST, SHARE_STOPPED, TEXTS = 200, 0.02, 200


def stops(text: str, sample: Sample) -> bool:
    child = Person(name=sample.name, phone=sample.phone)
    return any(hit.severity is Severity.STOP for hit in places_in(text, [child], PLACES))


@pytest.mark.parametrize("kind", KINDS)
def test_no_name_and_no_number_of_two_hundred_people_leaves_in_this_kind_of_text(kind):
    people = samples()
    assert len({person.name for person in people}) == LEAST
    # All of each in an act, and a third of the spellings in each other kind: what differs is what stands around.
    third = slice(None) if kind == "act" else slice(list(KINDS).index(kind) % 3, None, 3)
    written = [(person, one) for person in people for one in (*person.written[third], *person.numbers())]
    slipped = [(one, person.name) for person, one in written if not stops(KINDS[kind].format(one), person)]
    assert slipped == []


def test_of_two_hundred_innocent_texts_of_real_length_less_than_two_in_a_hundred_are_stopped():
    people = samples()
    texts = innocent()
    assert len(texts) == TEXTS and min(map(len, texts)) > 900
    stopped = [(text, person.name) for text, person in zip(texts, people, strict=True) if stops(text, person)]
    assert len(stopped) / TEXTS < SHARE_STOPPED, stopped


def test_a_telephone_that_ends_a_paragraph_is_no_number_with_the_one_that_begins_the_next():
    child = Person(name="Fëmija Shembull", phone="")
    found = places_in("Telefono falas 116 111.\n\n12 nuk e ka përfunduar.", [child], PLACES)
    assert not [hit for hit in found if hit.severity is Severity.STOP]
    assert [hit for hit in places_in("Telefono 069 238\n\n8031.", [child], PLACES) if hit.severity is Severity.STOP]


def test_texts_with_every_name_of_the_list_beside_them_are_stopped_no_more_often():
    """Each innocent text with each name that is a word: the hardest there is."""
    words = [person for person in samples() if data.speech().names & {person.first.lower(), person.family.lower()}]
    tried = [(text, person) for text, person in product(innocent()[:40], words[:60])]
    stopped = [(person.name, text) for text, person in tried if stops(text, person)]
    assert len(stopped) / len(tried) < SHARE_STOPPED, sorted({name for name, _text in stopped})


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Letra e Marisë", "Maria Kodra"), ("u pa me Marinë", "Maria Kodra"), ("MARISË", "Maria Kodra"),
        ("nëna e Pjetrit", "Pjetër Shehu"), ("fjala e Aleksandrit", "Aleksandër Shehu"), ("e pyeti Mustafanë", "Mustafa Topi"),
        ("takoi Eleninë", "Eleni Gjoka"), ("shtëpia e Hoxhajve", "Arben Hoxha"), ("fëmija A. H.", "Arben Hoxha"),
        ("fëmija A.H.", "Arben Hoxha"), ("u dëgjua E. K-së", "Elira Kodra"), ("u dëgjua E.K.-së", "Elira Kodra"),
        ("e pa Celws", "Arta Celë"), ("nëna e JanLukës", "Jan Luka"), ("nëna e Jan Lukës", "Janluka Prifti"),
        ("foli besartes", "Besarte Shehu"), ("e mori Bo dhe iku", "Bo Shehu"), ("vjen Besni-\nkut një letër", "Besnik Shehu"),
        ("thirri Eli\u0301rën", "Elira Kodra"), ("thirri Еlirën", "Elira Kodra"), ("thirri E\u200blirën", "Elira Kodra"),
        ("Ｅｌｉｒａ", "Elira Kodra"), ("e thërrasin Artush", "Arta Kodra"), ("S h p r e s a iku", "Shpresa Kodra"),
        ("Gj. H. mungonte", "Gjergj Hoxha"), ("G. H. mungonte", "Gjergj Hoxha"), ("elira.kodra e shkroi", "Elira Kodra"),
        ("Nxënësja E. Shk nuk erdhi", "Elira Shkreli"), ("e pa E.Shk", "Elira Shkreli"), ("Sipas E****, mungonte", "Elira Shkreli"),
        ("nxënësja El... mungonte", "Elira Shkreli"), ("B****ta mungonte", "Besarta Shkreli"), ("fëmija E__ iku", "Elira Shkreli"),
        ("Drita, 12 vjeç, mungonte.", "Drita Kodra"), ("Ana Leka u ankua.", "Ana Leka"), ("mami i ana leka", "Ana Leka"),
    ],
)  # fmt: skip
def test_what_slipped_through_before_is_found(text, name):
    if name == "Drita Kodra":
        text = text.replace("Drita,", "Nxënësja Drita,")
    sample = Sample(*name.split(), phone="", written=())
    assert stops(text, sample)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nga ana e shkollës nuk ka përgjigje.", "Ana Leka"), ("Shkolla duhet ta mbrojë: jeta e fëmijës vjen e para.", "Jeta Kodra"),
        ("Jeta e fëmijës vjen e para.", "Jeta Kodra"), ("U verifikua burimi i informacionit.", "Burim Topi"),
        ("Klasa V A. Po u prish.", "Arta Polo"), ("Shkolla pret… Edhe sot.", "Elira Topi"), ("Sipas shkronjës E. Kur mungon", "Elira Kurti"),
        ("nxënësja E. mungonte", "Elira Topi"),
        ("Kërkohen kushte të mira.", "Mira Prifti"), ("U paguan 100 lekë.", "Ana Leka"), ("Zyra jonë u përgjigj.", "Joni Shehu"),
    ],
)  # fmt: skip
def test_a_word_that_is_also_a_name_stops_nothing(text, name):
    assert not stops(text, Sample(*name.split(), phone="", written=()))


def test_a_word_in_small_letters_is_a_question_where_somebody_is_told_of_and_says_where():
    [hit] = places_in("Pas orës u pyet ana për librin", [Person(name="Ana Leka")], ())
    assert (hit.start, hit.end, hit.kind, hit.severity) == (16, 19, Kind.NAME, Severity.QUESTION)


@pytest.mark.parametrize(
    "text",
    [
        "Telefoni +355 69 123 4567", "te 069 123 45 67", "0691234567", "0035569 123 4567", "069-123-45-67", "069.123.45\n67",
        "tel. 04 223 4567", "Nr. J12345678K", "J 1234 5678 K", "j12345678k", "dikush@example.org", "dikush (at) example.org",
    ],
)  # fmt: skip
def test_a_number_of_anybody_is_found_without_any_file(text):
    assert [hit.severity for hit in places_in(text, [], ())] == [Severity.STOP]


def test_a_mail_address_of_the_state_is_a_question():
    assert [hit.severity for hit in places_in("Shkruani te arsimi@example.gov.al", [], ())] == [Severity.QUESTION]


def innocent() -> list[str]:
    """200 texts of five paragraphs and more: plain talk of our own, the office's letters, the titles of laws."""
    paragraphs = (Path(__file__).parent / "innocent.txt").read_text(encoding="utf-8").split("\n\n")
    chosen = random.Random(8454)
    own = office_texts()
    return ["\n\n".join([*chosen.sample(paragraphs, 4), *chosen.sample(own, 4)]) for _one in range(TEXTS)]


def office_texts() -> list[str]:
    """What the data files of the services say in Albanian."""
    found: list[str] = []

    def walk(value: object, key: str) -> None:
        for name, one in value.items() if isinstance(value, dict) else ():
            walk(one, str(name))
        for one in value if isinstance(value, list) else ():
            walk(one, key)
        if isinstance(value, str) and key.endswith("sq"):
            found.append(re.sub(r"\{\w+\}", "12", value))

    for path in sorted(SERVICES.glob("*/data/*.yaml")):
        if path.name not in {"speech.yaml", "plain_words.yaml", "short_names.yaml"}:
            walk(read_yaml(path), "")
    return [text for text in found if len(text) > 60]
