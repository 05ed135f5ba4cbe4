"""A visit taken along as a file: what comes back of it is kept whatever happens."""

import itertools
import json
import re
from dataclasses import replace
from random import Random
from uuid import uuid4

import pytest

from services.cases.domain.both_languages import Words
from services.cases.visits import data
from services.cases.visits.actions.taking_along import key_of
from services.cases.visits.schemas.copies import place
from shared.sealing import unseal
from tests.cases.offline_device import PASSWORD, Device, aside, bring, choose, outcomes, stands, take
from tests.cases.test_visits import begun, conclude, give, planned, prepare, prepared, read


@pytest.fixture
def home(bench):
    return bench.body("social_care")


@pytest.fixture
def monitor(bench):
    return bench.person("monitor", name="Shembull Monitoruesi")


class TestCopy:
    def test_it_holds_the_checklist_of_the_visit_and_tells_nothing_without_its_password(self, monitor, home):
        visit = prepared(monitor, home, announced=False)
        device = Device(monitor, visit)
        assert len(device.asked) == 42
        assert device.asked["res.03"]["asks_number"] is True
        assert device.headers["Content-Disposition"] == f'attachment; filename="besa-{device.copy[:8]}.html"'
        words = [
            device.told["body"],
            device.told["planned_on"],
            device.told["checklist"],
            device.asked["res.01"]["text"],
        ]
        assert all(words)
        assert not any(one in device.page for one in (*words, home.key, visit["visit"]["id"], monitor.token, PASSWORD))
        with pytest.raises(Exception, match=r"visit"):
            unseal(key_of("tjetër fjalëkalim", b"x" * 16), b"x" * 60, place(device.copy, "visit"))

    def test_it_asks_for_nothing_from_outside(self, monitor, home):
        page = Device(monitor, prepared(monitor, home)).page
        assert not re.search(r"""(?:src|href|action)\s*=|https?://|@import|url\(""", page)
        assert "default-src &#39;none&#39;" in page

    def test_it_holds_no_words_that_stayed_in_the_office(self, monitor, home):
        visit = begun(monitor, home)
        give(monitor, visit, {"question": "res.01", "value": "partly", "note": "Shembull Emri"})
        device = Device(monitor, visit)
        assert (device.asked["res.01"]["value"], device.asked["res.01"]["base"]) == ("partly", 1)
        assert "Emri" not in json.dumps(device.told)
        assert "emra fëmijësh" in json.dumps(device.told, ensure_ascii=False)

    def test_a_password_that_is_easy_is_refused_and_none_is_kept(self, bench, monitor, home):
        visit = prepared(monitor, home)
        for easy, code in (("e shkurtër", "password_short"), (f"{home.key} {home.key}", "password_guessable")):
            refused = take(monitor, visit, easy)
            assert (refused.status_code, refused.json["code"]) == (422, code)
        assert take(monitor, visit).status_code == 201
        assert bench.audited("visit.taken_along", visit["visit"]["id"]) == 1
        assert "password" not in str(monitor.get(f"/visits/{visit['visit']['id']}/copies").json)

    def test_one_is_taken_only_of_what_is_prepared_and_not_over(self, monitor, home):
        visit = planned(monitor, home)
        assert (take(monitor, visit).status_code, take(monitor, visit).json["code"]) == (409, "visit.step_not_legal")
        visit = begun(monitor, home)
        give(monitor, visit, ("res.01", "met"))
        assert take(monitor, visit).status_code == 201

    def test_nobody_but_the_team_learns_of_copies_and_only_who_took_one_opens_it(self, bench, monitor, home):
        mate, other = bench.person("monitor"), bench.person("case_officer")
        visit = begun(monitor, home, team=[str(mate.id)])
        device = Device(monitor, visit)
        device.give("res.01", "met")
        [listed] = mate.get(f"{device.path}/copies").json["items"]
        assert (listed["id"], listed["by"]["name"]) == (device.copy, "Shembull Monitoruesi")
        assert mate.get(f"{device.path}/copies/{device.copy}").status_code == 404
        nothing = f"/visits/{uuid4()}"
        for path in (device.path, nothing):
            tried = [
                other.get(f"{path}/copies"),
                other.post(f"{path}/copies", {"password": PASSWORD}),
                other.get(f"{path}/copies/{device.copy}"),
                other.get(f"{path}/brought"),
                bring(other, path, device.file()),
                other.post(f"{path}/brought/{uuid4()}/choice", {"take": True, "version": 0}),
            ]
            assert [one.status_code for one in tried] == [404] * 6
        assert stands(monitor, visit) == {}


class TestBringing:
    def test_what_was_answered_comes_back_with_its_words_and_the_time_of_the_device(self, bench, monitor, home):
        visit = prepared(monitor, home)
        device = Device(monitor, visit)
        device.give("res.03", "not_met", "Dy foshnje.", number=2, sources=["seen", "staff"])
        device.give("res.01", "met")
        # The visit began where there was no network: first it is begun here too, and the file stays whole.
        early = device.bring()
        assert (early.status_code, early.json["code"]) == (409, "visit.step_not_legal")
        assert "begin" in early.json["legal"]
        monitor.post(f"{device.path}/beginning")
        assert outcomes(device.bring()) == {"res.03": "taken", "res.01": "taken"}
        [three] = [one for one in read(monitor, visit)["answers"] if one["question"] == "res.03"]
        assert (three["value"], three["number"], three["note"]) == ("not_met", 2, "Dy foshnje.")
        assert three["sources"] == ["seen", "staff"]
        hours = bench.scalar("SELECT extract(epoch FROM at - device_at) / 3600 FROM visit_brought LIMIT 1")
        assert 2.9 < hours < 3.1
        assert bench.audited("visit.brought_back", visit["visit"]["id"]) == 1

    def test_the_same_file_twice_changes_nothing(self, bench, monitor, home):
        visit = begun(monitor, home)
        device = Device(monitor, visit)
        device.give("res.01", "met", "Fjalë.")
        file = device.file()
        assert device.bring(file).json == {"outcomes": [{"question": "res.01", "outcome": "taken"}], "again": 0}
        for _again in range(2):
            assert device.bring(file).json == {"outcomes": [], "again": 1}
        assert bench.scalar("SELECT count(*) FROM visit_answer") == 1
        assert bench.scalar("SELECT count(*) FROM visit_brought") == 1

    @pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
    def test_the_files_of_one_device_come_to_the_same_in_any_order(self, monitor, home, order):
        visit = begun(monitor, home)
        device = Device(monitor, visit)
        files = []
        for value in ("met", "partly", "not_met"):
            device.give("res.01", value)
            files.append(device.file())
        for one in order:
            assert set(outcomes(device.bring(files[one])).values()) <= {"taken", "earlier"}
        assert stands(monitor, visit) == {"res.01": ("not_met", "")}
        assert [one["outcome"] for one in aside(monitor, visit)].count("conflict") == 0

    @pytest.mark.parametrize("first", [0, 1])
    def test_two_devices_crosswise_both_answers_are_kept_and_the_conflict_is_named(self, bench, monitor, home, first):
        mate = bench.person("monitor", name="Shembull Tjetri")
        visit = begun(monitor, home, team=[str(mate.id)])
        devices = [Device(monitor, visit), Device(mate, visit)]
        for device, value in zip(devices, ("met", "not_met"), strict=True):
            device.give("res.01", value, f"Fjalë: {value}")
            device.give("res.02", "met")
        devices[0].give("res.04", "partly")
        earlier, later = devices[first], devices[1 - first]
        assert set(outcomes(earlier.bring()).values()) == {"taken"}
        assert outcomes(later.bring())["res.01"] == "conflict"
        assert outcomes(later.bring()) == {}
        won, lost = (device.answers["res.01"]["value"] for device in (earlier, later))
        assert stands(monitor, visit) == {
            "res.01": (won, f"Fjalë: {won}"),
            "res.02": ("met", ""),
            "res.04": ("partly", ""),
        }
        [one] = aside(monitor, visit)
        assert (one["value"], one["note"], one["stands"]["value"], one["waits"]) == (lost, f"Fjalë: {lost}", won, True)
        assert one["by"]["name"] == ("Shembull Tjetri" if first == 0 else "Shembull Monitoruesi")
        assert read(monitor, visit)["to_choose"] == 1

    @pytest.mark.parametrize("seed", range(8))
    def test_whatever_comes_in_whatever_order_the_last_word_of_each_device_stands_or_waits(
        self, bench, monitor, home, seed
    ):
        chance = Random(seed)
        visit = begun(monitor, home)
        devices = [Device(monitor, visit) for _one in range(3)]
        files, entries = [], set()
        for device in devices:
            for _time in range(chance.randint(1, 3)):
                for question in chance.sample(["res.01", "res.02"], chance.randint(1, 2)):
                    device.give(question, chance.choice(["met", "partly", "not_met"]), chance.choice([None, "Fjalë."]))
                files.append((device, device.file()))
                entries |= {one["entry"] for one in device.answers.values()}
        sent = [*files, *chance.choices(files, k=4)]
        chance.shuffle(sent)
        for device, file in sent:
            assert device.bring(file).status_code == 200
        standing = {question: value for question, (value, _note) in stands(monitor, visit).items()}
        waits = {(one["question"], one["value"]) for one in aside(monitor, visit) if one["waits"]}
        last = {(key, one["value"]) for device in devices for key, one in device.answers.items()}
        assert last <= waits | set(standing.items())
        # Everything that was in a file is there for ever, once.
        assert bench.scalar("SELECT count(*) FROM visit_brought") == len(entries)

    def test_answers_given_crosswise_by_page_and_copy_conflict_too(self, monitor, home):
        visit = begun(monitor, home)
        device = Device(monitor, visit)
        give(monitor, visit, ("res.01", "met"), ("res.02", "met"))
        device.give("res.01", "not_met")
        device.give("res.02", "met")
        assert outcomes(device.bring()) == {"res.01": "conflict", "res.02": "same"}
        assert stands(monitor, visit)["res.01"] == ("met", "")

    def test_what_two_devices_agreed_on_is_not_changed_by_one_of_them_alone(self, bench, monitor, home):
        visit = begun(monitor, home)
        one, other = Device(monitor, visit), Device(monitor, visit)
        for device in (one, other):
            device.give("res.01", "met")
            device.bring()
        one.give("res.01", "partly")
        assert outcomes(one.bring()) == {"res.01": "conflict"}
        assert stands(monitor, visit) == {"res.01": ("met", "")}

    def test_words_that_the_copy_did_not_show_are_not_lost_by_a_new_answer(self, monitor, home):
        visit = begun(monitor, home)
        give(monitor, visit, {"question": "res.01", "value": "met", "note": "Më parë."})
        give(monitor, visit, {"question": "res.02", "value": "met", "note": "E para."})
        device = Device(monitor, visit)
        device.give("res.01", "partly")
        device.give("res.02", "partly", "E dyta.")
        assert set(outcomes(device.bring()).values()) == {"taken"}
        device.give("res.02", "partly", "E dyta, e plotë.")
        device.bring()
        assert stands(monitor, visit) == {
            "res.01": ("partly", "Më parë."),
            "res.02": ("partly", "E para.\n\nE dyta, e plotë."),
        }

    @pytest.mark.parametrize("broken", ["half", "cut", "changed", "empty", "words", "other", "list", "format", "bytes"])
    def test_half_a_file_writes_nothing_and_the_whole_one_is_taken_afterwards(self, bench, monitor, home, broken):
        visit = begun(monitor, home)
        device = Device(monitor, visit)
        device.give("res.01", "met", "Fjalë.")
        whole = device.file()
        sealed = json.loads(whole)["sealed"]
        content = {
            "half": whole[: len(whole) // 2],
            "cut": device.file(sealed=sealed[: len(sealed) // 8 * 4]),
            "changed": device.file(sealed=sealed[:-8] + ("A" if sealed[-8] != "A" else "B") + sealed[-7:]),
            "empty": "",
            "words": "përshëndetje",
            "other": json.dumps({"besa": "something else"}),
            "list": "[[1]]",
            "format": device.file(format=2),
            "bytes": b"\xff\xfe\x00",
        }[broken]
        refused = device.bring(content)
        assert (refused.status_code, refused.json["code"]) == (422, "visit.file_broken")
        assert bench.scalar("SELECT count(*) FROM visit_answer") == 0
        assert outcomes(device.bring(whole)) == {"res.01": "taken"}

    def test_a_file_of_another_visit_and_of_no_copy_get_the_same_answer(self, monitor, home):
        visit, other = begun(monitor, home), begun(monitor, home)
        device = Device(monitor, other)
        device.give("res.01", "met")
        path = f"/visits/{visit['visit']['id']}"
        answers = [bring(monitor, path, one) for one in (device.file(), device.file(copy=str(uuid4())))]
        assert [(one.status_code, one.json["code"]) for one in answers] == [(422, "visit.file_of_another")] * 2

    @pytest.mark.parametrize(
        "wrong", [{"question": "sch.01"}, {"value": "perhaps"}, {"number": 3}, {"place": 0}, {"at": "soon"}]
    )
    def test_what_is_no_answer_is_refused_whole(self, bench, monitor, home, wrong):
        visit = begun(monitor, home)
        device = Device(monitor, visit)
        device.give("res.02", "met")
        device.give("res.01", "met")
        device.answers["res.01"] |= wrong
        refused = device.bring()
        assert refused.status_code == 422, refused.json
        assert bench.scalar("SELECT count(*) FROM visit_brought") == 0

    def test_what_no_person_types_is_left_out_of_words_and_the_rest_is_kept(self, monitor, home):
        visit = begun(monitor, home)
        device = Device(monitor, visit)
        device.give("res.01", "met", "Fjalë\u202e\ue000 \ud800të mira\x00")
        assert outcomes(device.bring()) == {"res.01": "taken"}
        assert stands(monitor, visit) == {"res.01": ("met", "Fjalë të mira")}

    def test_after_the_conclusion_it_is_kept_beside_and_changes_nothing(self, bench, monitor, officer, home):
        visit = begun(officer, home)
        device = Device(officer, visit)
        give(officer, visit, ("res.01", "met"))
        assert conclude(officer, visit).status_code == 200
        device.give("res.01", "not_met", "Vonë.")
        assert outcomes(device.bring()) == {"res.01": "late"}
        assert stands(officer, visit) == {"res.01": ("met", "")}
        [one] = aside(officer, visit)
        assert (one["outcome"], one["note"], one["waits"]) == ("late", "Vonë.", False)
        assert choose(officer, visit, one, True).status_code == 409
        assert bench.scalar("SELECT count(*) FROM visit_answer") == 1

    def test_so_is_what_was_seen_on_a_visit_that_the_office_called_off_meanwhile(self, monitor, home):
        visit = prepared(monitor, home)
        device = Device(monitor, visit)
        device.give("res.01", "not_met")
        monitor.post(f"{device.path}/cancellation", {"reason": "Rruga."})
        assert outcomes(device.bring()) == {"res.01": "late"}
        assert [one["value"] for one in aside(monitor, visit)] == ["not_met"]

    def test_an_older_checklist_loses_nothing(self, monkeypatch, monitor, home):
        visit = prepared(monitor, home)
        device = Device(monitor, visit)
        for question in ("res.01", "res.02", "res.03"):
            device.give(question, "not_met")
        first = data.checklist_of("residential", 1)
        questions = [one for one in first.sections[0].questions if one.key != "res.03"]
        questions = [
            replace(one, text=Words("Pyetje tjetër?", "Another?")) if one.key == "res.02" else one for one in questions
        ]
        second = replace(
            first, version=2, sections=(replace(first.sections[0], questions=tuple(questions)), *first.sections[1:])
        )
        known = data.checklists()
        monkeypatch.setattr(data, "checklists", lambda: (*known, second))
        prepare(monitor, visit, checklist_version=2)
        monitor.post(f"{device.path}/beginning")
        assert outcomes(device.bring()) == {"res.01": "taken", "res.02": "reworded", "res.03": "not_asked"}
        assert stands(monitor, visit) == {"res.01": ("not_met", "")}
        kept = {one["question"]: one for one in aside(monitor, visit)}
        assert {key: one["waits"] for key, one in kept.items()} == {"res.02": True, "res.03": False}
        assert choose(monitor, visit, kept["res.02"], True).status_code == 200
        assert stands(monitor, visit)["res.02"] == ("not_met", "")


def test_what_was_brought_is_never_changed_in_the_database_either(bench, monitor, home):
    visit = begun(monitor, home)
    device = Device(monitor, visit)
    device.give("res.01", "met")
    device.bring()
    for table in ("visit_copy", "visit_brought", "visit_choice"):
        with pytest.raises(Exception, match="permission denied"):
            bench.scalar(f"DELETE FROM {table} RETURNING 1")
