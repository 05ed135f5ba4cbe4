"""A name or a number that mark-up, escapes or invisible characters cut in pieces is found where whoever approves the text sees it."""

import pytest

from services.intake.actions.comparing import places_in
from services.intake.domain.hits import Severity
from services.intake.domain.names import Person
from tests.intake.test_comparing import offer
from tests.intake.test_names_measured import PLACES

CHILD = Person(name="Ëngjëllushe Kodra", phone="069 123 4567")
HALVES = (
    "*Ëngjë*llushe", "**Ëngjë**llushe", "_Ëngjë_llushe", "`Ëngjë`llushe", "==Ëngjë==llushe", "Ëngjë *llushe*", "*Ëngjë* _llushe_", "“Ëngjë”llushe",
    "[Ëngjë](https://example.org)llushe", "Ëngjë![](a.png)llushe", "Ëngjë[^1]llushe", "[B]Ëngjë[/B]llushe", "Ëngj<b>ëll</b>ushe", "Ëngjë<span\nclass='x'>llushe</span>",
    "Ëngjë<!-- a -->llushe", "Ëngjë<wbr>llushe", "Ëngjë&lt;wbr&gt;llushe", "&lt;b&gt;Ëngjë&lt;/b&gt;llushe", "Ëng<jë>llushe", "Ëngj&amp;euml;llushe", "Ëngj&amp;amp;#235;llushe",
    "Ëngj&#235llushe", "Ëngj&eumlllushe", "Ëngjë&shy;llushe", "Ëngjë&ZeroWidthSpace;llushe", "Ëngjë&#00000000173;llushe", "Ëngjë\u00adllushe", "Ëngjë\u200bllushe",
    "Ëngjë\u2028llushe", "Ë\u0332n\u0332g\u0332jëllushe", "\u202eehsullëjgnË\u202c",  "Ëngjë\nllushe", "Ëngjë-\nllushe", "Ëngjë\\\nllushe", "Ëngjë\n> llushe", "ëngjë\nllushe",
    "ËNGJË\nLLUSHE", "Ëngjë<br>llushe",
    "ehsullëjgnË",
)  # fmt: skip
HIDDEN = ("<https://example.org/Ëngjëllushe-Kodra>", "<img alt='Ëngjëllushe'>", '<a href="#" title="Ëngjëllushe Kodra">këtu</a>', "[këtu](Ëngjëllushe)", "<!-- Ëngjëllushe -->",
          "![Ëngjëllushe](a.png)", "<Ëngjëllushe>", "[url=Ëngjëllushe]këtu[/url]")  # fmt: skip
NUMBERS = ("7654321960", "765 43 21 960", "7654-321-960", "**069** 123 4567", "069<b>123</b>4567", "[069](a) 123 4567", "069;123;4567", "O69.l23.4567", "7654321-96-553+",
           "J;51203123;K", "J I 0 5 1 2 O 3 4 K", "K32130215J")  # fmt: skip


def stops(text, persons=(CHILD,)):
    return [text[hit.start : hit.end] for hit in places_in(text, persons, PLACES) if hit.severity is Severity.STOP]


@pytest.mark.parametrize("written", HALVES)
def test_a_name_in_pieces_stops_at_its_place(written):
    text = f"U tha se {written} nuk erdhi."
    [place] = stops(text)
    assert place in written and {place[0].casefold(), place[-1].casefold()} & {"ë", "e", "&", "n", ">"}


@pytest.mark.parametrize("written", HIDDEN)
def test_so_does_one_that_only_the_source_of_the_text_holds(written):
    assert [place for place in stops(f"Shihni {written} për më shumë.") if place in written]


@pytest.mark.parametrize("written", NUMBERS)
def test_a_number_of_anybody_stops_backwards_and_with_any_sign_between(written):
    assert stops(f"Shkruani {written}, pastaj prisni.", ())


def test_that_of_the_file_stops_backwards_too():
    assert stops("Lexoni 7654 32 19 nga fundi.") and stops("Lexoni 7654-32-19 nga fundi.")


@pytest.mark.parametrize(
    "text",
    ["Fondi është 1 534 567 960 lekë për vitin.", "Të ardhurat: 8876540960 euro.", "Shihni [ligjin](https://qbz.gov.al/eli/ligj/2017/02/23/18-2017) dhe <b>nenin 5</b>.",
     "Rekomandohet *menjëherë* masa **e parë** dhe _e dyta_.", "A < B dhe C > D, 3 < 5.", "Vitet 2019/2020/2021 dhe nenet 28; 29; 30."],
)  # fmt: skip
def test_what_is_none_stops_nothing(text):
    assert stops(text) == []


@pytest.mark.parametrize("kind", ["act", "message", "public_version", "gap"])
def test_a_child_of_another_file_is_found_in_pieces_at_every_door(world, kind):
    world.complain(child={"name": "Ëngjëllushe Kodra", "age": 9})
    mine = world.complain()
    for written in HALVES[::6]:
        told = offer(world, [mine["id"]], f"U tha se {written} Kodra nuk erdhi.", kind=kind)
        assert told["stops"], written
    assert offer(world, [mine["id"]], "Shihni <!-- Ëngjëllushe Kodra --> për më shumë.", kind=kind)["stops"]
