"""The pages of what becomes of a complaint: prefilled joining, a case of the office's own, a new look, stepping back, questions."""

from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import (
    ComplaintDecided,
    ComplaintExclusionChanged,
    ComplaintReopened,
    ConfirmationAsked,
    ConfirmationGiven,
    InformationWanted,
    TipConverted,
)
from tests.intake.conftest import BASE, MUNICIPALITY, PARENT, delivery
from tests.intake.office import NAMELESS, add_body

STAFF = "/intake/staff/complaints"


@pytest.fixture
def officer(world):
    return world.as_staff("intake_officer")


def address(told, rest=""):
    return f"{STAFF}/{told['id']}{rest}"


def test_a_likely_duplicate_is_one_link_and_one_press_away_from_being_joined(world, officer):
    main, told = (world.complain(life_area="school") for _ in range(2))
    world.read(told["id"])
    page = officer.get(address(told)).text
    assert "Ankesa që ngjajnë" in page
    assert "i njëjti organ" in page
    link = f"{address(told)}?join={main['reference']}#decide"
    assert link in page
    filled = officer.get(link).text
    assert f'value="{main["reference"]}"' in filled
    form = {"outcome": "joined", "ground": "duplicate", "joined_to": main["reference"], "urgency": "normal"}
    assert officer.post(address(told, "/decision"), data=form).status_code == 303
    assert world.outbox(ComplaintDecided)[0]["joined_to"] == main["id"]


def test_a_tip_is_made_a_case_of_the_offices_own(world, officer):
    told = world.complain(**NAMELESS, life_area="school")
    world.read(told["id"])
    assert "Nisni çështjen vetë" in officer.get(address(told)).text
    refused = officer.post(address(told, "/decision"), data={"outcome": "admissible", "summary": "x", "rights": "28",
                                                             "bodies": [str(MUNICIPALITY)], "urgency": "normal"})  # fmt: skip
    assert refused.status_code == 422
    empty = officer.post(address(told, "/own-initiative"), data={})
    assert (empty.status_code, "Shkruani përmbledhjen" in empty.text) == (422, True)
    wrong = officer.post(address(told, "/own-initiative"), data={"own_summary": "Fakte", "own_rights": "99"})
    assert (wrong.status_code, "Shkruani nene të Konventës" in wrong.text) == (422, True)
    done = officer.post(address(told, "/own-initiative"), data={"own_summary": "Fakte", "own_rights": "28, 31"})
    assert done.status_code == 303
    assert world.outbox(TipConverted)[0]["rights"] == ["28", "31"]
    after = officer.get(address(told)).text
    assert "Me nismën e zyrës" in after
    assert "Nisni çështjen vetë" not in after


def test_whom_to_ask_about_a_barred_matter_is_offered_once_it_is_searched_for(world, officer):
    told, court = world.complain(), add_body(world, "court", "Gjykata Shembull")
    world.read(told["id"])
    assert "Kujt i kërkohet informacion" not in officer.get(address(told)).text
    assert "Kujt i kërkohet informacion" in officer.get(address(told, "?body=gjykata")).text
    form = {"outcome": "inadmissible", "ground": "pending_before_court", "summary": "Fakte", "rights": "9",
            "ask_authority": str(court), "urgency": "normal"}  # fmt: skip
    assert officer.post(address(told, "/decision"), data=form).status_code == 303
    assert world.outbox(InformationWanted)[0]["authority"] == str(court)
    assert "informacion i kërkohet: Gjykata Shembull." in officer.get(address(told)).text


def test_a_passed_on_complaint_shows_its_trace_and_is_looked_at_again(world, officer):
    told = world.complain(submitter={"role": "parent", "name": PARENT})
    world.decide(told["id"], outcome="redirected", redirect_to=str(MUNICIPALITY))
    page = officer.get(address(told)).text
    assert "Përcjellja" in page and "Bashkia Shembull" in page and "Ankuesi pyetet më" in page
    empty = officer.post(address(told, "/reopening"), data={})
    assert (empty.status_code, "Zgjidhni një arsye" in empty.text) == (422, True)
    assert officer.post(address(told, "/reopening"), data={"again": "body_silent"}).status_code == 303
    assert world.outbox(ComplaintReopened)[0]["reason"] == "body_silent"
    after = officer.get(address(told)).text
    assert "Vendimet një nga një" in after
    assert "Organi të cilit iu përcoll nuk u përgjigj" in after
    again = officer.post(address(told, "/reopening"), data={"again": "body_silent"}, follow_redirects=True)
    assert "zyra po punon ende" in again.text


def test_who_steps_back_finds_it_nowhere(world, officer):
    told = world.complain()
    empty = officer.post(address(told, "/stepping-back"), data={})
    assert (empty.status_code, "Shkruani arsyen" in empty.text) == (422, True)
    done = officer.post(address(told, "/stepping-back"), data={"wall_reason": "Kushëri"}, follow_redirects=True)
    assert "U tërhoqët" in done.text
    assert told["reference"] not in done.text
    assert officer.get(address(told)).status_code == 404
    assert len(world.outbox(ComplaintExclusionChanged)) == 1


def test_who_leads_says_on_a_page_who_does_not_see_it_and_reads_why(world, officer):
    told, me = world.complain(), world.staff["intake_officer"]
    leader, path = world.as_staff("approver"), address(told, "/exclusions")
    assert path not in officer.get(address(told)).text
    assert str(me)[:8] in officer.get(address(told)).text
    assert path in leader.get(address(told)).text
    assert "Të gjithë që punojnë" in leader.get(path).text
    empty = leader.post(path, data={})
    assert (empty.status_code, "Zgjidhni kush" in empty.text, "Shkruani arsyen" in empty.text) == (422, True, True)
    for wrong in ({"staff": str(uuid4())}, {"staff": "x"}, {"excluded": "perhaps"}, {"reason": "x" * 501}):
        form = {"staff": str(me), "excluded": "yes", "reason": "Kushëri"} | wrong
        assert leader.post(path, data=form).status_code == 422
    assert world.outbox(ComplaintExclusionChanged) == []

    def press(excluded, whom=me):
        form = {"staff": str(whom), "excluded": excluded, "reason": "Kushëri i palës"}
        return leader.post(path, data=form, follow_redirects=True)

    page = press("yes").text
    assert "Kushëri i palës" in page and str(me)[:8] in page
    assert officer.get(address(told)).status_code == 404
    assert "nuk e sheh as tani" in press("yes").text
    assert "E sheh përsëri" in press("no").text
    assert "Ky person e sheh këtë ankesë" in press("no").text
    assert officer.get(address(told)).status_code == 200
    away = press("yes", world.staff["approver"])
    assert (away.status_code, told["reference"] in away.text) == (200, False)
    assert leader.get(path).status_code == 404
    assert "Askush nga ata që drejtojnë" in world.as_staff("commissioner").post(
        address(told, "/stepping-back"), data={"wall_reason": "Kushëri"}, follow_redirects=True
    ).text  # fmt: skip


def test_joined_complaints_lead_to_each_other_on_the_page_and_are_listed_over_the_api(world, officer):
    main, one, other = (world.complain() for _ in range(3))
    for told in (one, other):
        world.decide(told["id"], outcome="joined", joined_to=main["id"])
    page = officer.get(address(main)).text
    for told in (one, other):
        assert f'href="{address(told)}"' in page and told["reference"] in page
        assert f'href="{address(main)}"' in officer.get(address(told)).text
    answer = world.client.get(f"{BASE}/complaints/{main['id']}", headers=world.bearer("approver")).get_json()
    assert [(found["id"], found["status"]) for found in answer["joined"]] == [
        (one["id"], "joined"), (other["id"], "joined"),
    ]  # fmt: skip


def test_the_page_says_which_way_the_ground_leaves_open(world, officer):
    told = world.complain()
    world.decide(told["id"], outcome="inadmissible", ground="no_public_body")
    page = officer.get(address(told)).text
    assert "Rruga që i tregohet" in page
    assert "ndihmë juridike falas" in page


def test_a_note_on_a_new_look_is_read_in_the_opened_file_alone(world, officer):
    told = world.complain()
    world.decide(told["id"], outcome="counselled")
    note = "Nëna solli një dokument të ri"
    officer.post(address(told, "/reopening"), data={"again": "new_facts", "again_note": note})
    assert note not in officer.get(address(told)).text
    opened = world.opened(told["id"])
    assert [one["note"] for one in opened.get_json()["reopenings"]] == [note]
    file = officer.get(address(told, "/file")).text
    assert "Shënime të zyrës" in file and note in file


def test_who_wrote_after_the_decision_stands_out_in_the_list(world, officer):
    told, _other = world.complain(), world.complain()
    world.decide(told["id"], outcome="counselled")
    visit = world.client
    visit.post("/intake/mine", data={"code": told["receipt_code"]})
    assert visit.post("/intake/mine/messages", data={"text": "Prapë jam këtu"}).status_code == 303
    listed = officer.get(f"{STAFF}?wrote_after_decision=true").text
    assert told["reference"] in listed and _other["reference"] not in listed
    assert "Shkroi pas vendimit" in listed
    assert "Ankuesi shkroi pas vendimit" in officer.get(address(told)).text


@pytest.mark.parametrize("said", ["yes", "partly", "no"])
def test_a_question_is_answered_with_one_of_three_buttons(world, said):
    told, question = world.complain(), uuid4()
    words = {
        "text_sq": "Dera hapet në pushim.",
        "text_en": "x",
        "institution_sq": "Shkolla Shembull",
        "institution_en": "x",
    }
    world.take(delivery(
        ConfirmationAsked, question, question_id=question, complaint_id=UUID(told["id"]), obligation_id=uuid4(),
        institution_id=MUNICIPALITY, round="first", asked=world.documents.put_json(words),
    ))  # fmt: skip
    visit = world.client
    visit.post("/intake/mine", data={"code": told["receipt_code"]})
    page = visit.get("/intake/mine").text
    assert "Dera hapet në pushim." in page
    for value in ("yes", "partly", "no"):
        assert f'value="{value}"' in page
    for form in ({}, {"question": "x", "answer": said}, {"question": str(question), "answer": "never"}):
        assert visit.post("/intake/mine/confirmations", data=form).status_code == 422
    assert world.outbox(ConfirmationGiven) == []
    for _ in range(2):
        answered = visit.post("/intake/mine/confirmations", data={"question": str(question), "answer": said})
        assert answered.status_code == 303
    assert [event["answer"] for event in world.outbox(ConfirmationGiven)] == [said]
    assert "Dera hapet në pushim." not in visit.get("/intake/mine").text
