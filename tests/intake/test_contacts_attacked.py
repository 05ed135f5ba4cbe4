"""The telephone, the mail and the dwelling of a file in spellings of somebody who wanted them to leave, through the door."""

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.test_comparing import KINDS, offer
from tests.intake.test_names_measured import PLACES, innocent

PHONE, EMAIL = "+355 69 412 7788", "besnik.kodra84@example.org"
ADDRESS = "Rruga Bardhok Biba, pallati 12, shkalla 3, kati 4, apartamenti 14, Tiranë"
PHONES = (
    "069 412 7788", "069/412/77/88", "0 69 41 27 788", "+355(0)69 412 7788", "00355 69 412 7788", "355694127788", "69 412 7788",
    "694127788", "4127788", "412 77 88", "41 27 788", "0694 127 788", "o69 412 7788", "069.412.7788", "069–412–7788",
    "tel: 069 4127788", "069 412\n7788", "zero gjashtë nëntë, katër një dy, shtatë shtatë, tetë tetë", "069 4 1 2 7 7 8 8",
    "069 (412) 7788", "+355 69 412 77 ose 88", "069_412_7788", "069*412*7788", "prefiksi 069, pastaj 4127788",
    "numri 4127788 me prefiks 069", "٠٦٩٤١٢٧٧٨٨", "０６９４１２７７８８", "069 412 7788.", "0-6-9-4-1-2-7-7-8-8", "069 412 77 8 8",
    "gjashtëdhjetë e nëntë katërqind e dymbëdhjetë shtatëdhjetë e shtatë tetëdhjetë e tetë",
    "069 four one two seven seven eight eight", "zero six nine four one two seven seven eight eight",
    "069 41 27 seven eighty-eight", "069 412 dyfish 7 dyfish 8", "069 412 dy shtata dy teta", "069-412-7788 (mami)",
    "wa.me/355694127788", "viber 069 4127788", "069 4I2 7788", "069 412 seventy-seven eighty-eight",
    "zero gjasht nënt katër nji dy shtat shtat tet tet", "069 katër qind e dymbëdhjetë 7788", "069 412 77,88", "069, 412, 77, 88",
    "069 dyzetenjë njëzeteshtatë shtatëdhjetetetë tetë", "zero gjashtëdhjetëenëntë dyzetenjë njëzeteshtatë shtatëdhjetëetetë tetë",
    "dyzetenjë njëzeteshtatë shtatëdhjetetetë tetë",
    "0694-127788", "06 94 12 77 88", "+35569 41 27 788", "0 (69) 412-77-88",
)  # fmt: skip
EMAILS = (
    "besnik.kodra84@example.org", "BESNIK.KODRA84@EXAMPLE.ORG", "besnik.kodra84 @ example.org", "besnik . kodra84 @ example . org",
    "besnik.kodra84 (at) example (dot) org", "besnik.kodra84 [at] example pikë org", "besnik pikë kodra84 at example pikë org",
    "besnik kodra84 në example.org", "besnik.kodra84", "besnik_kodra84 et example.org", "b e s n i k . k o d r a 8 4",
    "besnik.kodra 84@example.org", "besnik dot kodra84 et example dot org", "besnik.kodra84＠example．org",
    "besnik.kodra84&#64;example.org", "besnik.kodra84-at-example.org", "mailto:besnik.kodra84%40example.org",
    "besnik.kodra84 (tek) example.org", "besnik.kodra tetëdhjetë e katër @ example.org", "besnikkodra84",
    "besnik-kodra84@example.org", "besnik.kodra84 kthetër example.org", "besnik.kodra84@\nexample.org",
    "besnik.\nkodra84@example.org", "posta: besnik, pikë, kodra84, at, example, pikë, org",
)  # fmt: skip
DWELLINGS = (
    "rruga Bardhok Biba", "Bardhok Biba 12", "rr. B. Biba, pallati 12", "rrugën “Bardhok Biba”", "Rruga Bardhok-Biba",
    "BARDHOK BIBA", "pallati 12 shkalla 3", "pallati nr. 12, ap. 14", "pall 12/3/14", "P.12, Sh.3, Ap.14", "P12 Sh3 Ap14",
    "pallati dymbëdhjetë, shkalla tre", "pallati 12, kati i katërt", "ap 14 kati 4",
    "apartamenti katërmbëdhjetë, pallati dymbëdhjetë", "apartamenti 14 në pallatin 12", "hyrja 3, apartamenti 14",
    "pallati i dymbëdhjetë, shkalla e tretë", "shk.3 ap.14", "shkalla III, apartamenti 14", "kati IV, apartamenti 14",
    "në katin e 4-t, apartamenti 14", "kati 4-të i pallatit 12", "në katin e katërt të pallatit numër 12",
    "pallati #12, apartamenti #14", "Pallati 12 (shkalla 3)", "pallati 12; apartamenti 14", "bardhok biba", "rruga Bardhok Bibës",
    "rrugës së Bardhokut, afër Bibës", "Bardh ok Biba", "B. Biba", "building 12, apartment 14", "12th building, 4th floor",
    "entrance 3, flat 14", "floor four, flat fourteen", "Rr.BardhokBiba", "Rruga Bardok Biba", "pallati 12 dhe apartamenti 14",
    "dera 14 e pallatit 12",
)  # fmt: skip

#: Of Italy, Greece and Kosovo, without their codes: only what stands before them says what they are.
ABROAD = ("347 123 4567", "3471234567", "697 123 4567", "044 123 456")
TELEPHONES = (
    "tel. {}", "Telefoni i babait: {}", "tel. i babait {}", "Telefoni i nënës është {}", "telefonin e saj {}", "nr. tel. i gjyshes në Prishtinë {}",
    "viber {}", "celulari i tij është {}",
)  # fmt: skip
NO_TELEPHONES = (
    "Telefoni i shkollës kushton 12 345 678 lekë.", "Telefoni sipas vendimit 12345678 u ble.", "Linja e telefonit: kontrata 12345678.", "Televizori i shkollës kushton 12 345 678.",
    "Telefoni u mbyll më 12.11.2026.", "Banesa nr. 347 123 4567.",
)  # fmt: skip


@pytest.fixture
def mine(world):
    contact = {"phone": PHONE, "email": EMAIL, "address": ADDRESS}
    return world.complain(submitter={"role": "parent", "name": "Agim Topi", "contact": contact})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("spellings", [PHONES, EMAILS, DWELLINGS], ids=["telephone", "mail", "dwelling"])
def test_each_spelling_stops_at_every_door(world, mine, spellings, kind):
    some = spellings if kind == "act" else spellings[list(KINDS).index(kind) :: 9]
    texts = {one: f"Familja u njoftua në {one}, sipas dosjes së saj." for one in some}
    slipped = [one for one, text in texts.items() if not offer(world, [mine["id"]], "Kthimi", text, kind=kind)["stops"]]
    assert slipped == []


@pytest.mark.parametrize(
    "text",
    [
        "pallati 7, apartamenti njëzet e një",
        "Lagjja nr. 3, pll. 7",
        "lagjen 3, pallati shtatë",
        "apartamentin njëzet e një të pallatit 7",
    ],
)
def test_a_quarter_and_a_number_of_several_words_are_parts_of_a_dwelling(text):
    person = Person(address="Lagjja 3, Rruga Sulejman Delvina, pll. 7, ap. 21")
    assert Severity.STOP in {hit.severity for hit in places_in(f"Banon te {text}.", [person], PLACES)}


@pytest.mark.parametrize(
    "text",
    ["Në katin e tretë dhe në katin e katërt.", "Neni 12, pika 3, shkronja a.", "p. 12, k. 4 e ligjit", "Klasa 12, dera e vjetër, shkalla 9.", "Dy herë 12 nxënës, tri herë 14.",
     "Pallati i sportit, 12 nxënës dhe 4 mësues.", "Në 12 pallate dhe 14 banesa.", "Shkalla e pallatit është e prishur.", "Dyfishi i 7 është 14.", "Bardhi dhe bibat.",
     "Kati përdhes; 14 dhoma.", "Besniku nga kodra, 84 vjeç."],
)  # fmt: skip
def test_what_only_looks_like_it_stops_nothing(text):
    person = Person(phone=PHONE, email=EMAIL, address=ADDRESS)
    assert Severity.STOP not in {hit.severity for hit in places_in(text, [person], PLACES)}


def test_no_innocent_text_is_stopped_for_them():
    person = Person(phone=PHONE, email=EMAIL, address=ADDRESS)
    texts = innocent()[::5]
    stopped = [text for text in texts if Severity.STOP in {hit.severity for hit in places_in(text, [person], PLACES)}]
    assert stopped == []


#: Of anybody: no file holds them.
NUMBERS_SAID = (
    "Telefoni: zero gjashtëdhjetë e nëntë dyzet e një njëzet e shtatë shtatëdhjetë e shtatë tetë.", "06 nëntëdhjetë e katër 12 77 88",
    "zero gjashtë nëntë, dyzet e një, njëzet e shtatë, tetëdhjetë e tetë, nëntë", "06 94 12 77 88", "0 69 41 27 78 8", "J 91 02 15 76 K",
    "gjashtëdhjetë e nëntë katërqind e dymbëdhjetë shtatëdhjetë e shtatë tetëdhjetë e tetë",
    "zero sixty-nine four hundred and twelve seventy-seven eighty-eight", "J nëntëdhjetë e një, zero dy, pesëmbëdhjetë, shtatëdhjetë e gjashtë K",
    "plus treqind e pesëdhjetë e pesë gjashtëdhjetë e nëntë 412 7788", "numri personal J 91 zero dy 15 76 K",
    "zero gjashtëdhjetë e tetë e dyzet e një e njëzet e shtatë e shtatëdhjetë e tetë e nëntë",
    "zero gjashtdhet e nant katërdhet e nji njizet e shtat shtatdhet e shtat tet",
)  # fmt: skip


def test_a_number_of_anybody_with_tens_in_words_stops_at_every_door(world):
    slipped = [
        (kind, one) for kind in KINDS[::2] for one in NUMBERS_SAID if not offer(world, [], one, kind=kind)["stops"]
    ]
    assert slipped == []


@pytest.mark.parametrize(
    "text",
    ["Gjashtëdhjetë e nëntë për qind, dyzet e një për qind dhe njëzet e shtatë nxënës", "njëzet, tridhjetë, dyzet, pesëdhjetë, gjashtëdhjetë", "dy mijë e njëzet e gjashtë",
     "Klasa A tre, katër dhe pesë, klasa B", "zero gabime në dymbëdhjetë fletë"],
)  # fmt: skip
def test_other_numbers_of_several_words_stop_nothing(world, text):
    assert offer(world, [], text)["stops"] == 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_number_of_another_country_stops_where_it_is_said_whose_telephone_it_is(world, kind):
    texts = [f"Sipas dosjes: {told.format(number)}." for told in TELEPHONES for number in ABROAD]
    some = texts if kind == "act" else texts[list(KINDS).index(kind) :: 9]
    assert [text for text in some if not offer(world, [], "Kthimi", text, kind=kind)["stops"]] == []


@pytest.mark.parametrize("text", NO_TELEPHONES)
def test_an_amount_or_a_paper_about_a_telephone_is_no_number_of_one(world, text):
    assert offer(world, [], "Kthimi", text)["stops"] == 0
