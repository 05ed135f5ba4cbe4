"""What the cases service is to send out is compared with the sealed files, and only places go back."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import DraftChecked, DraftOffered, RecommendationIssued
from shared.events.documents.cases import OfferedPart, OfferedText
from tests.intake.conftest import BASE, CHILD, PARENT, SCHOOL, delivery

FIRST, FAMILY = CHILD.split()
KINDS = ("act", "rung_letter", "message", "public_version", "gap")


def offer(world, complaints, *texts, kind="act", addressees=(), apart=()):
    """What is told about a text of these parts."""
    check, text = uuid4(), OfferedText(parts=tuple(OfferedPart(name=f"part.{n}", text=t) for n, t in enumerate(texts)))
    offered = {
        "check_id": check, "text_id": check, "kind": kind, "content_hash": "a" * 64, "text": world.documents.keep(text),
        "complaints": tuple(UUID(one) for one in complaints), "bodies": (SCHOOL,), "addressees": addressees, "apart": apart,
    }  # fmt: skip
    world.take(delivery(DraftOffered, check, **offered))
    [told] = [one for one in world.outbox(DraftChecked) if one["check_id"] == str(check)]
    return told


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_of_the_file_stops_a_text_of_every_kind_and_only_its_place_is_told(world, kind):
    told = world.complain()
    found = offer(world, [told["id"]], "Kthimi në shkollë", f"Fëmija {FIRST}s iu mohua mësimi.", kind=kind)
    assert (found["stops"], found["kind"], found["content_hash"]) == (1, kind, "a" * 64)
    [place] = found["places"]
    assert place == {"part": 1, "start": 7, "end": 17, "kind": "name", "severity": "stop"}
    assert FIRST.lower() not in str(found).lower()


def test_each_of_many_spellings_stops(world):
    told = world.complain(submitter={"role": "parent", "name": PARENT, "contact": {"phone": "+355692345678"}})
    texts = (
        f"Nëna e {FIRST[:-1]}ës", f"{FIRST[0]}. {FAMILY[0]}.", "Testatrikut i thanë", f"familja {FAMILY.upper()}", "069 234 5678",
        f"{FAMILY[:4]}-\n{FAMILY[4:]}", f"{FIRST}{FAMILY}",
    )  # fmt: skip
    for text in texts:
        assert offer(world, [told["id"]], text)["stops"] >= 1, text


def test_a_text_that_names_nobody_has_no_hit(world):
    told = world.complain()
    found = offer(
        world, [told["id"]], "Të sigurohet ngrohja në Shkollën Shembull.", "Nga ana e shkollës nuk pati përgjigje."
    )
    assert (found["stops"], found["questions"], found["places"]) == (0, 0, [])


def test_people_of_a_joined_complaint_are_looked_for_too(world):
    first, second = (
        world.complain(),
        world.complain(submitter={"role": "child", "name": "Perlina Shkodrani"}, child=None),
    )
    world.decide(
        first["id"], outcome="admissible", summary="Një ngjarje në shkollë.", rights=["28.2"], bodies=[str(SCHOOL)]
    )
    joined = world.decide(second["id"], outcome="joined", joined_to=first["id"])
    assert joined.status_code == 201, joined.get_json()
    assert offer(world, [first["id"]], "U dëgjua Perlinës.")["stops"] == 1


def test_an_informant_whom_only_the_words_name_is_found_by_both_names(world):
    told = world.complain(narrative="Më tregoi Valdete Zogolli çfarë ndodhi.")
    assert offer(world, [told["id"]], "Dëshmitarja Valdete Zogollit u pyet.")["stops"] == 1
    assert offer(world, [told["id"]], "Dëshmitarja Valdete u pyet.")["stops"] == 0


def test_a_name_that_two_people_released_to_every_addressee_does_not_stop(world):
    told, act = world.complain(), uuid4()
    issued = {
        "recommendation_id": act, "case_id": uuid4(), "number": "R-2026-00014-7", "kind": "remedy", "content_hash": "b" * 64,
        "items": [], "complaints": [UUID(told["id"])],
        "addressees": [{"institution_id": SCHOOL, "role": "responsible", "expects": "reply", "rendering": "c" * 64}],
    }  # fmt: skip
    world.take(delivery(RecommendationIssued, act, **issued))
    url = f"{BASE}/complaints/{told['id']}/releases"
    new = {
        "recommendation_id": str(act),
        "institution_id": str(SCHOOL),
        "data": ["child_name", "submitter_name"],
        "reason": "Duhet",
    }
    asked = world.client.post(url, json=new, headers=world.bearer("case_officer"))
    assert asked.status_code == 201, asked.get_json()
    decided = f"{url}/{asked.get_json()['id']}/decision"
    assert world.client.post(decided, json={"release": True}, headers=world.bearer("commissioner")).status_code in {
        200,
        201,
    }
    text = f"Nxënësja {FIRST} të kthehet."
    to_school = offer(world, [told["id"]], text, addressees=(SCHOOL,))
    assert (to_school["stops"], [place["severity"] for place in to_school["places"]]) == (0, ["released"])
    assert offer(world, [told["id"]], text, addressees=(SCHOOL, uuid4()))["stops"] == 1
    assert offer(world, [told["id"]], text)["stops"] == 1


def test_what_nobody_complained_about_is_looked_at_for_numbers_alone(world):
    found = offer(world, [], "Telefononi 069 234 5678.")
    assert [place["kind"] for place in found["places"]] == ["number"]


def test_a_text_full_of_names_is_told_in_one_event(world):
    told = world.complain()
    found = offer(world, [told["id"]], f"{FIRST} dhe të tjerë. " * 150)
    assert (found["stops"], len(found["places"])) == (150, 100)
