"""Where a copy brought another answer than the one that stands, a person looks at both and chooses."""

from uuid import uuid4

import pytest

from tests.cases.offline_device import Device, aside, choose, outcomes, stands
from tests.cases.test_visits import begun, conclude, give


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


class TestChoosing:
    @pytest.fixture
    def conflict(self, monitor, home):
        visit = begun(monitor, home)
        device = Device(monitor, visit)
        give(monitor, visit, {"question": "res.01", "value": "met", "note": "Te vizita."})
        device.give("res.01", "not_met", "Nga kopja.")
        device.bring()
        return visit, device

    def test_the_brought_one_is_a_new_version_and_the_other_stays_among_the_versions(self, bench, monitor, conflict):
        visit, _device = conflict
        [one] = aside(monitor, visit)
        chosen = choose(monitor, visit, one, True)
        assert chosen.status_code == 200, chosen.json
        [after] = chosen.json["items"]
        assert (after["waits"], after["chosen"]) == (False, True)
        assert stands(monitor, visit) == {"res.01": ("not_met", "Nga kopja.")}
        assert bench.scalar("SELECT string_agg(value, ' ' ORDER BY version) FROM visit_answer") == "met not_met"
        again = choose(monitor, visit, after, False)
        assert (again.status_code, again.json["code"]) == (409, "visit.nothing_to_choose")
        assert bench.audited("visit.chosen", visit["visit"]["id"]) == 1

    def test_or_the_one_that_stands_and_the_brought_one_stays_to_be_read(self, bench, monitor, conflict):
        visit, _device = conflict
        [one] = aside(monitor, visit)
        assert choose(monitor, visit, one, False).status_code == 200
        assert stands(monitor, visit) == {"res.01": ("met", "Te vizita.")}
        [after] = aside(monitor, visit)
        assert (after["value"], after["note"], after["chosen"]) == ("not_met", "Nga kopja.", False)
        assert bench.scalar("SELECT count(*) FROM visit_answer") == 1

    def test_who_has_not_seen_what_stands_now_chooses_nothing(self, monitor, conflict):
        visit, _device = conflict
        [one] = aside(monitor, visit)
        give(monitor, visit, {"question": "res.01", "value": "partly", "base": 1})
        refused = choose(monitor, visit, one, True)
        assert (refused.status_code, refused.json["code"]) == (409, "visit.choice_of_before")
        assert stands(monitor, visit)["res.01"][0] == "partly"
        assert choose(monitor, visit, one, True, version=-1).status_code == 422
        assert choose(monitor, visit, {**one, "id": str(uuid4())}, True).status_code == 404

    def test_the_last_word_of_a_device_is_the_one_to_choose_from(self, monitor, conflict):
        visit, device = conflict
        device.give("res.01", "partly", "Nga kopja, më vonë.")
        assert outcomes(device.bring()) == {"res.01": "conflict"}
        waits = [one for one in aside(monitor, visit) if one["waits"]]
        assert [one["note"] for one in waits] == ["Nga kopja, më vonë."]
        assert len(aside(monitor, visit)) == 2

    def test_a_visit_goes_on_only_once_everything_is_chosen(self, officer, home):
        visit = begun(officer, home)
        device = Device(officer, visit)
        give(officer, visit, ("res.01", "not_met"))
        device.give("res.01", "met")
        device.bring()
        for step in ("conclusion", "draft-findings"):
            refused = officer.post(f"/visits/{visit['visit']['id']}/{step}", {} if step == "conclusion" else None)
            assert (refused.status_code, refused.json["code"]) == (409, "visit.answers_to_choose")
        [one] = aside(officer, visit)
        choose(officer, visit, one, True)
        assert conclude(officer, visit).status_code == 200

    def test_whoever_brought_the_answer_wrote_what_the_act_rests_on(self, bench, officer, approver, home):
        visit = begun(officer, home, team=[str(approver.id)])
        device = Device(approver, visit)
        give(officer, visit, ("res.01", "met"))
        device.give("res.01", "not_met")
        device.bring()
        [one] = aside(officer, visit)
        choose(officer, visit, one, True)
        assert conclude(officer, visit).status_code == 200
        authors = bench.scalar("SELECT authors FROM recommendation")
        assert {str(officer.id), str(approver.id)} <= set(authors)
