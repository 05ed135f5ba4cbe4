"""What a proposal goes through outside the office: a draft in consultation, the Constitutional Court, each with its day, at every door."""

import html
from datetime import timedelta
from uuid import uuid4

import pytest

from services.cases.gaps import data
from tests.cases.bench import today
from tests.cases.test_gaps import PUBLIC, a_gap, issue, read


def stage(word, ago=0, **more):
    day = today() - timedelta(days=ago)
    return {"stage": word, "on": str(day), "source": "https://konsultimi.example/17"} | more


def entered(officer, kind, **more):
    answer = officer.post("/gaps", a_gap(kind=kind, **more))
    assert answer.status_code == 201, answer.json
    return answer.json


def path(gap):
    return f"/gaps/{gap['gap']['id']}/stages"


@pytest.fixture
def ministry(bench):
    return bench.body("ministry", powers=["legislative_initiative"])


@pytest.fixture
def opinion(officer, ministry):
    return entered(officer, "draft_opinion", bodies=[str(ministry.id)])


def test_a_draft_in_consultation_has_its_number_and_last_day_and_the_opinion_on_it_goes_to_its_body(
    officer, opinion, ministry
):
    until = str(today() + timedelta(days=10))
    kept = officer.post(path(opinion), stage("consultation", 5, until=until, number="K-17/2026"))
    assert kept.status_code == 201, kept.json
    officer.post(path(opinion), stage("opinion", 1))
    shown = read(officer, opinion)["stages"]
    assert [(one["stage"], one["until"], one["number"]) for one in shown] == [
        ("consultation", until, "K-17/2026"),
        ("opinion", None, ""),
    ]
    act = officer.post(f"/gaps/{opinion['gap']['id']}/acts", {}).json
    assert (act["kind"], [one["institution_id"] for one in act["addressees"]]) == ("law_reform", [str(ministry.id)])
    assert act["items"][0]["text"].startswith("Të merret parasysh mendimi")


def test_the_way_through_the_constitutional_court_is_read_by_its_days_whenever_each_was_entered(officer):
    gap = entered(officer, "constitutional")
    coming = str(today() + timedelta(days=20))
    for one in (
        stage("hearing", on=coming),
        stage("filed", 40, number="Rgj. 12/2026"),
        stage("admitted", 10),
    ):
        assert officer.post(path(gap), one).status_code == 201
    assert [one["stage"] for one in read(officer, gap)["stages"]] == ["filed", "admitted", "hearing"]


def test_a_stage_recorded_wrongly_is_corrected_once_and_stays_for_the_staff_alone(officer, opinion):
    officer.post(path(opinion), stage("opinion", 9))
    [wrong] = read(officer, opinion)["stages"]
    put_right = stage("opinion", 2, corrects=wrong["id"])
    assert officer.post(path(opinion), put_right).status_code == 201
    shown = read(officer, opinion)["stages"]
    assert [(one["id"] == wrong["id"], one["stands"]) for one in shown] == [(True, False), (False, True)]
    again = officer.post(path(opinion), put_right)
    assert (again.status_code, again.json["code"]) == (409, "gap.stage_corrected")
    other = entered(officer, "draft_opinion")
    elsewhere = officer.post(path(other), put_right)
    assert (elsewhere.status_code, elsewhere.json["code"]) == (422, "gap.stage_unknown")


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"stage": "filed", "number": "1"}, 409, "gap.stage_does_not_fit"),
        ({"ago": -1}, 422, "gap.stage_in_the_future"),
        ({"stage": "consultation", "number": "1"}, 422, "gap.stage_without_end"),
        ({"until": 0}, 422, "gap.stage_has_no_end"),
        ({"stage": "consultation", "number": "1", "until": 1}, 422, "gap.stage_ends_before"),
        ({"stage": "consultation", "until": 0}, 422, "gap.stage_no_number"),
        ({"source": "C-2026-00012-3"}, 422, "gap.names_a_case"),
        ({"number": "\x00"}, 422, None),
        ({"on": "1.1.2026"}, 422, None),
        ({"stage": "mistake"}, 422, None),
    ],
)
def test_what_no_stage_can_be_is_refused_and_nothing_is_kept(officer, opinion, sent, status, code):
    sent = {"stage": "opinion", **sent}
    if "until" in sent:
        sent["until"] = str(today() - timedelta(days=sent["until"]))
    answer = officer.post(path(opinion), stage(sent.pop("stage"), sent.pop("ago", 0), **sent))
    assert answer.status_code == status, answer.json
    assert code in (None, answer.json.get("code")), answer.json
    assert read(officer, opinion)["stages"] == []


def test_of_a_gap_that_is_not_there_no_stage_is_recorded(officer):
    assert officer.post(f"/gaps/{uuid4()}/stages", stage("opinion")).status_code == 404


def test_each_stage_belongs_to_a_kind_of_gap_and_each_kind_names_known_ones():
    known = set(data.gap_stage_names())
    named = [set(one.stages) for one in data.gap_kinds()]
    assert set().union(*named) == known


class TestInPublic:
    @pytest.fixture
    def public(self, bench, story, ministry):
        gap = entered(story.officer, "draft_opinion", bodies=[str(ministry.id)], cases=[str(story.case_id)])
        story.with_findings()
        act = issue(story, story.officer.post(f"/gaps/{gap['gap']['id']}/acts", {}).json)
        bench.deliver(act, ministry)
        return gap

    def test_api_and_page_say_the_stages_that_stand_and_nothing_of_what_was_corrected(self, bench, story, public):
        client, number = bench.app.test_client(), public["gap"]["number"]
        story.officer.post(path(public), stage("opinion", 9, source="Protokolli i gabuar"))
        [wrong] = read(story.officer, public)["stages"]
        story.officer.post(path(public), stage("opinion", 2, corrects=wrong["id"], source="Protokolli nr. 7"))
        [shown] = client.get(f"{PUBLIC}/{number}").json["stages"]
        assert shown == {
            "stage": "opinion", "on": str(today() - timedelta(days=2)), "until": None, "number": "",
            "source": "Protokolli nr. 7",
        }  # fmt: skip
        page = html.unescape(client.get(f"/cases/public/gaps/{number}").text)
        assert "Zyra dha mendimin" in page and "Protokolli nr. 7" in page
        assert "Protokolli i gabuar" not in page

    def test_a_stage_whose_source_names_a_child_of_the_files_takes_the_gap_off_the_web(self, bench, story, public):
        client, number = bench.app.test_client(), public["gap"]["number"]
        assert client.get(f"{PUBLIC}/{number}").status_code == 200
        bench.sealed = ("Besmira Gjoka",)
        story.officer.post(path(public), stage("opinion", source="Letra e Besmira Gjoka"))
        assert client.get(f"{PUBLIC}/{number}").status_code == 404
        assert client.get(f"/cases/public/gaps/{number}").status_code == 404
