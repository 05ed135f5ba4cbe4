"""What somebody wrote who wanted a name to leave: pet names, masks, words that are names."""

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.test_names_measured import PLACES

FILE = (
    Person(name="Elira Kodra"),
    Person(
        name="Besnik Kodra",
        phone="+355 69 412 7788",
        address="Rruga Bardhok Biba, pallati 12, shkalla 3, apartamenti 14",
    ),
)
DRITA = (Person(name="Drita Kodra"),)


def found(text, persons=FILE):
    return {hit.severity for hit in places_in(text, persons, PLACES)}


@pytest.mark.parametrize(
    "name",
    ["Elirushi", "Elirushës", "Elirushja", "Elirka", "Elirko", "Elirëza", "Elirthi", "Besnikushit", "Besnikthi"],
)
def test_a_pet_name_stops_at_the_beginning_of_a_sentence_too(name):
    assert Severity.STOP in found(f"{name} nuk u prit në klasë.")
    assert Severity.STOP in found(f"U njoftua shkolla. {name} nuk u prit në klasë.")


@pytest.mark.parametrize(
    "text",
    ["Drita mungoi gjashtë ditë.", "Drita, 12 vjeçe, mungoi.", "Drita (12 vjeç) mungoi.", "Dritën e goditën në klasë.", "Drita, vajza e ankuesit, u godit.",
     "Dritës i thanë të dalë.", "Drita 12 vjeçe."],
)  # fmt: skip
def test_a_name_that_is_a_word_stops_where_the_sentence_goes_on_as_of_a_person(text):
    assert Severity.STOP in found(text, DRITA)
    assert Severity.STOP in found(f"Zyra e mori ankesën. {text}", DRITA)


@pytest.mark.parametrize(
    "text",
    ["Drita e klasës ishte e fikur.", "Dritën e klasës e rregulloi bashkia.", "Dritën e madhe e vunë më vonë.", "Drita, ngrohja dhe uji mungonin."],
)  # fmt: skip
def test_the_word_itself_stops_nothing(text):
    assert Severity.STOP not in found(text, DRITA)


def test_a_word_for_a_person_says_nothing_of_the_next_sentence():
    assert Severity.STOP not in found("Takimi u mbajt me praninë e nxënësit. Drita e klasës ishte e fikur.", DRITA)
    assert Severity.STOP in found("Takimi u mbajt me praninë e nxënësit: Drita.", DRITA)
    assert Severity.STOP in found("U dëgjua znj. Drita.", DRITA)


@pytest.mark.parametrize(
    "text",
    ["E... K...", "E… K…", "E__ K__", "E__K__", "E*** K***", "E*** Kodr***", "(E)(K)", "«E», «K»", "“E” “K”", "K… E…"],
)
def test_initials_behind_a_mask_stop(text):
    assert Severity.STOP in found(f"Sipas dosjes {text} mungonte.")


@pytest.mark.parametrize(
    "text", ["inicialet E dhe K", "iniciale E. dhe K.", "inicialet: E & K", "inicialet e emrit janë E, K"]
)
def test_so_do_letters_that_are_called_initials(text):
    assert Severity.STOP in found(f"Nxënësi me {text} mungonte.")


def test_two_letters_with_a_sign_between_are_a_question():
    assert found("Sipas dosjes E & K mungonte.") == {Severity.QUESTION}
    assert found("Sipas dosjes E dhe K mungonte.") == set()


def test_a_letter_of_two_is_one_initial_behind_a_mask():
    assert Severity.STOP in found("Sipas dosjes V… Sh… mungonte.", (Person(name="Vera Shehu"),))


@pytest.mark.parametrize(
    "text",
    ["pallati 12, kati i tretë, apartamenti 14", "pall. 12, shk. 3, ap. 14", "pallati nr. 12, shkalla 3", "Pallatit 12, apartamentit 14", "apt 14, pll. 12",
     "pallatin me numër 12, shkallën e tretë"],
)  # fmt: skip
def test_two_numbered_parts_of_the_address_stop_without_its_street(text):
    assert Severity.STOP in found(f"Familja banon te {text}.")


@pytest.mark.parametrize(
    "text", ["pallati 13, shkalla 3", "klasa 12, kati 3", "pallati 12", "pallati 12 u rikonstruktua nga bashkia sipas projektit të vitit të kaluar, kurse te godina tjetër është shkalla 3"]
)  # fmt: skip
def test_one_of_them_or_another_number_stops_nothing(text):
    assert Severity.STOP not in found(f"U verifikua {text}.")


@pytest.mark.parametrize("text", ["Eli- ra", "Eli<br>ra", "Eli<br/>ra", "eli- ra", "ELI- RA"])
def test_a_name_broken_by_a_hyphen_and_a_blank_stops(text):
    assert Severity.STOP in found(f"U dëgjua {text} në shkollë.")


@pytest.mark.parametrize(
    "text",
    ["#JemiElira", "#PërElirën", "#DrejtësiPërElirën", "#drejtesiperelirenkodra", "#BesnikuDheElira", "vajzaElira", "BabaiBesnik", "MbështesimElirën", "#perelirën", "@elirazyre"],
)  # fmt: skip
def test_a_name_glued_to_other_words_stops(text):
    assert Severity.STOP in found(f"Në klasë u shkrua {text} dhe u fshi.")


@pytest.mark.parametrize("text", ["#shkodra", "#DritaPërTëGjithë", "eAlbania", "DritaNet", "#tedrejtat"])
def test_a_word_in_which_another_stands_stops_nothing(text):
    assert Severity.STOP not in found(f"U shkrua {text} dhe u fshi.", (Person(name="Drita Kodra"),))


@pytest.mark.parametrize(
    "text",
    ["069 katër një dy shtatë shtatë tetë tetë", "zero gjashtë nëntë katër një dy shtatë shtatë tetë tetë", "069 katërqind e dymbëdhjetë 7788",
     "069 412 shtatëdhjetë e shtatë tetëdhjetë e tetë", "069 412 dy herë 7 dy herë 8", "069 412 shtatë mijë e shtatëqind e tetëdhjetë e tetë",
     "zero gjashtëdhjetë e nëntë katërqind dymbëdhjetë shtatëdhjetë e shtatë 88", "069, katër-një-dy, 77, tetë tetë"],
)  # fmt: skip
def test_the_telephone_of_the_file_stops_in_words(text):
    assert Severity.STOP in found(f"Telefoni është {text}, sipas dosjes.")


def test_twice_a_group_of_figures_stops():
    assert Severity.STOP in found("Telefoni 069 41 dy herë 22 8.", (Person(phone="069 412 2228"),))


@pytest.mark.parametrize("text", ["dy nxënës, katër mësues dhe shtatë prindër", "069 katër një dy shtatë tetë"])
def test_other_numbers_in_words_stop_nothing(text):
    assert Severity.STOP not in found(f"U dëgjuan {text}.")
