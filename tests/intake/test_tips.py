"""Anonymous tips: what the office's policy makes of them, and the one step to a case of its own initiative."""

from uuid import UUID, uuid4

import pytest

from services.intake import data
from shared.events.catalogue import CaseClosed, CaseOpened, ComplaintDecided, TipConverted
from tests.intake import office
from tests.intake.conftest import ADMISSIBLE, CHILD, PARENT, SCHOOL, delivery
from tests.intake.office import NAMELESS, assign, box, fault, get

TIP = {"summary": "Disa fëmijë mbahen pas orarit në një klasë.", "rights": ["37.a"], "bodies": [str(SCHOOL)]}


def post(world, path, body, *who, **headers):
    """As whoever has read it: the office goes on alone with nothing that nobody read."""
    world.read(path.partition("/")[0])
    return office.post(world, path, body, *who, **headers)


@pytest.fixture
def policy(monkeypatch):
    """Choose what the office does with anonymous complaints, as an edit of the data file would."""

    def choose(value):
        document = data._document("grounds")
        policies = [
            entry | {"default": value} if entry["key"] == "anonymous_complaints" else entry
            for entry in document["policies"]
        ]
        changed = {**document, "policies": policies}
        kept = data._document
        monkeypatch.setattr(data, "_document", lambda name: changed if name == "grounds" else kept(name))

    return choose


@pytest.mark.parametrize("value", ["convert_to_tip", "refuse"])
def test_where_the_policy_forbids_it_no_anonymous_complaint_is_admitted(world, policy, value):
    policy(value)
    told = world.complain(**NAMELESS)
    refused = world.decide(told["id"], **ADMISSIBLE)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "anonymous_not_admissible")
    assert refused.get_json()["legal"][0] == "own_initiative"
    assert world.outbox(ComplaintDecided) == []


def test_where_the_policy_accepts_them_an_anonymous_complaint_is_one_like_any_other(world, policy):
    policy("accept")
    told = world.complain(**NAMELESS)
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201


@pytest.mark.parametrize("value", ["accept", "convert_to_tip", "refuse"])
def test_an_anonymous_complaint_becomes_a_case_of_the_offices_own_in_one_step(world, policy, value):
    policy(value)
    told = world.complain(**NAMELESS, life_area="school")
    answer = post(world, f"{told['id']}/own-initiative", TIP | {"urgency": "urgent"})
    assert answer.status_code == 201, answer.get_json()
    shown = answer.get_json()
    assert (shown["status"], shown["decision"]["outcome"]) == ("own_initiative", "own_initiative")
    assert [one["summary"] for one in shown["decisions"]] == [TIP["summary"]]
    (event,) = world.outbox(TipConverted)
    summary = event.pop("summary")
    assert event == {
        "complaint_id": told["id"], "reference": told["reference"], "rights": ["37.a"], "bodies": [str(SCHOOL)],
        "life_area": "school", "municipality": "bashkia-shembull", "urgency": "urgent",
    }  # fmt: skip
    assert world.documents.get_json(summary)["text"] == TIP["summary"]


def test_whoever_told_it_reads_what_became_of_it_in_plain_words(world):
    told = world.complain(submitter={"role": "child"}, child=None)
    world.decide(told["id"], outcome="inadmissible", ground="withdrawn")
    post(world, f"{told['id']}/own-initiative", TIP)
    shown, english = box(world, told), box(world, told, "en")
    assert (shown["status"]["code"], shown["next"]) == ("own_initiative", None)
    assert "Askush nuk e merr vesh kush na e tregoi" in shown["messages"][-1]["text"]
    assert "by ourselves" in english["messages"][-1]["text"]


def test_rule_13_a_child_that_gave_no_name_complains_and_is_no_tip(world):
    child = world.complain(submitter={"role": "child"}, child=None)
    assert get(world, child["id"]).get_json()["anonymous"] is True
    refused = post(world, f"{child['id']}/own-initiative", TIP)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "not_a_tip")
    assert refused.get_json()["legal"] == ["decision"]
    url, officer = f"/intake/staff/complaints/{child['id']}", world.as_staff("intake_officer")
    assert "/own-initiative" not in officer.get(url).text
    for_its_name = {"outcome": "inadmissible", "ground": "anonymous_not_allowed"}
    assert fault(world.decide(child["id"], **for_its_name)) == (422, "not_anonymous", "/ground")
    page = officer.post(f"{url}/decision", data=for_its_name | {"urgency": "normal"})
    assert (page.status_code, 'href="#ground"' in page.text) == (422, True)
    assert world.outbox(ComplaintDecided) == world.outbox(TipConverted) == []
    assert world.decide(child["id"], **ADMISSIBLE).status_code == 201
    assert box(world, child)["status"]["code"] == "admissible"


def test_nobody_who_gave_a_name_is_refused_for_want_of_one(world):
    named, nameless = world.complain(submitter={"role": "parent", "name": PARENT}), world.complain(**NAMELESS)
    for_the_name = {"outcome": "inadmissible", "ground": "anonymous_not_allowed"}
    assert fault(world.decide(named["id"], **for_the_name)) == (422, "not_anonymous", "/ground")
    assert world.decide(nameless["id"], **for_the_name).status_code == 201


@pytest.mark.parametrize("ground", ["anonymous_not_allowed", "withdrawn"])
def test_the_office_may_go_on_by_itself_after_a_complaint_ended_for_want_of_a_complainant(world, ground):
    told = world.complain(**NAMELESS)
    assert world.decide(told["id"], outcome="inadmissible", ground=ground).status_code == 201
    assert post(world, f"{told['id']}/own-initiative", TIP).status_code == 201
    kept = get(world, told["id"]).get_json()["decisions"]
    assert [(one["outcome"], one["ground"]) for one in kept] == [("inadmissible", ground), ("own_initiative", None)]


def test_a_complainant_who_can_be_answered_gets_a_decision_instead(world):
    undecided, refused = world.complain(), world.complain()
    world.decide(refused["id"], outcome="inadmissible", ground="manifestly_unfounded")
    for told, legal in ((undecided, ["decision"]), (refused, ["reopening"])):
        answer = post(world, f"{told['id']}/own-initiative", TIP)
        assert (answer.status_code, answer.get_json()["code"], answer.get_json()["legal"]) == (409, "not_a_tip", legal)
    assert world.outbox(TipConverted) == []


def test_a_tip_that_is_reopened_after_its_case_ended_goes_back_to_that_case(world):
    told, case = world.complain(**NAMELESS), uuid4()
    post(world, f"{told['id']}/own-initiative", TIP)
    of_case = {"case_id": case, "number": "C-2026-00001-5", "complaints": [UUID(told["id"])]}
    world.take(
        delivery(CaseOpened, case, 1, **of_case, origin="own_initiative", rights=["37.a"], bodies=[]),
        delivery(CaseClosed, case, 2, **of_case, outcome="no_violation"),
    )
    assign(world, case, "case_officer", sequence=3)
    assert post(world, f"{told['id']}/reopening", {"reason": "new_facts"}, "case_officer").status_code == 201
    assert post(world, f"{told['id']}/own-initiative", TIP).get_json()["code"] == "in_case"
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    assert world.outbox(ComplaintDecided)[0]["outcome"] == "admissible"


def test_it_is_done_once(world):
    told = world.complain(**NAMELESS)
    first = post(world, f"{told['id']}/own-initiative", TIP, **{"Idempotency-Key": "k"})
    again = post(world, f"{told['id']}/own-initiative", TIP, **{"Idempotency-Key": "k"})
    other = post(world, f"{told['id']}/own-initiative", TIP)
    assert (first.get_json(), other.get_json()["code"]) == (again.get_json(), "in_case")
    assert len(world.outbox(TipConverted)) == 1


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"summary": ""}, "/summary"), ({"summary": None}, "/summary"), ({"rights": []}, "/rights"),
        ({"rights": ["99"]}, "/rights/0"), ({"rights": ["28", "28"]}, "/rights/1"), ({"bodies": ["x"]}, "/bodies/0"),
        ({"bodies": [str(uuid4())]}, "/bodies/0"), ({"urgency": "very"}, "/urgency"), ({"ground": "x"}, "/ground"),
    ],
)  # fmt: skip
def test_a_faulty_tip_is_refused_by_name(world, change, pointer):
    told = world.complain(**NAMELESS)
    answer = post(world, f"{told['id']}/own-initiative", TIP | change)
    assert answer.status_code == 422, answer.get_json()
    assert pointer in {one["pointer"] for one in answer.get_json()["errors"]}
    assert world.outbox(TipConverted) == []


def test_a_memo_that_names_someone_is_refused(world):
    told = world.complain(submitter={"role": "parent"}, child={"name": CHILD})
    answer = post(world, f"{told['id']}/own-initiative", TIP | {"summary": "Zanafilla u mbajt në klasë."})
    assert fault(answer) == (422, "summary_names_person", "/summary")


def test_where_the_policy_admits_nameless_complaints_the_forms_say_that_no_name_is_needed(world, policy):
    policy("accept")
    told = world.complain(**NAMELESS)
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    assert "cannot accept it as a complaint" not in world.client.get("/intake/complain?lang=en").text
    assert "You do not need a name, an account" in world.client.get("/intake/?lang=en").text
