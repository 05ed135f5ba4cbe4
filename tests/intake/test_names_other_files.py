"""What is of another file, of which only marks are known here: numbers, addresses and full names as an attacker wrote them."""

from itertools import product

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Kind, Severity
from tests.intake.test_comparing import KINDS, offer

APART = ("", "-", " ", "/", ".", " - ", "_", "\u00a0", ", ", "–", "\n")


def severities(text):
    return {hit.severity for hit in places_in(text, [], ())}


@pytest.mark.parametrize("letters", ["JK", "Jk", "jK", "jk"])
@pytest.mark.parametrize("digits", ["51203045", "512 030 45", "5-1203-045", "51.20.30.45", "512O3045", "54030215"])
def test_a_personal_number_stops_with_its_letters_in_any_case_and_apart(letters, digits):
    for before, after in product(APART, (*APART, " (", " me shkronjën ")):
        text = f"Numri i fëmijës është {letters[0]}{before}{digits}{after}{letters[1]} sipas regjistrit."
        assert Severity.STOP in severities(text), text


@pytest.mark.parametrize("text", ["J12345678-k", "j 12345678K", "J12345678 (k)", "e51203045 i", "i 51203045 e"])
def test_so_does_one_that_is_no_day_of_birth_where_one_letter_alone_is_apart(text):
    assert Severity.STOP in severities(f"Numri {text}.")


@pytest.mark.parametrize(
    "text",
    ["në vitet e 2020-2021 e më pas", "shuma e 51 203 045 e paguar", "seria A12345678 e dokumentit", "pikat a 12, 34, 56, 78 b", "neni 5 a) 51203045",
     "llogaria 21010110019 e thesarit", "i 1 234 567 e", "Më datë 28.11.2026 e 29.11.2026 e më pas"],
)  # fmt: skip
def test_amounts_years_and_lists_between_two_letters_stop_nothing(text):
    assert Severity.STOP not in severities(text)


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_of_anybody_in_these_spellings_stops_a_text_of_every_kind(world, kind):
    for text in ("J51203045-k", "j 51203045 k", "69 234 5671", "(a) 692345671"):
        assert offer(world, [], "Kthimi", f"Numri {text} mungon.", kind=kind)["stops"] == 1


@pytest.mark.parametrize(
    "text",
    ["69 234 5671", "692345671", "69.234.5671", "69-234-5671", "69/234/5671", "(69) 234 5671", "69 23 45 671", "69234 5671", "6 9 2 3 4 5 6 7 1", "692 345 671",
     "69 234\n5671", "O69 234 5671", "00355 (0)69 234 5671", "355 (0) 692345671", "00 355 69 234 5671", "pas orës 18:30 69 234 5671", "1) 692345671", "vendimi 69 234 5671"],
)  # fmt: skip
def test_a_mobile_number_stops_without_its_first_zero_and_without_a_word_for_telephones(text):
    for around in (f"Numri i tezes: {text}.", f"Rasti {text} mungon.", f"(a) {text}", text):
        assert Severity.STOP in severities(around), around


@pytest.mark.parametrize(
    "text",
    ["692 345 671 lekë", "shuma prej 692 345 671 lekësh", "692.345.671 euro", "€ 692 345 671", "1 692 345 671 lekë", "vlera 692345671", "69 234 567,1 lekë",
     "vendimi nr. 692345671", "Nr. 692345671 Prot.", "fatura 692345671", "llogaria 692345671", "ligji nr. 69/2012, neni 57", "nr. 69/2012/345", "nenet 66, 67, 68, 69, 7",
     "66,67,68,69,7", "69,5 45,2 33,1 për qind", "IBAN AL47 2121 1009 0000 0002 6987 4171", "21010110019"],
)  # fmt: skip
def test_an_amount_or_the_number_of_a_paper_stops_nothing(text):
    assert Severity.STOP not in severities(f"Sipas shkresës, {text} nuk u gjet.")


def test_one_number_is_one_place():
    assert [hit.kind for hit in places_in("Telefoni +355 69 234 5671 dhe 069 234 5671.", [], ())] == [Kind.NUMBER] * 2


HOME = "Rruga Dëshmorët e Kombit, nr. 14, fshati Çërravë"
SPELT = (
    "Rruga Deshmoret e Kombit 14", "rrugën “Dëshmorët e Kombit”, 14", "Rrugën e Dëshmorëve të Kombit, në numrin 14", HOME, "fshati Çërravë, rruga Deshmoret e Kombit nr 14",
    "rruga Dëshmorët e Kombit, pallati 14", "Rr. Dëshmorët e Kombit nr.14", "numri 14 i rrugës Dëshmorët e Kombit", "te “Dëshmorët e Kombit” nr. 14",
    "RRUGA DËSHMORËT E KOMBIT 14", "rruga dëshmorët e kombit 14", "rrugës së Dëshmorëve të Kombit me numër katërmbëdhjetë", "rruga Dëshmorët e Kombit\nnr. 14",
)  # fmt: skip


@pytest.fixture
def lived(world):
    """A file of which the address is known, beside one of its own."""
    contact = {"phone": "+355692345671", "address": HOME}
    world.complain(submitter={"role": "parent", "name": "Përparim Këlliçi", "contact": contact}, child=None)
    return world.complain()


def test_the_address_of_another_file_stops_in_every_spelling(world, lived):
    for text in SPELT:
        assert offer(world, [lived["id"]], f"Të merren masa për {text} që sot.")["stops"] == 1, text


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_of_another_file_stops_a_text_of_every_kind(world, lived, kind):
    found = offer(world, [], "Kthimi", f"Të ndriçohet {HOME}.", kind=kind)
    assert [(one["kind"], one["severity"]) for one in found["places"]] == [("address", "stop")]


def test_one_that_stands_only_in_the_words_of_a_file_stops_too(world):
    world.complain(narrative=f"Jetojmë te {HOME}, dhe autobusi nuk vjen.")
    assert offer(world, [], f"Të ndriçohet {SPELT[1]}.")["stops"] == 1


@pytest.mark.parametrize(
    "text",
    ["rruga Dëshmorët e Kombit, nr. 15", "Në rrugën Dëshmorët e Kombit, 14 nxënës mungojnë", "rruga Dëshmorët e Kombit", "Bashkia Pogradec, rruga Dëshmorët e Kombit, nr. 14",
     "nenet 14 dhe 15 të ligjit për dëshmorët e kombit"],
)  # fmt: skip
def test_its_street_without_its_number_and_that_of_a_body_stop_nothing(world, lived, text):
    assert offer(world, [lived["id"]], f"{text}.")["stops"] == 0


def test_with_erasure_the_address_is_forgotten(world):
    told = world.complain(narrative=f"Jetojmë te {HOME}.")
    arguments = ["erase-complaint", told["id"], "--by", "op-1", "--reason", "asked_by_child"]
    with world.app.app_context():
        assert world.app.test_cli_runner().invoke(args=arguments).exit_code == 0
    assert offer(world, [], f"Të ndriçohet {SPELT[0]}.")["stops"] == 0


@pytest.mark.parametrize(
    "name",
    ["Engyellushe Kellichi", "Ëngjëllushia Këlliçia", "Ëngjë*llushe* Këlliçi", "Ëngjë_llushe_ Këlliçi", "Ëngjë\u00a0llushe Këll\u00a0içi",
     "Ëngjë\u3164llushe Këll\u3164içi", "Ëngjë\u2800llushe Kël\u2800liçi", "Ëngjëllushe\u3164Këlliçi", "Ëngjëll ushe Këll içi", "Ενγκιελούσε Κελίτσι",
     "Енгелуше Келичи", "Ёнгьеллуше Кёлличи", "Këlliçi Engyellushe"],
)  # fmt: skip
def test_a_full_name_of_another_file_stops_by_its_sound_and_with_anything_within(world, name):
    told = world.complain(
        submitter={"role": "child", "name": "Ëngjëllushe Këlliçi"}, child={"name": "Ëngjëllushe Këlliçi"}
    )
    mine = world.complain()
    assert told["id"] != mine["id"]
    assert offer(world, [mine["id"]], f"Të merren masa për {name} që sot.")["stops"] >= 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Маринела", "Дервишолари има девет години."),
        ("Училиште", "Маринела е на училиште. Дервишолари има девет години."),
        ("Μαρινέλα", "Το κορίτσι Ντερβισολάρι είναι εννέα ετών."),
        ("Маринела", "Dërvishollari është nëntë vjeç."),
        ("Marinela", "Дервишолари има девет години."),
    ],
)
def test_so_does_one_in_another_alphabet_whose_parts_stand_apart(world, title, text):
    world.complain(
        submitter={"role": "child", "name": "Marinela Dërvishollari"}, child={"name": "Marinela Dërvishollari"}
    )
    assert offer(world, [], title, text)["stops"] >= 1


def test_who_sounds_like_somebody_of_another_file_and_holds_an_office_is_asked_about(world):
    world.complain(submitter={"role": "child", "name": "Ëngjëllushe Këlliçi"}, child={"name": "Ëngjëllushe Këlliçi"})
    found = offer(world, [], "Drejtoresha Engyellushe Kellichi u përgjigj.")
    assert (found["stops"], found["questions"]) == (0, 1)
    stranger = offer(world, [], "Drejtoresha Angela Kelmendi u përgjigj.")
    assert (stranger["stops"], stranger["questions"]) == (0, 1), (
        "a full name of no file is asked about, and stops nothing"
    )


def test_an_address_of_mail_in_words_stops():
    for text in ("p kellici77 at example pikë org", "p.kellici77 et example dot com", "kellici77 at example.org"):
        assert severities(f"Te {text}.") == {Severity.STOP}, text
    for text in ("The meeting at example.org", "në fillim të muajit pikë org", "at school com"):
        assert severities(f"{text}.") == set(), text
