"""A person with a conflict of interest does not learn that the complaint is there: by no list, count, page or address."""

import re
from uuid import UUID, uuid4

import pytest

from shared.events.catalogue import CaseExclusionChanged, CaseOpened, ComplaintExclusionChanged
from tests.intake.conftest import ADMISSIBLE, BASE, SCHOOL, delivery
from tests.intake.office import add_staff, get, post

REASON = "Fëmija është i afërm i tij"
ROUTE = re.compile(r"<(?:uuid:)?(\w+)>")


def exclude(world, told, staff_id, role="approver", *, excluded=True):
    return post(
        world, f"{told['id']}/exclusions", {"staff_id": str(staff_id), "excluded": excluded, "reason": REASON}, role
    )


@pytest.fixture
def told(world):
    return world.complain(urgency={"in_danger_now": True}, life_area="school")


@pytest.fixture
def shut_out(world, told):
    """The case officer, from that complaint."""
    answer = exclude(world, told, world.staff["case_officer"])
    assert answer.status_code == 201, answer.get_json()
    return "case_officer"


def routes_of_a_complaint(world):
    """Every route for staff with a complaint in its address."""
    for rule in world.app.url_map.iter_rules():
        access = world.app.view_functions[rule.endpoint].access
        if "complaint_id" in rule.arguments and "staff" in access.kinds:
            for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
                yield method, rule.rule


#: Of the routes behind a complaint's address: what they take, so that no answer is about the body.
BODIES = {
    "accesses": {"purpose": "audit", "reason": "x"},
    "accesses/<uuid:access_id>/decision": {"approve": False},
    "handovers": {"account": "Rruga nuk ka ndriçim."},
    "handovers/<uuid:handover_id>/decision": {"approve": False},
    "openings": {"reason": "admissibility"},
    "decision": {"outcome": "counselled"},
    "messages": {"text": "x"},
    "profile": {},
    "guardian-conflict": {"in_conflict": True},
    "own-initiative": {"summary": "Fakte", "rights": ["28"]},
    "reopening": {"reason": "our_error"},
    "exclusions": {"staff_id": str(uuid4()), "excluded": True, "reason": "x"},
    "releases/<uuid:release_id>/decision": {"release": True},
    "releases": {
        "recommendation_id": str(uuid4()), "institution_id": str(SCHOOL), "data": ["child_name"], "reason": "x",
    },
}  # fmt: skip


def ask(world, method, rule, complaint_id, role):
    path = ROUTE.sub(lambda found: complaint_id if found[1] == "complaint_id" else str(uuid4()), rule)
    if "/api/" in rule:
        body = BODIES[rule.split("<uuid:complaint_id>/")[1]] if method == "POST" else None
        return world.client.open(path, method=method, json=body, headers=world.bearer(role))
    form = {"outcome": "counselled", "reason": "admissibility", "text": "x"} if method == "POST" else None
    return world.as_staff(role).open(path, method=method, data=form)


def test_no_address_of_the_complaint_answers_otherwise_than_for_one_that_is_not_there(world, told):
    """By the role that may call all of them."""
    exclude(world, told, world.staff["approver"], "commissioner")
    walked = list(routes_of_a_complaint(world))
    assert len(walked) > 15
    wrong = {}
    for method, rule in walked:
        mine, nobodys = (ask(world, method, rule, one, "approver") for one in (told["id"], str(uuid4())))
        if (mine.status_code, nobodys.status_code) != (404, 404) or told["reference"] in mine.text:
            wrong[f"{method} {rule}"] = (mine.status_code, nobodys.status_code)
    assert wrong == {}
    assert world.rows("SELECT 1 FROM opening") == world.rows("SELECT 1 FROM decision") == []


def listed(world, role, query=""):
    page = world.client.get(f"{BASE}/complaints{query}", headers=world.bearer(role)).get_json()
    return [item["id"] for item in page["items"]]


@pytest.mark.parametrize("query", ["", "?status=received", "?first_look=waiting", "?urgency=immediate_danger"])
def test_no_list_shows_it(world, told, shut_out, query):
    assert listed(world, "approver", query) == [told["id"]]
    assert listed(world, shut_out, query) == []


@pytest.mark.parametrize("path", ["/intake/staff/complaints", "/intake/staff/complaints?status=received"])
def test_no_page_shows_it(world, told, shut_out, path):
    assert told["reference"] in world.as_staff("approver").get(path).text
    assert told["reference"] not in world.as_staff(shut_out).get(path).text


def test_no_figure_counts_it(world, told, shut_out):
    def complaints(role):
        answer = world.client.get(f"{BASE}/figures", headers=world.bearer(role))
        assert answer.status_code == 200, answer.get_json()
        (one,) = [figure for figure in answer.get_json()["figures"] if figure["key"] == "counselling_and_complaints"]
        return {part["key"]: part["count"] for part in one["parts"]}["complaints"]

    assert (complaints("approver"), complaints(shut_out)) == (1, 0)


def test_it_is_proposed_to_nobody_who_is_shut_out_and_cannot_be_joined_to(world, told, shut_out):
    other = world.complain(life_area="school")
    assert len(get(world, f"{other['id']}/likely-duplicates", "approver").get_json()["items"]) == 1
    assert get(world, f"{other['id']}/likely-duplicates", shut_out).get_json()["items"] == []
    body = {"outcome": "joined", "joined_to": told["id"]}
    refused = post(world, f"{other['id']}/decision", body, shut_out)
    assert refused.get_json()["errors"][0]["code"] == "complaint_unknown"


def test_others_work_on_and_whoever_let_them_in_again_did_so_by_name(world, told, shut_out):
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201
    assert exclude(world, told, world.staff[shut_out], excluded=False).status_code == 201
    assert listed(world, shut_out) == [told["id"]]
    changes = world.outbox(ComplaintExclusionChanged)
    staff_id = str(world.staff[shut_out])
    assert changes == [{"complaint_id": told["id"], "staff_id": staff_id, "excluded": one} for one in (True, False)]
    actions = world.rows("SELECT action, actor FROM audit_entry WHERE action LIKE 'complaint.excl%' ORDER BY id")
    approver = f"staff:{world.staff['approver']}"
    assert [tuple(row.values()) for row in actions] == [
        ("complaint.excluded", approver), ("complaint.exclusion_lifted", approver),
    ]  # fmt: skip


def test_why_is_sealed(world, told, shut_out):
    assert shut_out
    written = "".join(str(world.rows(f"SELECT * FROM {table}")) for table in ("exclusion", "outbox", "audit_entry"))
    assert REASON not in written


def test_a_person_steps_back_by_themself_and_cannot_come_back_by_themself(world, told):
    me = world.staff["approver"]
    assert exclude(world, told, me, "approver").status_code == 201
    assert exclude(world, told, me, "approver", excluded=False).status_code == 404
    assert exclude(world, told, me, "commissioner", excluded=False).status_code == 201


def test_an_officer_walls_off_nobody_else(world, told):
    other, _ = add_staff(world, "intake_officer")
    for staff_id, excluded in ((other, True), (other, False), (world.staff["intake_officer"], False)):
        answer = exclude(world, told, staff_id, "intake_officer", excluded=excluded)
        assert answer.status_code == 403, answer.get_json()
    assert exclude(world, told, world.staff["intake_officer"], "intake_officer").status_code == 201
    assert listed(world, "intake_officer") == []


def test_a_wall_is_set_once_and_lifted_once(world, told):
    staff_id = world.staff["case_officer"]
    none = exclude(world, told, staff_id, excluded=False)
    assert (none.status_code, none.get_json()["code"]) == (409, "exclusion.none")
    exclude(world, told, staff_id)
    again = exclude(world, told, staff_id)
    assert (again.status_code, again.get_json()["code"]) == (409, "exclusion.stands")
    assert exclude(world, told, staff_id, excluded=False).status_code == 201
    assert exclude(world, told, staff_id).status_code == 201
    assert [one["excluded"] for one in world.outbox(ComplaintExclusionChanged)] == [True, False, True]


def test_somebody_who_leads_is_always_left(world, told):
    assert exclude(world, told, world.staff["commissioner"]).status_code == 201
    last = exclude(world, told, world.staff["approver"])
    assert (last.status_code, last.get_json()["code"]) == (409, "exclusion.nobody_left")


def test_who_leads_reads_who_is_walled_off_since_when_and_why(world, told, shut_out):
    exclude(world, told, world.staff[shut_out], "commissioner", excluded=False)
    exclude(world, told, world.staff["intake_officer"])
    found = get(world, f"{told['id']}/exclusions", "approver").get_json()["items"]
    assert [(one["staff_id"], one["reason"], one["ended_reason"], one["of_case"]) for one in found] == [
        (str(world.staff[shut_out]), REASON, REASON, False), (str(world.staff["intake_officer"]), REASON, None, False),
    ]  # fmt: skip
    assert found[0]["ended_by"] == str(world.staff["commissioner"])
    assert get(world, f"{told['id']}/exclusions", shut_out).status_code == 403
    assert len(world.rows("SELECT 1 FROM audit_entry WHERE action = 'exclusions.read'")) == 1


class TestSameFacts:
    """Whoever may not know of a complaint may not learn of it by another one about the same facts."""

    def joined(self, world, told):
        other = world.complain()
        assert world.decide(other["id"], outcome="joined", joined_to=told["id"]).status_code == 201
        return other

    @pytest.mark.parametrize("main", [True, False])
    def test_a_wall_holds_for_whoever_is_joined(self, world, told, main):
        other, third, apart = self.joined(world, told), self.joined(world, told), world.complain()
        exclude(world, told if main else other, world.staff["case_officer"])
        assert listed(world, "case_officer") == [apart["id"]]
        for one in (told, other, third):
            assert get(world, one["id"], "case_officer").status_code == 404
        exclude(world, told if main else other, world.staff["case_officer"], excluded=False)
        assert len(listed(world, "case_officer")) == 4

    def test_joining_puts_a_complaint_behind_the_wall_of_the_other(self, world, told, shut_out):
        other = world.complain()
        assert get(world, other["id"], shut_out).status_code == 200
        world.decide(other["id"], outcome="joined", joined_to=told["id"])
        assert get(world, other["id"], shut_out).status_code == 404
        lifted = exclude(world, other, world.staff[shut_out], excluded=False)
        assert (lifted.status_code, lifted.get_json()["code"]) == (409, "exclusion.of_case")

    def test_it_holds_for_the_others_of_the_case(self, world, told, shut_out):
        case, other, apart = uuid4(), world.complain(), world.complain()
        world.take(delivery(
            CaseOpened, case, case_id=case, number="C-2026-00001-5", origin="complaint", rights=["28"], bodies=[],
            complaints=[UUID(told["id"]), UUID(other["id"])],
        ))  # fmt: skip
        assert listed(world, shut_out) == [apart["id"]]
        figures = world.client.get(f"{BASE}/figures", headers=world.bearer(shut_out)).get_json()["figures"]
        (one,) = [figure for figure in figures if figure["key"] == "complaints_joined"]
        assert one["denominator"] == 1


@pytest.mark.parametrize(
    "change", [{"staff_id": str(uuid4())}, {"staff_id": "x"}, {"excluded": "yes"}, {"reason": ""}, {"reason": None}, {"x": 1}]
)  # fmt: skip
def test_a_faulty_exclusion_is_refused(world, told, change):
    body = {"staff_id": str(world.staff["case_officer"]), "excluded": True, "reason": REASON} | change
    assert post(world, f"{told['id']}/exclusions", body, "approver").status_code == 422
    assert world.outbox(ComplaintExclusionChanged) == []


class TestCases:
    CASE = uuid4()

    def wall(self, staff_id, *complaints, excluded=True, sequence=1):
        return delivery(
            CaseExclusionChanged, UUID(int=5), sequence, case_id=self.CASE, complaints=[UUID(one) for one in complaints],
            staff_id=staff_id, excluded=excluded,
        )  # fmt: skip

    def opened(self, *complaints):
        return delivery(
            CaseOpened, self.CASE, 1, case_id=self.CASE, number="C-2026-00001-5", origin="complaint",
            complaints=[UUID(one) for one in complaints], rights=["28"], bodies=[],
        )  # fmt: skip

    def test_the_wall_of_a_case_stands_before_all_its_complaints(self, world):
        first, second, other = (world.complain()["id"] for _ in range(3))
        wall = self.wall(world.staff["case_officer"], first, second)
        world.take(wall, wall)
        assert listed(world, "case_officer") == [other]
        world.take(self.wall(world.staff["case_officer"], first, second, excluded=False, sequence=2))
        assert len(listed(world, "case_officer")) == 3

    @pytest.mark.parametrize("wall_first", [True, False])
    def test_it_holds_for_complaints_that_the_case_gets_later_whichever_is_heard_first(self, world, wall_first):
        named, later = (world.complain()["id"] for _ in range(2))
        events = [self.wall(world.staff["case_officer"], named), self.opened(named, later)]
        for event in events if wall_first else reversed(events):
            world.take(event)
        assert listed(world, "case_officer") == []
        assert len(listed(world, "approver")) == 2

    def test_a_complaint_that_nobody_has_heard_of_yet_is_walled_off_all_the_same(self, world):
        world.take(self.wall(world.staff["case_officer"], str(uuid4())))
        assert world.rows("SELECT 1 FROM parked_event") == []
        assert world.rows("SELECT count(*) AS n FROM exclusion") == [{"n": 2}]

    def test_lifting_the_wall_of_a_case_leaves_the_one_that_was_set_here(self, world):
        told = world.complain()
        staff_id = world.staff["case_officer"]
        exclude(world, told, staff_id)
        world.take(self.wall(staff_id, told["id"]))
        world.take(self.wall(staff_id, told["id"], excluded=False, sequence=2))
        assert listed(world, "case_officer") == []

    def test_the_wall_of_a_case_is_set_again_after_it_was_lifted_and_is_not_lifted_here(self, world):
        told = world.complain()
        staff_id = world.staff["case_officer"]
        for sequence, excluded in enumerate((True, False, True), 1):
            world.take(self.wall(staff_id, told["id"], excluded=excluded, sequence=sequence))
        assert listed(world, "case_officer") == []
        world.take(self.opened(told["id"]))
        (one,) = get(world, f"{told['id']}/exclusions", "approver").get_json()["items"]
        assert (one["of_case"], one["reason"], one["ended_at"]) == (True, None, None)
        lifted = exclude(world, told, staff_id, excluded=False)
        assert (lifted.status_code, lifted.get_json()["code"]) == (409, "exclusion.of_case")
