"""What a child of the file is called for short: by the list of usual short forms, and by rule."""

import pytest

from services.intake import data
from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_names_measured import PLACES, innocent

USUAL = [
    ("Elira", "Eli"), ("Elira", "Lira"), ("Xhoana", "Xhoi"), ("Xhoisi", "Xhoi"), ("Arbën", "Beni"), ("Agron", "Goni"), ("Afërdita", "Dita"),
    ("Kristina", "Tina"), ("Kristina", "Kristi"), ("Leonard", "Nardi"), ("Orland", "Landi"), ("Edmond", "Mondi"), ("Lulzim", "Luli"),
    ("Valbona", "Bona"), ("Aleksandër", "Sandri"), ("Kostandin", "Koço"), ("Marsela", "Sela"), ("Gazmend", "Mendi"),
    ("Manjola", "Mani"), ("Sidorela", "Rela"), ("Emiljano", "Emi"), ("Antoneta", "Neta"), ("Taulant", "Tauli"),
]  # fmt: skip


def found(text, name):
    return {hit.severity for hit in places_in(text, [Person(name=f"{name} Krasniqi")], PLACES)}


@pytest.mark.parametrize(("name", "short"), USUAL)
def test_a_usual_short_form_stops_wherever_a_name_would(name, short):
    for text in (f"Shkolla e nxori {short} nga klasa.", f"Nxënësi {short} u dëgjua.", f"{short} mungoi gjashtë ditë."):
        assert Severity.STOP in found(text, name), text


@pytest.mark.parametrize(
    ("name", "short"),
    [("Elira", "Elit"), ("Kristina", "Tinës"), ("Arben", "Benit"), ("Xhoana", "Xhoit"), ("Agron", "Gonin")],
)
def test_so_it_does_in_other_cases(name, short):
    assert Severity.STOP in found(f"Shkolla nuk e dëgjoi nënën e {short} as herën tjetër.", name)


@pytest.mark.parametrize("text", ["nënën e tinës", "fëmija tina"])
def test_in_small_letters_it_is_asked_about_and_after_a_word_for_a_person_it_stops(text):
    assert found(text, "Kristina") == {Severity.STOP if "fëmija" in text else Severity.QUESTION}


@pytest.mark.parametrize("kind", KINDS)
def test_at_every_door(world, kind):
    mine = world.complain(submitter={"role": "parent"}, child={"name": "Xhoana Krasniqi", "age": 9})
    assert offer(world, [mine["id"]], "Si na tha Xhoi, klasa ishte plot.", kind=kind)["stops"] == 1


@pytest.mark.parametrize(
    ("name", "short"), [("Bardhyl", "Bardhi"), ("Rezarta", "Rez"), ("Jorgaq", "Jorgi"), ("Fjoralba", "Alba"), ("Shqipron", "Roni")]
)  # fmt: skip
def test_any_beginning_or_end_of_three_letters_is_a_question_by_rule(name, short):
    assert found(f"Shkolla e nxori {short} nga klasa.", name) & {Severity.QUESTION, Severity.STOP}
    assert Severity.STOP in found(f"Nxënësja {short} u dëgjua.", name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Në Ditën Botërore të Fëmijës u mbajt një orë. Dita Ndërkombëtare e Fëmijës.", "Afërdita"), ("Dita e parë e shkollës u shty.", "Afërdita"),
        ("Lira e zgjedhjes mungon. Vend i lirë.", "Elira"), ("Mira e të gjithëve. Kushte të mira.", "Ermira"), ("Rinia e qytetit.", "Katerina"),
        ("Beni kujdes. Ju e beni mirë.", "Arben"), ("Jeta e fëmijës vjen e para.", "Luljeta"), ("Ana tjetër e çështjes.", "Xhoana"),
    ],
)  # fmt: skip
def test_a_word_that_is_a_short_form_too_stops_nothing(text, name):
    assert Severity.STOP not in found(text, name)


def test_each_short_form_is_of_another_name():
    known = data.speech().short
    assert len(known) > 150 and "xhoi" in known["xhoana"]
    assert [(name, short) for name, some in known.items() for short in some if name == short or len(short) < 3] == []


def test_of_texts_of_the_office_the_short_forms_of_every_name_stop_less_than_two_in_a_hundred():
    texts = innocent()[::40]
    stopped = {
        (name, text)
        for name in data.speech().short
        for text in texts
        if Severity.STOP in {hit.severity for hit in places_in(text, [Person(name=name.capitalize())], PLACES)}
    }
    tried = len(texts) * len(data.speech().short)
    print(f"stopped by short forms: {len(stopped)} of {tried}, for {sorted({name for name, _text in stopped})}")
    assert len(stopped) / tried < 0.02


#: (the name in the file, what the text calls them): a stop.
DERIVED = (
    ("Lulëzim Dema", "Lulëzo"), ("Lulëzim Dema", "Lulzo"), ("Lulëzim Dema", "Ljulzim"), ("Lulëzim Dema", "Ljulzimit"), ("Lulëzim Dema", "Lulo"), ("Xhevahire Dema", "Xhevo"),
    ("Xhevdet Dema", "Xhevo"), ("Luljeta Dema", "Ljuljeta"), ("Luleta Dema", "Luljetës"), ("Fatime Dema", "Fatka"), ("Fatmir Dema", "Fato"), ("Hysen Dema", "Hyso"),
    ("Hysen Dema", "Ysenit"), ("Mehmet Dema", "Meto"), ("Mehmet Dema", "Memeti"), ("Besarta Dema", "Besushe"), ("Ilir Dema", "Ilushi"), ("Gjyle Dema", "Gjyljes"),
    ("Shqiponja Dema", "Shqipka"), ("Rrezarta Dema", "Rezartës"), ("Hajdar Dema", "Ajdarit"), ("Dhurata Dema", "Duratën"), ("Kujtim Dema", "Kujtushi"), ("Selman Dema", "Selo"),
)  # fmt: skip


@pytest.mark.parametrize(("name", "called"), DERIVED)
def test_a_short_form_or_one_of_a_dialect_of_the_own_file_stops_and_none_passes_at_the_beginning_of_a_sentence(
    name, called
):
    assert Severity.STOP in found(f"Sipas dosjes {called} mungonte.", name.split()[0])
    assert found(f"{called} mungonte.", name.split()[0])


@pytest.mark.parametrize(("name", "called"), DERIVED[::6])
def test_so_it_does_at_the_door(world, name, called):
    told = world.complain(submitter={"role": "parent"}, child={"name": name, "age": 9})
    assert offer(world, [told["id"]], f"Sipas dosjes {called} mungonte.")["stops"] == 1


def test_an_official_who_is_called_as_a_short_form_is_asked_about_and_not_stopped():
    assert Severity.STOP not in found("U dëgjua Xhevo Shehu, përfaqësues i bashkisë.", "Xhevdet")
    assert Severity.STOP in found("U dëgjua Xhevo, nxënës.", "Xhevdet")
