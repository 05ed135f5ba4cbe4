"""What a letter rests on or says and nobody has confirmed: one rule, over every data file that has the flag."""

from dataclasses import replace
from datetime import date

import pytest

from services.cases import data
from services.cases.data import confirmed
from services.cases.data.confirmed import NOT_IN_LETTERS, Rests, entries_of, unconfirmed
from shared.yaml_files import read_yaml
from tests.cases.bench import soon
from tests.cases.test_rung_letters import Silence, after

DAY = date(2026, 11, 26)


def flagged():
    """Every section of every data file of the service in which an entry has the flag."""
    found = set()
    for path in sorted(data.FOLDER.glob("*.yaml")):
        if path.stem == "sources":
            continue
        for section, entries in read_yaml(path).items():
            of = list(entries.values()) if isinstance(entries, dict) else entries or []
            if any(isinstance(one, dict) and "confirmed" in one for one in of):
                found.add((path.stem, section))
    return found


def every_letter():
    """One of each kind, to all classes that it may go to, of each matter, with the words of a step of a ladder."""
    matters = [entry["key"] for entry in entries_of("judicial_matters", "matters")]
    for key in data.kind_entries(DAY):
        kind = data.kind_on(key, DAY)
        needs = matters if "judicial_matter" in kind.required_fields else [None]
        for matter in needs:
            yield Rests(kind, {one.value for one in kind.classes}, matter, presses=True)


@pytest.fixture
def all_confirmed(monkeypatch):
    """The data as lawyers would leave it; returns how to doubt one section again."""
    real, doubted = confirmed.entries_of, set()

    def read(file, section):
        said = (file, section) not in doubted
        return [data.Entry({**one, "confirmed": said}) for one in real(file, section)]

    monkeypatch.setattr(confirmed, "entries_of", read)
    return doubted.add


def test_every_section_with_the_flag_is_read_by_the_rule_or_is_named_as_one_that_no_letter_says(all_confirmed):
    letters = list(every_letter())
    assert not any(unconfirmed(one, DAY) for one in letters), "where all is confirmed, nothing is doubted"
    unread = set()
    for section in flagged():
        all_confirmed(section)
        said = {name.partition(":")[0] for one in letters for name in unconfirmed(one, DAY)}
        if ".".join(section) not in said:
            unread.add(section)
    assert unread == set(NOT_IN_LETTERS) & flagged()
    assert all(reason for reason in NOT_IN_LETTERS.values())


@pytest.mark.parametrize(
    ("kind", "more", "names"),
    [
        ("remedy", {}, "kinds.signatures: remedy"),
        ("remedy", {"classes": {"private"}}, None),
        ("dismissal_proposal", {}, "kinds.addressee_rules: power_of_dismissal"),
        ("practice_change", {}, "letters.laws: law-8454-24"),
        ("judicial_notice", {"matter": "lawyer"}, "judicial_matters.matters: lawyer"),
        ("judicial_notice", {"matter": "judge"}, None),
        ("remedy", {"presses": True}, "ladders.ladders: administrative"),
    ],
)
def test_what_is_doubted_is_named_and_only_what_the_letter_rests_on(kind, more, names):
    said = unconfirmed(Rests(data.kind_on(kind, DAY), **more), DAY)
    assert names is None or names in said
    assert any(one.startswith("judicial_matters") for one in said) is (more.get("matter") == "lawyer")
    assert any(one.startswith("rung_letters") for one in said) is bool(more.get("presses"))


@pytest.fixture
def strict(bench, monkeypatch):
    settings = replace(bench.platform.settings, confirmed_law_only=True)
    monkeypatch.setitem(bench.app.extensions, "besa", replace(bench.platform, settings=settings))


def test_a_matter_and_a_signature_that_are_doubted_stop_the_issue(bench, story, strict, all_confirmed):
    body = bench.body("judicial_oversight", key="ild")
    case = replace(story, case_id=bench.admit(bodies=[body.id])).with_findings()
    act = case.draft(body, kind="judicial_notice", items=[{"text": "x"}], judicial_matter="judge")
    path = f"/recommendations/{act['id']}"
    bench.person("commissioner")
    assert story.officer.get(path).json["faults"] == []
    for section in (("kinds", "signatures"), ("judicial_matters", "matters")):
        all_confirmed(section)
        [fault] = story.officer.get(path).json["faults"]
        assert (fault["code"], ".".join(section) in fault["detail"]) == ("law.unconfirmed", True)
    refused = story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]})
    assert (refused.status_code, refused.json["code"]) == (409, "law.unconfirmed")


def test_a_reminder_whose_words_are_doubted_is_not_sent(bench, story, monkeypatch):
    body = bench.body("municipality")
    case = replace(story, case_id=bench.admit(bodies=[body.id])).with_findings()
    act = case.issue(body, items=[{"text": "x", "evidence_expected": "y", "due": soon()}])
    bench.deliver(act, body)
    silence = Silence(case, body, act, bench.person("commissioner"), bench.person("publisher"))
    with silence.on(after(silence.owed[0]["reply_due"])):
        silence.draft()
        settings = replace(bench.platform.settings, confirmed_law_only=True)
        with monkeypatch.context() as patch:
            patch.setitem(bench.app.extensions, "besa", replace(bench.platform, settings=settings))
            refused = silence.send(case.officer, "reminder")
        assert (refused.status_code, refused.json["code"]) == (409, "law.unconfirmed")
        assert "rung_letters.letters: reminder" in refused.json["detail"]
        assert silence.send(case.officer, "reminder").status_code == 201
