"""Opening a file that is another's work: for a purpose, once another person agreed, for a while, and the complainant sees it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from services.intake import data
from services.intake.actions import openings
from services.intake.schemas.files import NewOpening
from shared.principal import Principal
from shared.rules import NotAllowed
from tests.intake.conftest import CHILD, WORDS
from tests.intake.office import add_staff, box, get, in_case, post

WHY = "Ankuesi kërkoi ta lexojë drejtuesi, Kanarina e di"


@pytest.fixture
def told(world):
    """A complaint on which the case officer works."""
    made = world.complain()
    in_case(world, made, "case_officer")
    return made


def ask(world, told, role="intake_officer", purpose="complainant_asked", reason=WHY):
    return post(world, f"{told['id']}/accesses", {"purpose": purpose, "reason": reason}, role)


def decide(world, told, asked, role="approver", *, approve=True):
    return post(world, f"{told['id']}/accesses/{asked.get_json()['id']}/decision", {"approve": approve}, role)


def test_who_does_not_work_on_it_opens_it_once_another_person_agreed(world, told):
    asked = ask(world, told)
    assert (asked.status_code, asked.get_json()["state"]) == (201, "asked")
    assert world.opened(told["id"]).status_code == 403, "asking opens nothing"
    decided = decide(world, told, asked).get_json()
    assert (decided["state"], decided["decided_by"]) == ("approved", str(world.staff["approver"]))
    assert world.opened(told["id"], reason="review").get_json()["narrative"] == WORDS
    (opening,) = world.rows("SELECT reason, access_id FROM opening")
    assert opening == {"reason": "complainant_asked", "access_id": UUID(decided["id"])}, "the purpose agreed to counts"


def test_it_holds_for_that_person_and_that_file_alone_and_for_reading_alone(world, told):
    other = world.complain()
    in_case(world, other, "case_officer")
    decide(world, told, ask(world, told))
    assert world.opened(told["id"], "commissioner").status_code == 403
    assert world.opened(other["id"]).status_code == 403
    assert world.opened(told["id"]).status_code == 201
    for path, body in (("messages", {"text": "x"}), ("decision", {"outcome": "counselled"}),
                       ("guardian-conflict", {"who": "guardian", "in_conflict": True})):  # fmt: skip
        assert post(world, f"{told['id']}/{path}", body).status_code == 403


def test_it_ends_after_as_many_minutes_as_the_data_file_says(world, vault, told):
    decide(world, told, ask(world, told))
    by = Principal("staff", world.staff["intake_officer"], frozenset({"intake_officer"}))

    def opens(after):
        moment = datetime.now(UTC) + timedelta(minutes=after)
        world.database.run(
            lambda s: openings.open_file(by, s, vault, UUID(told["id"]), NewOpening(reason="review"), now=moment)
        )

    opens(data.access_minutes() - 1)
    with pytest.raises(NotAllowed):
        opens(data.access_minutes() + 1)
    assert len(world.rows("SELECT 1 FROM opening")) == 1


def test_nobody_agrees_to_their_own_request_and_a_decision_stands(world, told):
    own = ask(world, told, "approver")
    refused = decide(world, told, own, "approver")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "access.own_request")
    assert decide(world, told, own, "commissioner", approve=False).get_json()["state"] == "refused"
    assert decide(world, told, own, "commissioner").get_json()["code"] == "already_decided"
    assert world.opened(told["id"], "approver").status_code == 403
    assert decide(world, told, ask(world, told), "case_officer").status_code == 403


def test_who_works_on_it_asks_nobody(world, told):
    refused = ask(world, told, "case_officer")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "access.not_needed")
    assert world.rows("SELECT 1 FROM access") == []


@pytest.mark.parametrize(
    "body", [{}, {"purpose": "curious", "reason": "x"}, {"purpose": "audit"}, {"purpose": "audit", "reason": "x" * 501}]
)
def test_without_a_purpose_of_the_list_and_a_reason_nothing_is_asked(world, told, body):
    assert post(world, f"{told['id']}/accesses", body).status_code == 422
    assert world.rows("SELECT 1 FROM access") == []


def test_the_complainant_sees_purpose_role_and_that_another_person_checked(world, told):
    world.opened(told["id"], "case_officer", "investigation")
    decide(world, told, ask(world, told))
    world.opened(told["id"])
    own, others = box(world, told)["openings"]
    assert (own["role"], own["checked"]) == ("case_officer", False)
    assert (others["role"], others["reason_text"], others["checked"]) == (
        "intake_officer", "sepse na e kërkoi ankuesi", True,
    )  # fmt: skip
    client = world.client
    client.post("/intake/mine", data={"code": told["receipt_code"]})
    assert client.get("/intake/mine").text.count("Para kësaj e kontrolloi një person tjetër") == 1


def test_the_reason_is_read_by_who_decides_and_by_who_asked_and_is_sealed(world, told):
    ask(world, told)
    for role, seen in (("approver", 1), ("intake_officer", 1), ("case_officer", 0)):
        items = get(world, f"{told['id']}/accesses", role).get_json()["items"]
        assert [one["reason"] for one in items] == [WHY] * seen
    assert WHY.encode() not in world.rows("SELECT reason_sealed AS s FROM access")[0]["s"]
    assert "anarin" not in str(world.rows("SELECT details FROM audit_entry"))


def test_each_step_is_in_the_trail(world, told):
    decide(world, told, ask(world, told))
    world.opened(told["id"])
    wanted = (
        "SELECT actor, action FROM audit_entry WHERE action LIKE 'access.%' OR action = 'complaint.opened' ORDER BY id"
    )
    officer, approver = (f"staff:{world.staff[role]}" for role in ("intake_officer", "approver"))
    assert world.rows(wanted) == [
        {"actor": officer, "action": "access.asked"},
        {"actor": approver, "action": "access.approved"},
        {"actor": officer, "action": "complaint.opened"},
    ]


def test_an_access_of_another_complaint_is_not_there(world, told):
    asked, other = ask(world, told), world.complain()
    assert decide(world, other, asked).status_code == 404
    missing = f"{told['id']}/accesses/{uuid4()}/decision"
    assert post(world, missing, {"approve": True}, "approver").status_code == 404


def test_it_goes_through_the_pages_from_one_person_to_another(world, told):
    officer, leader = world.as_staff("intake_officer"), world.as_staff("approver")
    page, file = (f"/intake/staff/complaints/{told['id']}{tail}" for tail in ("/accesses", "/openings"))
    assert page in officer.get(f"/intake/staff/complaints/{told['id']}").text
    assert officer.post(page, data={"purpose": "audit"}).status_code == 422
    assert officer.post(page, data={"purpose": "audit", "why": WHY}).status_code == 303
    assert page in leader.get("/intake/staff/accesses").text
    assert "/intake/staff/accesses" in leader.get("/intake/staff/complaints").text
    (row,) = world.rows("SELECT id FROM access")
    assert WHY in leader.get(page).text
    assert leader.post(f"{page}/{row['id']}/decision", data={"approve": "yes"}).status_code == 303
    assert "Asnjë kërkesë nuk pret" in leader.get("/intake/staff/accesses").text
    opened = officer.post(file, data={"reason": "review"})
    assert opened.status_code == 303
    shown = officer.get(opened.location)
    assert CHILD in shown.text
    again = officer.post(page, data={"purpose": "audit", "why": WHY}, follow_redirects=True)
    assert "mund ta hapni pa pyetur askënd" in again.text


def test_who_is_walled_off_neither_asks_nor_decides_nor_sees_it_wait(world, told):
    asked = ask(world, told)
    wall = {"staff_id": str(world.staff["approver"]), "excluded": True, "reason": "I afërm"}
    assert post(world, f"{told['id']}/exclusions", wall, "commissioner").status_code == 201
    assert decide(world, told, asked).status_code == 404
    assert told["reference"] not in world.as_staff("approver").get("/intake/staff/accesses").text
    assert told["reference"] in world.as_staff("commissioner").get("/intake/staff/accesses").text
    assert ask(world, told, "approver").status_code == 404


def test_what_an_erased_file_was_asked_for_is_erased_too(world, told):
    ask(world, told)
    with world.app.app_context():
        erased = ["erase-complaint", told["id"], "--by", "op-1", "--reason", "asked_by_child"]
        assert world.app.test_cli_runner().invoke(args=erased).exit_code == 0
    assert world.rows("SELECT reason_sealed AS s FROM access") == [{"s": None}]
    assert ask(world, told).get_json()["code"] == "erased"


def test_a_person_of_no_office_role_is_refused(world, told):
    _, headers = add_staff(world, "publisher")
    answer = world.client.post(
        f"/intake/api/v1/complaints/{told['id']}/accesses", json={"purpose": "audit", "reason": "x"}, headers=headers
    )
    assert answer.status_code == 403
    assert world.rows("SELECT 1 FROM access") == []
