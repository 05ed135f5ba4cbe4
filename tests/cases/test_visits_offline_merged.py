"""How answers of a copy meet what stands: nobody's answer and nobody's words go without a person who looked at both."""

import json
import time
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest

from services.cases.visits.schemas.copies import place
from shared.sealing import seal
from tests.cases.offline_device import Device, aside, bring, choose, outcomes, stands
from tests.cases.test_visits import begun, conclude, give, read


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


@pytest.fixture
def mate(bench):
    return bench.person("monitor", name="Shembull Tjetri")


@pytest.fixture
def visit(monitor, mate, home):
    return begun(monitor, home, team=[str(mate.id)])


def waits(person, visit):
    return [(one["value"], one["note"]) for one in aside(person, visit) if one["waits"]]


class TestAnswers:
    def test_what_a_colleague_answered_on_the_visit_is_not_written_over_after_the_device_agreed(
        self, monitor, mate, officer, home
    ):
        visit = begun(officer, home, team=[str(monitor.id)])
        device = Device(monitor, visit)
        give(officer, visit, {"question": "res.01", "value": "not_met", "note": "Ujë i ftohtë."})
        device.give("res.01", "not_met")
        assert outcomes(device.bring()) == {"res.01": "same"}
        device.give("res.01", "met")
        assert outcomes(device.bring()) == {"res.01": "conflict"}
        assert stands(officer, visit) == {"res.01": ("not_met", "Ujë i ftohtë.")}
        assert conclude(officer, visit).json["code"] == "visit.answers_to_choose"

    def test_who_saw_the_answer_changes_it_unless_another_device_said_it_since(self, monitor, mate, visit):
        give(mate, visit, ("res.01", "met"), ("res.02", "met"))
        one, other = Device(monitor, visit), Device(mate, visit)
        other.give("res.01", "met")
        other.bring()
        for question in ("res.01", "res.02"):
            one.give(question, "partly")
        assert outcomes(one.bring()) == {"res.01": "conflict", "res.02": "taken"}

    def test_what_a_person_chose_is_not_changed_by_a_device_alone(self, monitor, mate, visit):
        one, other = Device(monitor, visit), Device(mate, visit)
        one.give("res.01", "met")
        one.bring()
        other.give("res.01", "not_met")
        assert outcomes(other.bring()) == {"res.01": "conflict"}
        [brought] = aside(monitor, visit)
        assert choose(monitor, visit, brought, False).status_code == 200
        one.give("res.01", "partly")
        assert outcomes(one.bring()) == {"res.01": "conflict"}
        assert stands(monitor, visit)["res.01"][0] == "met"

    def test_a_device_that_fell_back_and_answers_anew_is_not_put_aside(self, monitor, visit):
        device = Device(monitor, visit)
        device.give("res.02", "met")
        device.give("res.01", "partly")
        device.give("res.01", "met")
        assert outcomes(device.bring())["res.01"] == "taken"
        # Its storage was full: it is opened again with what it had kept, and counts on from there.
        now = datetime.now(UTC)
        device.give("res.01", "not_met", "Sot pashë tjetër gjë.", place=2, at=now.isoformat())
        assert outcomes(device.bring()) == {"res.01": "conflict"}
        assert waits(monitor, visit) == [("not_met", "Sot pashë tjetër gjë.")]
        assert read(monitor, visit)["to_choose"] == 1
        # Its later word takes the place of what waits, once it says in both ways that it is later.
        device.give("res.01", "partly", place=4, at=(now + timedelta(minutes=1)).isoformat())
        assert outcomes(device.bring()) == {"res.01": "taken"}
        assert waits(monitor, visit) == []

    def test_what_it_answered_before_it_fell_back_takes_the_place_of_nothing(self, monitor, visit):
        device = Device(monitor, visit)
        now = datetime.now(UTC)
        device.give("res.01", "met", place=7)
        lost = device.file()
        device.give("res.01", "not_met", place=2, at=now.isoformat())
        assert outcomes(device.bring()) == {"res.01": "taken"}
        assert outcomes(device.bring(lost)) == {"res.01": "conflict"}
        assert stands(monitor, visit)["res.01"][0] == "not_met"

    def test_a_file_with_more_answers_than_there_are_questions_costs_nothing(self, bench, monitor, visit):
        device = Device(monitor, visit)
        bombs = [
            [{}] * 120_000,
            [{"sources": [1] * 150_000}],
        ]
        for answers in bombs:
            inner = json.dumps({"device": device.device, "answers": answers}, separators=(",", ":"))
            sealed = b64encode(seal(device.key, inner.encode(), place(device.copy, "answers"))).decode()
            file = json.dumps({"besa": "besa.visit-answers", "format": 1, "copy": device.copy, "sealed": sealed})
            started = time.process_time()
            refused = device.bring(file)
            # To read each of them takes some times as long.
            assert time.process_time() - started < 1.5
            assert (refused.status_code, refused.json["code"]) == (422, "visit.file_broken")
        assert bench.scalar("SELECT count(*) FROM visit_brought") == 0


class TestWords:
    @pytest.fixture
    def device(self, monitor, mate, visit):
        give(mate, visit, {"question": "res.01", "value": "partly", "note": "16 fëmijë në dhomë"})
        return Device(monitor, visit)

    def test_words_that_are_part_of_others_are_kept_and_only_they_are_changed_later(self, monitor, visit, device):
        device.give("res.01", "not_met", "6 fëmijë në dhomë")
        assert outcomes(device.bring()) == {"res.01": "taken"}
        assert stands(monitor, visit)["res.01"][1] == "16 fëmijë në dhomë\n\n6 fëmijë në dhomë"
        device.give("res.01", "not_met", "7 fëmijë në dhomë")
        assert outcomes(device.bring()) == {"res.01": "taken"}
        assert stands(monitor, visit)["res.01"][1] == "16 fëmijë në dhomë\n\n7 fëmijë në dhomë"

    def test_the_same_words_of_another_stay_when_the_device_changes_its_own(self, monitor, visit, device):
        device.give("res.01", "not_met", "16 fëmijë në dhomë")
        device.bring()
        assert stands(monitor, visit)["res.01"][1] == "16 fëmijë në dhomë"
        device.give("res.01", "not_met", "17 fëmijë në dhomë")
        assert outcomes(device.bring()) == {"res.01": "taken"}
        assert stands(monitor, visit)["res.01"][1] == "16 fëmijë në dhomë\n\n17 fëmijë në dhomë"

    def test_once_a_colleague_wrote_into_them_a_person_looks_at_both(self, monitor, mate, visit, device):
        device.give("res.01", "not_met", "6 fëmijë në dhomë")
        device.bring()
        words = "16 fëmijë në dhomë, 6 prej tyre natën"
        give(mate, visit, {"question": "res.01", "value": "not_met", "note": words, "base": 2})
        device.give("res.01", "not_met", "7 fëmijë në dhomë")
        assert outcomes(device.bring()) == {"res.01": "conflict"}
        assert stands(monitor, visit)["res.01"] == ("not_met", words)

    def test_words_emptied_on_the_device_go_where_it_wrote_them_alone(self, monitor, visit, device):
        device.give("res.01", "not_met", "Nxënësi Shembull")
        device.give("res.02", "not_met", "Nxënësi Shembull")
        device.bring()
        device.give("res.01", "not_met", "")
        device.give("res.02", "not_met", "")
        assert outcomes(device.bring()) == {"res.01": "taken", "res.02": "taken"}
        assert stands(monitor, visit) == {"res.01": ("not_met", "16 fëmijë në dhomë"), "res.02": ("not_met", "")}

    @pytest.mark.parametrize("words", ["Nxënësi Shembull", "Nxënësi Shembull. Ujë i ftohtë."])
    def test_and_else_wait_for_a_person_who_takes_them_away(self, monitor, mate, visit, words):
        device = Device(monitor, visit)
        device.give("res.02", "not_met", "Nxënësi Shembull")
        device.bring()
        give(mate, visit, {"question": "res.02", "value": "not_met", "note": words, "base": 1})
        if words == "Nxënësi Shembull":
            give(mate, visit, {"question": "res.02", "value": "partly", "note": words, "base": 1})
        device.give("res.02", stands(monitor, visit)["res.02"][0], "")
        assert outcomes(device.bring()) == {"res.02": "conflict"}
        assert stands(monitor, visit)["res.02"][1] == words
        [one] = [one for one in aside(monitor, visit) if one["waits"]]
        assert one["note"] == ""
        assert choose(monitor, visit, one, True).status_code == 200
        assert stands(monitor, visit)["res.02"][1] == ""

    def test_so_do_those_that_it_had_in_common_with_a_colleague(self, monitor, mate, visit):
        give(mate, visit, {"question": "res.01", "value": "not_met", "note": "Nxënësi Shembull"})
        device = Device(monitor, visit)
        device.give("res.01", "not_met", "Nxënësi Shembull")
        assert outcomes(device.bring()) == {"res.01": "same"}
        device.give("res.01", "not_met", "")
        assert outcomes(device.bring()) == {"res.01": "conflict"}

    def test_words_emptied_before_they_were_ever_brought_say_nothing_of_those_of_others(self, monitor, visit, device):
        device.give("res.01", "partly", "")
        assert outcomes(device.bring()) == {"res.01": "same"}
        assert stands(monitor, visit)["res.01"] == ("partly", "16 fëmijë në dhomë")

    def test_nor_does_a_person_who_takes_that_answer_take_them_away(self, monitor, visit):
        device = Device(monitor, visit)
        give(monitor, visit, {"question": "res.02", "value": "partly", "note": "Fjalët e zyrës."})
        device.give("res.02", "not_met", "")
        assert outcomes(device.bring()) == {"res.02": "conflict"}
        [one] = aside(monitor, visit)
        assert one["note"] is None
        assert choose(monitor, visit, one, True).status_code == 200
        assert stands(monitor, visit)["res.02"] == ("not_met", "Fjalët e zyrës.")

    def test_what_says_the_same_again_writes_no_version(self, monitor, visit, device):
        device.give("res.01", "not_met", "6 fëmijë në dhomë")
        device.bring()
        device.give("res.01", "not_met", "6 fëmijë në dhomë")
        assert outcomes(device.bring()) == {"res.01": "same"}


class TestWho:
    @pytest.mark.parametrize("how", ["taken", "same", "chosen"])
    def test_who_answered_on_the_copy_is_an_author_beside_who_brought_it(self, bench, officer, home, how):
        seer = bench.person("approver", name="Shembull Pamësi")
        bringer = bench.person("approver", name="Shembull Sjellësi")
        visit = begun(officer, home, team=[str(seer.id), str(bringer.id)])
        device = Device(seer, visit)
        if how != "taken":
            give(officer, visit, {"question": "res.01", "value": "met" if how == "chosen" else "not_met"})
        device.give("res.01", "not_met")
        brought = outcomes(bring(bringer, device.path, device.file()))
        assert brought == {"res.01": "conflict" if how == "chosen" else how}
        if how == "chosen":
            [one] = aside(officer, visit)
            assert (one["answered_by"]["name"], one["by"]["name"]) == ("Shembull Pamësi", "Shembull Sjellësi")
            assert choose(officer, visit, one, True).status_code == 200
        [given] = read(officer, visit)["answers"]
        if how == "same":
            assert (given["answered_by"], given["by"]["id"]) == (None, str(officer.id))
        else:
            assert given["answered_by"] == {"id": str(seer.id), "name": "Shembull Pamësi"}
            assert given["by"]["id"] == str(bringer.id if how == "taken" else officer.id)
        act = conclude(officer, visit).json["opened"]["act_id"]
        body = {"content_hash": officer.get(f"/recommendations/{act}").json["content_hash"]}
        for one in (seer, bringer):
            refused = one.post(f"/recommendations/{act}/approval", body)
            assert (refused.status_code, refused.json["code"]) == (409, "approval.own_work"), refused.json

    def test_the_other_answer_stays_to_be_read_with_who_and_when(self, monitor, mate, visit):
        give(mate, visit, {"question": "res.01", "value": "not_met", "note": "Fjalët e shokut."})
        give(mate, visit, ("res.02", "met"))

        device = Device(monitor, visit)
        give(mate, visit, {"question": "res.01", "value": "partly", "note": "Fjalët e shokut, më vonë.", "base": 1})
        device.give("res.01", "met", "Të miat.")
        device.bring()
        [one] = aside(monitor, visit)
        choose(monitor, visit, one, True)
        earlier = read(monitor, visit)["earlier"]
        assert [(one["question"], one["version"], one["value"], one["note"]) for one in earlier] == [
            ("res.01", 2, "partly", "Fjalët e shokut, më vonë."),
            ("res.01", 1, "not_met", "Fjalët e shokut."),
        ]
        assert all(one["by"]["name"] == "Shembull Tjetri" and one["at"] for one in earlier)
