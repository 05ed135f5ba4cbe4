"""A name whose halves stand in two texts to the same reader, and a number that stands in several fields of one."""

from uuid import uuid4

import pytest

from shared.events.catalogue import DraftChecked, DraftOffered
from shared.events.documents.cases import OfferedPart, OfferedText
from tests.intake.conftest import SCHOOL, delivery
from tests.intake.test_comparing import KINDS, offer

PHONE = "+355 69 345 6789"


def words(world, *texts):
    return world.documents.keep(
        OfferedText(parts=tuple(OfferedPart(name=f"part.{n}", text=t) for n, t in enumerate(texts)))
    )


def offer_after(world, earlier, text, kind="act"):
    """What is told about a text whose readers have the `earlier` ones."""
    check = uuid4()
    offered = {
        "check_id": check, "text_id": check, "kind": kind, "content_hash": "a" * 64, "text": words(world, text), "complaints": (),
        "bodies": (SCHOOL,), "addressees": (SCHOOL,), "before": tuple(words(world, one) for one in earlier),
    }  # fmt: skip
    world.take(delivery(DraftOffered, check, **offered))
    [told] = [one for one in world.outbox(DraftChecked) if one["check_id"] == str(check)]
    return told


@pytest.fixture
def child(world):
    return world.complain(submitter={"role": "parent"}, child={"name": "Arbën Hoxhaj", "age": 12})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Nxënësi Arbën mungonte në shkollë.", "Familja Hoxhaj u ankua përsëri."),
        ("U dëgjua zonja nga familja Hoxhaj.", "Sa ditë mungoi Arbëni?"),
        ("Ju shkruajmë për Arbënin.", "Shtëpia e Hoxhajve është larg."),
    ],
)
def test_the_second_half_of_a_name_is_stopped_where_its_reader_has_the_first(world, child, kind, first, second):
    assert offer_after(world, [], first, kind)["stops"] == 0
    told = offer_after(world, ["Një letër tjetër.", first], second, kind)
    assert told["stops"] == 1
    [place] = [one for one in told["places"] if one["severity"] == "stop"]
    assert place["part"] == 0 and second[place["start"] : place["end"]].startswith(("Hoxhaj", "Arbën"))


def test_what_was_explained_in_an_earlier_letter_names_nobody(world, child):
    earlier = ["Nxënësi Arbën Shehu u dëgjua.", "Nxënësi Ilir Hoxhaj u dëgjua."]
    assert offer_after(world, earlier, "Arbën tha se nuk erdhi.")["stops"] == 0
    assert offer_after(world, ["Letra për shkollën.", "Afati mbaroi."], "Familja Hoxhaj u ankua.")["stops"] == 0


def test_a_full_name_in_an_earlier_letter_is_no_stop_of_a_later_one(world, child):
    assert offer_after(world, ["Arbën Hoxhaj mungonte."], "Sa ditë zgjati mungesa?")["stops"] == 0


@pytest.mark.parametrize(
    "fields",
    [
        ("J", "1234", "5678", "K"),
        ("Rasti J1", "23 45", "67", "8K mungon"),
        ("Kërkesë J", "", "123 45", "678 K"),
        ("Rasti 069", "20", "12", "345"),
        ("Telefoni është 06", "92", "01", "2345."),
        ("Telefononi në +355", "69", "20 12", "345"),
        ("069 është fillimi", "vazhdon 20", "pastaj 12", "në fund 345"),
    ],
)
def test_a_number_of_anybody_over_four_fields_is_found_in_each(world, fields):
    told = offer(world, [], *fields)
    assert told["stops"] == sum(bool(field) for field in fields)
    assert {place["kind"] for place in told["places"]} == {"number"}


def test_that_of_the_file_is_found_whatever_words_stand_between(world):
    submitter = {"role": "parent", "name": "Agim Topi", "contact": {"phone": PHONE}}
    told, long = world.complain(submitter=submitter), "Shkolla nuk u përgjigj me shkrim as herën tjetër. " * 3
    fields = (f"Rasti 069 {long}", f"{long} 34", f"{long}5{long}", "67 dhe 89")
    assert offer(world, [told["id"]], *fields)["stops"] >= 4
    assert offer(world, [], *fields)["stops"] == 0


@pytest.mark.parametrize(
    "fields",
    [
        ("Rekomandim nr. 18", "2017 dhe neni 28", "Brenda 30 ditëve", "Vendimi 578"),
        ("Klasa 9 A", "12345678 lekë", "B. Neni 4", "30 ditë"),
        ("Dosja 067", "viti 2025", "neni 123", "pika 4"),
        ("Mungesat 12", "34", "56", "78 ditë"),
    ],
)
def test_figures_of_several_fields_are_no_number_of_anybody(world, fields):
    assert offer(world, [], *fields)["stops"] == 0
