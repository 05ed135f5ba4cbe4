"""Law is data: a copy of the data folder is edited as an officer would edit the files, and the API answers by it. No line of
code is another.
"""

import shutil
from datetime import date, timedelta

import pytest
import yaml

from services.cases import data
from services.cases.data import acts, taxonomy
from services.cases.gaps import data as gap_data
from services.cases.printed import document as printed
from tests.cases.bench import soon, today
from tests.cases.ladder_world import Silence, after, before
from tests.cases.test_patterns import Past


class Files:
    """The data files as they lie in the copy. What is read of them once per process is forgotten: that is a restart."""

    def __init__(self, folder) -> None:
        self.folder = folder

    def edit(self, name, change) -> None:
        """`change` is given the content of that file."""
        file = self.folder / f"{name}.yaml"
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        change(content)
        file.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
        forget()


def forget() -> None:
    for module in (data, acts, gap_data, taxonomy):
        for one in vars(module).values():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


@pytest.fixture
def files(tmp_path, monkeypatch):
    shutil.copytree(data.FOLDER, tmp_path / "data")
    with monkeypatch.context() as patch:
        patch.setattr(data, "FOLDER", tmp_path / "data")
        yield Files(tmp_path / "data")
    forget()


def entry(section, key):
    return next(one for one in section if one["key"] == key)


def renewed(section, key, **values):
    """A new version of an entry since today; the old one ends yesterday."""
    old = entry(section, key)
    section.append({**old, "valid_from": today(), **values})
    old["valid_to"] = today() - timedelta(days=1)


def issued(story, bench):
    """A letter that was delivered today; a function that asks what its one addressee owes."""
    body = bench.body()
    act = story.issue(body, items=1)
    bench.deliver(act, body)
    return lambda: story.obligations(act, body)[0]


def test_a_term_that_was_changed_counts_for_new_letters_and_leaves_the_sent_one_alone(story, bench, files):
    earlier = issued(story.with_findings(), bench)
    told = earlier()["reply_due"]
    files.edit("terms", lambda content: renewed(content["terms"], "reply_recommendation", value=12, roll_over="none"))
    owed = issued(story, bench)()
    assert date.fromisoformat(owed["reply_due"]) == today() + timedelta(days=12)
    clock = story.officer.get(f"/obligations/{owed['id']}/clock").json
    assert clock["term"]["value"] == 12
    assert earlier()["reply_due"] == told
    assert "12 calendar days" in printed.page(today())


def test_a_rung_that_was_changed_is_due_on_another_day_and_one_that_was_taken_out_is_gone(
    story, bench, commissioner, files
):
    def change(content):
        rungs = entry(content["ladders"], "administrative")["rungs"]
        entry(rungs, "reminder")["after_days"] = 4
        rungs.remove(entry(rungs, "second_reminder"))

    files.edit("ladders", change)
    body = bench.body()
    act = story.with_findings().issue(body, items=1)
    bench.deliver(act, body)
    silence = Silence(story, body, act, commissioner, bench.person("publisher"))
    due = silence.owed[0]["reply_due"]
    with silence.on(before(after(due, 4))):
        assert silence.send(story.officer, "reminder").json["code"] == "ladder.term_runs"
    with silence.on(after(due, 4)):
        assert silence.send(story.officer, "reminder").json["state"] == "sent"
        assert silence.rungs()["offers"][0]["rung"] == "hierarchical_superior"
        gone = silence.send(story.officer, "second_reminder")
        assert (gone.status_code, gone.json["code"]) == (409, "ladder.no_such_rung")


def test_who_may_be_addressed_is_data(story, bench, files):
    home = bench.body("private")
    story.with_findings()
    path, body = f"/cases/{story.case_id}/recommendations", {
        "kind": "practice_change", "title": "x", "grounds": "x", "language": "sq",
        "items": [{"text": "x", "due": soon(9), "evidence_expected": "x"}],
        "addressees": [{"institution_id": str(home.id), "role": "responsible"}],
    }  # fmt: skip
    refused = story.officer.post(path, body)
    assert refused.status_code in {409, 422}
    files.edit("kinds", lambda content: entry(content["kinds"], "practice_change")["classes"].append("private"))
    assert story.officer.post(path, body).status_code == 201


def test_what_a_pattern_is_and_by_when_a_gap_asks_are_data(bench, story, officer, files):
    assembly = bench.body("assembly")
    files.edit("gaps", lambda content: entry(content["gap_kinds"], "law_gap").update(due_days=7))
    gap = officer.post("/gaps", {"kind": "law_gap", "title": "x", "description": "x", "provision": "x", "rights": ["28"],
                                 "cases": [str(story.case_id)]}).json  # fmt: skip
    act = officer.post(f"/gaps/{gap['gap']['id']}/acts", {"addressees": [str(assembly.id)]}).json
    assert act["items"][0]["due"] == soon(7)
    past = Past(bench)
    past.cases(bench.body(), "31", 2)
    past.look()
    assert officer.get("/patterns").json["items"] == []
    files.edit("patterns", lambda content: content["patterns"][0].update(minimum=1))
    past.look()
    assert "31" in {one["right"] for one in officer.get("/patterns").json["items"]}


def test_a_file_that_says_nonsense_is_refused_with_the_field_that_is_wrong(files):
    files.edit("terms", lambda content: entry(content["terms"], "reply_recommendation").update(value="thirty"))
    with pytest.raises(ValueError, match=r"reply_recommendation.*value"):
        data.terms()
