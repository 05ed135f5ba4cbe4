"""A name that is a word too: nothing where it is used as the word, asked about or stopped wherever something beside it tells of a person."""

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.test_names_measured import PLACES

FILE = (
    Person(name="Drita Kodra", address="Rruga Keta, fshati Kodër", email="prindi@example.com"),
    Person(name="Durim Leka"),
    Person(name="Jeta Shehu"),
    Person(name="Besa Topi"),
    Person(name="Sokol Vlora"),
)


def severities(text):
    return {hit.severity for hit in places_in(text, FILE, [*PLACES, "Vlorë"])}


@pytest.mark.parametrize(
    "text",
    ["Nga drita e korridorit u pa gropa.", "Kjo zgjat për jetë.", "Durimi i prindërve ka një kufi.", "Jeta e fëmijës vjen e para.", "Besa dhe shpresa janë vlera.",
     "“Besa dhe shpresa na mbajnë bashkë” u shkrua në mur.", "Petrit dhe sokol u panë mbi mal.", "Këtë e tha edhe bashkia.", "Në këtë rast prindi nuk u njoftua.", "U takuan në Vlorë.",
     "Ata rriten dhe presin. Ajo sheh dhe shesin libra.", "AKT ME INICIATIVË", "Në kodër nuk ka ujë."],
)  # fmt: skip
def test_used_as_a_word_it_is_nothing(text):
    assert severities(text) == set()


@pytest.mark.parametrize(
    "text",
    ["u dëgjua drita në zyrë", "foli drita me mësuesen", "nëna e dritës u ankua", "drita mungonte tri ditë", "drita, 12 vjeçe, iku", "quhet drita", "e pyeti dritën",
     "Drita e klasës së parë iku.", "Drita e Kodrës", "banon në fshatin kodër", "te rruga keta", "shkruani te prindi@example.com", "Drita dhe motra iku.", "Besa e mësueses u ankua.", "Drita e motrës nuk erdhi.", "e rrahën dritën", "u godit besa në oborr",
     "Familja Vlora u ankua.", "Në shkollën Vlora u godit.", "Drejtoria e dëgjoi Vlorën.", "Besa u godit."],
)  # fmt: skip
def test_where_something_tells_of_a_person_or_a_home_it_is_never_nothing(text):
    assert severities(text) & {Severity.STOP, Severity.QUESTION}
