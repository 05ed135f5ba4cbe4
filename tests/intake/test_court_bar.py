"""A matter that a court or a prosecutor has bars the case, and leaves it possible to ask them for information (rule 12)."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from services.intake import data
from shared.events.catalogue import ELSEWHERE, CaseClosed, CaseOpened, ComplaintDecided, InformationWanted
from tests.intake.conftest import SCHOOL, delivery
from tests.intake.office import add_body, box, fault, get

BARRED = {
    "outcome": "inadmissible",
    "ground": "pending_before_court",
    "summary": "Një proces për kujdestarinë është në gjykatë.",
    "rights": ["9"],
}


@pytest.mark.parametrize("ground", ELSEWHERE)
@pytest.mark.parametrize("authority_class", ["court", "prosecution", "judicial_oversight"])
def test_a_barred_matter_may_still_be_asked_about(world, ground, authority_class):
    told, authority = world.complain(life_area="family"), add_body(world, authority_class)
    answer = world.decide(told["id"], **BARRED | {"ground": ground, "ask_authority": str(authority)})
    assert answer.status_code == 201, answer.get_json()
    assert (answer.get_json()["status"], answer.get_json()["decisions"][0]["authority"]) == (
        "inadmissible", str(authority),
    )  # fmt: skip
    (event,) = world.outbox(InformationWanted)
    summary = event.pop("summary")
    assert event == {
        "complaint_id": told["id"], "reference": told["reference"], "authority": str(authority), "elsewhere": ground,
        "rights": ["9"], "life_area": "family", "municipality": "bashkia-shembull", "urgency": "normal",
    }  # fmt: skip
    assert world.documents.get_json(summary)["summary"] == BARRED["summary"]
    assert world.outbox(ComplaintDecided)[0]["outcome"] == "inadmissible"


def test_the_complainant_reads_the_ground_and_the_way_all_the_same(world):
    told, court = world.complain(), add_body(world, "court")
    world.decide(told["id"], **BARRED | {"ask_authority": str(court)})
    (message,) = box(world, told)["messages"]
    assert "Për këtë po vendos një gjykatë" in message["text"]


def test_who_complained_is_told_that_they_are_asked_and_not_that_the_office_investigates(world):
    main, joined, court = world.complain(), world.complain(), add_body(world, "court")
    world.decide(joined["id"], outcome="joined", joined_to=main["id"])
    world.decide(main["id"], **BARRED | {"ask_authority": str(court)})
    case = uuid4()
    of_case = {"case_id": case, "number": "C-2026-00001-5", "complaints": [UUID(main["id"]), UUID(joined["id"])]}
    opened = delivery(CaseOpened, case, 1, **of_case, origin="complaint", rights=["9"], bodies=[])
    world.take(opened, opened)
    for told in (main, joined):
        shown = box(world, told)
        kinds = [one["kind"] for one in shown["messages"]]
        assert (shown["status"]["code"], kinds.count("information_wanted")) == ("inadmissible", 1)
        assert "case_opened" not in kinds
        assert "Do t’i pyesim si po ecën" in str(shown["messages"])
        assert get(world, told["id"]).get_json()["case"]["number"] == "C-2026-00001-5"
    world.take(delivery(CaseClosed, case, 2, **of_case, outcome="pending_before_court"))
    assert box(world, main)["status"]["code"] == "closed"


def test_without_anyone_to_ask_there_is_no_summary_and_no_case(world):
    told = world.complain()
    assert world.decide(told["id"], outcome="inadmissible", ground="pending_before_court").status_code == 201
    assert world.outbox(InformationWanted) == []


def test_a_ground_without_an_authority_that_has_the_matter_leaves_nobody_to_ask(world):
    court = str(add_body(world, "court"))
    barred = [key for key, ground in data.ground_entries().items() if "inadmissible" in ground["outcomes"]]
    for ground in sorted(set(barred) - set(ELSEWHERE) - {"too_old"}):
        told = world.complain()
        answer = world.decide(told["id"], **BARRED | {"ground": ground, "ask_authority": court})
        assert fault(answer) == (422, "information_not_possible", "/ask_authority"), ground
    assert world.outbox(InformationWanted) == []


@pytest.mark.parametrize("outcome", ["counselled", "admissible"])
def test_it_goes_with_a_refusal_only(world, outcome):
    told, court = world.complain(), add_body(world, "court")
    decision = BARRED | {"outcome": outcome, "ask_authority": str(court), "bodies": [str(SCHOOL)]}
    if outcome == "admissible":
        decision |= {"ground": None}
    assert world.decide(told["id"], **{k: v for k, v in decision.items() if v is not None}).status_code == 422


@pytest.mark.parametrize(
    ("change", "code", "pointer"),
    [
        ({"summary": None}, "missing", "/summary"),
        ({"rights": []}, "missing", "/rights"),
        ({"ask_authority": str(uuid4())}, "institution_unknown", "/ask_authority"),
        ({"ask_authority": str(SCHOOL)}, "no_authority", "/ask_authority"),
    ],
)
def test_what_is_missing_or_is_no_authority_is_refused_by_name(world, change, code, pointer):
    told, court = world.complain(), add_body(world, "court")
    decision = BARRED | {"ask_authority": str(court)} | change
    answer = world.decide(told["id"], **{name: value for name, value in decision.items() if value is not None})
    assert fault(answer) == (422, code, pointer)
    assert world.outbox(InformationWanted) == world.outbox(ComplaintDecided) == []


def test_a_court_that_is_no_more_is_not_asked(world):
    told, court = world.complain(), add_body(world, "court", active=False)
    answer = world.decide(told["id"], **BARRED | {"ask_authority": str(court)})
    assert fault(answer) == (422, "institution_inactive", "/ask_authority")


def test_the_grounds_that_leave_somebody_to_ask_are_those_of_the_event():
    today = data.grounds_on(date(2026, 11, 25))
    assert {key for key, ground in today.items() if ground.elsewhere} == set(ELSEWHERE)
