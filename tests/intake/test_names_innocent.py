"""Sentences of letters that name nobody, beside every name of a long list: how many are stopped, and by which words."""

import pytest

from services.intake import data
from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.sample_names import FAMILY, FIRST
from tests.intake.test_names_measured import PLACES

#: Written without looking at the words that the look knows.
SENTENCES = """
Stafi i kopshtit u trajnua, por rolet nuk janë ndarë. Baza ligjore është e qartë. Palët u dëgjuan veç e veç. Mësimi nis në orën tetë dhe arsimi është falas.
Klasat janë të ftohta. Adresa e re u njoftua me vonesë. Afate të tjera nuk ka. Arriti përgjigjja e dytë. Dosja u mbyll pa arsye. Fondet mungojnë. Gjetja u përsërit.
Leja u dha. Norma ditore nuk zbatohet. Nisja e autobusit u shty. Posta e ktheu letrën. Pritja zgjati tri orë. Qarku e mori në shqyrtim. Rritet numri i mungesave.
Sendet u morën nga dollapi. Tetë nxënës mungonin. Vende të lira nuk ka. Vonesat u shënuan. Parku është i mbyllur. Pema ra mbi gardh. Dëmi u vlerësua nga komisioni.
Pasoi një takim me prindërit. Zgjidhja u gjet. Arkivi e ruan kopjen. Bursa jepet çdo vit. Berja e planit mori tre muaj. Molla dhe buka shpërndahen në drekë.
Llampat nuk ndizen. Muret janë të lagura. Tubat u ndërruan. Kazani është i vjetër. Rrota e karriges u thye. Kutia e ankesave mungon. Skena e sallës është e rrezikshme.
Lindi nevoja për një mësues tjetër. Vlera e ndihmës është e ulët. Tarifa u rrit. Norma e re hyri në fuqi. Kartela shëndetësore nuk u gjet. Marrja në pyetje u bë pa psikolog.
Dorëzimi u bë me procesverbal. Malli u prish. Gropa në oborr nuk u mbulua. Erdhi edhe inspektorati. Hapja e derës u vonua. Njëri nga dy mësuesit mungonte. Bie shi në klasë.
Drejtuesja kërkoi falje. Disa prindër refuzuan. Gota dhe pjata nuk ka. Lëndët nuk u mbuluan. Edhe mensa u mbyll. Tryeza u rregullua. Kantina nuk ka licencë. Kanali u pastrua.
Marina e qytetit dhe plazhi nuk janë të sigurt. Rana me gurë u hoq. Alarmi nuk punon. Anketa u bë në maj. Ankimi administrativ u shqyrtua. Orari u ndryshua. Orendi të reja nuk u blenë.
Bimët u thanë. Librat mbërritën vonë. Elementet e rrezikshme u hoqën. Eksperti u caktua. Erëra e lagështi u vunë re. Enët u lanë. Mobiljet janë të thyera. Sirtarët nuk mbyllen.
Sipas gjetjeve, stafi mungon dhe pala tjetër nuk u dëgjua. Sipas palëve, marka e autobusit nuk ka rëndësi. Sipas planit, linja e re nis në shtator dhe toka i kalon bashkisë.
""".strip().splitlines()  # fmt: skip
GIVEN = """Adela Albana Alda Aldo Alket Alma Altin Amela Anisa Anita Ardit Arjan Arlind Armand Arsen Artan Aurel Bardha Bekim Beni Berat Besa Bledi Blerim Blerta Dalina
Darina Denis Diana Dorian Drilon Dritan Edlira Edona Eduart Elda Elira Elisa Elton Elvis Endrit Enea Erald Erblin Erion Erisa Erjon Ermal Ervin Esat Fatos Fatmir Flora Florian
Genta Genti Gerta Gresa Hana Hasan Indrit Irena Iris Jonida Jorgo Kaltrina Klara Klea Klaudia Kledi Kristi Ledion Lejla Lindita Linda Lira Lorena Lorik Malvina Marin Marina Marjana
Marsela Martin Matilda Melisa Mensur Merita Mirela Mondi Nertila Nora Olsi Orges Paulin Redi Renato Rinor Roland Rrok Sabina Saimir Samir Sandra Sara Selma Silva Sonila Stela Tea
Teuta Valdet Valon Vilma Visar Xhoana Ylli Zamira""".split()
FAMILIES = """Basha Balla Baze Berisha Bregu Bushi Cani Dema Doda Duka Elezi Gashi Gega Gjini Gjoka Gjoni Haxhiu Hoxha Hysa Jaku Kola Koleci Kuka Kurti Lala Lami Lika Lleshi Malaj Marku Meta
Molla Muça Murati Nano Ndoja Nika Pali Papa Pema Prifti Rama Rexha Rusi Sula Shehu Stafa Tafa Toska Tola Uka Vata Vila Xhafa Zeka""".split()
NAMES = [*dict.fromkeys([*GIVEN, *FAMILIES, *(name for name, _kind in (*FIRST, *FAMILY))])]
SHARE = 0.02


def stopped(text, names):
    """The words by which a text is stopped."""
    persons = [Person(name=name) for name in names]
    return [text[hit.start : hit.end] for hit in places_in(text, persons, PLACES) if hit.severity is Severity.STOP]


def test_of_the_sentences_beside_one_family_each_less_than_two_in_a_hundred_are_stopped():
    """A file holds a child, a parent and a family's name: three names of the list, turned over all of it."""
    files = [NAMES[at : at + 3] for at in range(0, len(NAMES), 3)]
    words = [(word, file) for text in SENTENCES for file in files for word in stopped(text, file)]
    tried = len(files) * len(SENTENCES)
    print(
        f"stopped: {len(words)} of {tried} ({100 * len(words) / tried:.2f} %), {sorted({one for one, _file in words})}"
    )
    assert len(words) / tried < SHARE


@pytest.mark.parametrize(
    ("text", "name"),
    [("Stafi i kopshtit mungon.", "Stafa"), ("Palët u dëgjuan.", "Pali"), ("Gjetja u përsërit.", "Gjeta"), ("Sendet u morën.", "Send"), ("pastaj stafi doli", "Stafa"),
     ("Rritet numri.", "Rrita"), ("Pas mësimit u mbyll.", "Mësim"), ("Kllapat u hoqën.", "Klapa")],
)  # fmt: skip
def test_a_word_that_is_almost_a_name_stops_nothing_where_nothing_says_that_it_is_one(text, name):
    assert stopped(text, [name]) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [("Sipas saj Stafa mungonte.", "Stafa"), ("Nxënësi Arsim u dëgjua.", "Arsim"), ("Elirs mungonte.", "Elira"), ("U dëgjua Elirs.", "Elira"), ("U dëgjua Mësimi.", "Mësim"),
     ("Elirsës nuk iu dha leje.", "Elirsa"), ("fëmija pema", "Pema")],
)  # fmt: skip
def test_the_name_is_found_all_the_same(text, name):
    assert stopped(text, [name])


def test_a_name_that_is_a_plain_word_is_among_the_names():
    speech = data.speech()
    assert {"arsim", "ylber", "nisma", "stafa"} <= speech.names and not {"arsim", "arsimit", "stafi"} & speech.plain
