"""The register of gaps in law and of wrong practices: from the cases that showed one to the law in force."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.cases.data import taxonomy
from shared.app import STAFF_COOKIE
from tests.cases.bench import SEEN, today
from tests.cases.commitments_world import a_row, brought

PUBLIC = "/cases/api/v1/public/gaps"


def a_gap(**more):
    return {
        "kind": "law_gap",
        "title": "Transporti i nxënësve nuk është e drejtë",
        "description": "Ligji nuk thotë kush e siguron transportin kur shkolla mbyllet.",
        "provision": "Ligji nr. 69/2012, neni 63",
        "rights": ["28.1", "37.a"],
        **more,
    }


@pytest.fixture
def assembly(bench):
    return bench.body("assembly")


@pytest.fixture
def gap(story):
    answer = story.officer.post("/gaps", a_gap(cases=[str(story.case_id)]))
    assert answer.status_code == 201, answer.json
    return answer.json


def read(person, gap):
    answer = person.get(f"/gaps/{gap['gap']['id']}")
    assert answer.status_code == 200, answer.json
    return answer.json


def issue(story, act):
    signatory = story.signatory(act)
    story.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
    issued = signatory.post(f"/recommendations/{act['id']}/issue")
    assert issued.status_code == 200, issued.json
    return issued.json


class TestRegister:
    def test_a_gap_is_entered_with_its_articles_and_the_clusters_follow_from_them(self, gap):
        assert gap["gap"]["number"].startswith("G-")
        assert [one["number"] for one in gap["gap"]["clusters"]] == ["5", "8"]
        assert (gap["gap"]["status"], gap["gap"]["outcome"], gap["acts"]) == ("open", None, [])

    def test_it_shows_the_cases_behind_it_and_a_case_tells_of_it(self, story, gap):
        assert [one["id"] for one in gap["cases"]] == [str(story.case_id)]
        history = story.officer.get(f"/cases/{story.case_id}").json["history"]
        assert "case.gap_linked" in {one["code"] for one in history}

    def test_the_taxonomy_of_another_day_gives_other_clusters(self):
        assert taxonomy.clusters(["37.a"], today()) == ("5",)
        assert taxonomy.clusters(["37.a"], date(2013, 1, 1)) == ("4",)
        assert taxonomy.clusters(["37"], today()) == ("5", "9")

    def test_a_list_is_filtered_by_kind_cluster_and_where_a_gap_stands(self, officer, gap):
        other = officer.post("/gaps", a_gap(kind="wrong_practice", rights=["12"])).json
        for query, found in (
            ("", [other, gap]),
            ("?kind=wrong_practice", [other]),
            ("?cluster=5", [gap]),
            ("?cluster=3", [other]),
            ("?cluster=99", []),
            ("?status=open", [other, gap]),
            ("?status=settled", []),
            ("?limit=1", [other]),
        ):
            shown = officer.get(f"/gaps{query}").json["items"]
            assert [one["id"] for one in shown] == [one["gap"]["id"] for one in found], query
        following = officer.get("/gaps?limit=1").json["next"]
        assert [one["id"] for one in officer.get(f"/gaps?after={following}").json["items"]] == [gap["gap"]["id"]]

    def test_it_is_corrected_by_who_saw_the_version_that_is_there(self, bench, officer, gap):
        path, body = f"/gaps/{gap['gap']['id']}", bench.body()
        etag = officer.get(path).headers["ETag"].strip('"')
        changes = {"rights": ["12"], "bodies": [str(body.id)]}
        changed = officer.patch(path, changes, etag)
        assert changed.status_code == 200
        assert [one["id"] for one in changed.json["bodies"]] == [str(body.id)]
        assert officer.patch(path, {"title": "x"}, etag).status_code == 412
        assert officer.call("PATCH", path, json={"title": "x"}).status_code == 428

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"rights": ["28.9"]}, 422),
            ({"rights": []}, 422),
            ({"kind": "mistake"}, 422),
            ({"clusters": ["7"]}, 422),
            ({"bodies": ["00000000-0000-4000-8000-000000000000"]}, 422),
            ({"cases": ["00000000-0000-4000-8000-000000000000"]}, 404),
            ({"description": "Si në çështjen C-2026-00012-3."}, 422),
            ({"title": "\u200b"}, 422),
        ],
    )
    def test_what_no_gap_can_be_is_refused(self, officer, changes, status):
        assert officer.post("/gaps", a_gap(**changes)).status_code == status
        assert officer.get("/gaps").json["items"] == []

    def test_one_that_is_not_there_is_not_found(self, officer):
        for path in ("acts", "cases", "outcome"):
            body = {"acts": {}, "cases": {"cases": [str(uuid4())]}, "outcome": outcome()}[path]
            assert officer.post(f"/gaps/{uuid4()}/{path}", body).status_code == 404
        assert officer.get(f"/gaps/{uuid4()}").status_code == 404

    def test_a_case_that_a_person_may_not_see_is_neither_shown_nor_linked(self, bench, story, gap):
        story.step("assign")
        other = bench.person("case_officer")
        assert read(other, gap)["cases"] == []
        linked = other.post(f"/gaps/{gap['gap']['id']}/cases", {"cases": [str(story.case_id)]})
        assert linked.status_code == 404


def outcome(word="law_in_force", **more):
    return {"outcome": word, "on": str(today()), "source": "Fletorja Zyrtare nr. 12/2026", **more}


class TestFromGapToLaw:
    def test_who_wrote_in_the_gap_wrote_in_the_act_that_takes_over_its_words(
        self, bench, story, assembly, gap, commissioner
    ):
        """Four eyes: the officer drafts, but the words are of who corrected the gap."""
        story.with_findings()
        path = f"/gaps/{gap['gap']['id']}"
        etag = story.officer.get(path).headers["ETag"].strip('"')
        assert story.approver.patch(path, {"description": "Ligji nuk e thotë."}, etag).status_code == 200
        act = story.officer.post(f"{path}/acts", {}).json
        approval = (f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
        refused = story.approver.post(*approval)
        assert (refused.status_code, refused.json["code"]) == (409, "approval.own_work")
        by_another = bench.person("approver").post(*approval)
        assert by_another.status_code == 200, by_another.json

    def test_a_proposal_is_drafted_in_one_step_issued_answered_and_settled(self, bench, story, assembly, gap):
        story.with_findings()
        other = story.officer.post("/gaps", a_gap()).json
        drafted = story.officer.post(f"/gaps/{gap['gap']['id']}/acts", {})
        assert drafted.status_code == 201, drafted.json
        act = drafted.json
        assert (act["kind"], act["case_id"]) == ("law_reform", str(story.case_id))
        assert "neni 63" in act["items"][0]["text"] and "28.1" in act["grounds"]
        assert [one["institution_id"] for one in act["addressees"]] == [str(assembly.id)]
        assert read(story.officer, gap)["gap"]["status"] == "open"

        issued = issue(story, act)
        assert read(story.officer, gap)["gap"]["status"] == "act_issued"
        bench.deliver(issued, assembly)
        bench.reply(issued, assembly, {"item_id": issued["items"][0]["id"], "position": "accepted"})
        answered = read(story.officer, gap)
        assert answered["gap"]["status"] == "answered"
        assert read(story.officer, other)["gap"]["status"] == "open"
        assert [one["reply"] for one in answered["acts"][0]["obligations"]] == ["accepted"]

        owed = issued["obligations"][0]["id"]
        decided = {"outcome": "change_adopted", "on": str(today()), "evidence": [SEEN]}
        assert story.officer.post(f"/obligations/{owed}/assessments", decided).status_code == 201
        assert [one["outcome"] for one in read(story.officer, gap)["acts"][0]["obligations"]] == ["change_adopted"]

        settled = story.officer.post(f"/gaps/{gap['gap']['id']}/outcome", outcome())
        assert settled.status_code == 201, settled.json
        assert settled.json["gap"]["status"] == "settled"
        assert settled.json["gap"]["outcome"]["on"] == str(today())
        for status, found in (("settled", gap), ("open", other), ("answered", None)):
            shown = [one["number"] for one in story.officer.get(f"/gaps?status={status}").json["items"]]
            assert shown == ([found["gap"]["number"]] if found else [])

    def test_a_later_outcome_corrects_an_earlier_one_and_both_stay(self, officer, gap):
        path = f"/gaps/{gap['gap']['id']}/outcome"
        officer.post(path, outcome("rejected"))
        corrected = officer.post(path, outcome()).json
        assert corrected["gap"]["outcome"]["outcome"] == "law_in_force"
        assert [one["outcome"] for one in corrected["outcomes"]] == ["rejected", "law_in_force"]

    @pytest.mark.parametrize(
        ("sent", "status", "code"),
        [
            ({"outcome": "practice_changed"}, 409, "gap.outcome_does_not_fit"),
            ({"on": "2099-01-01"}, 422, "gap.outcome_in_the_future"),
        ],
    )
    def test_an_end_that_does_not_fit_is_refused(self, officer, gap, sent, status, code):
        answer = officer.post(f"/gaps/{gap['gap']['id']}/outcome", {**outcome(), **sent})
        assert (answer.status_code, answer.json["code"]) == (status, code)

    def test_an_application_to_the_constitutional_court_goes_to_that_court(self, bench, officer):
        court = bench.body("constitutional_court")
        gap = officer.post("/gaps", a_gap(kind="constitutional")).json
        act = officer.post(f"/gaps/{gap['gap']['id']}/acts", {}).json
        assert act["kind"] == "constitutional_review"
        assert [one["institution_id"] for one in act["addressees"]] == [str(court.id)]
        judged = officer.post(f"/gaps/{gap['gap']['id']}/outcome", outcome("judgment", source="Vendimi nr. 1/2026"))
        assert judged.json["gap"]["status"] == "settled"

    def test_a_wrong_practice_without_a_case_opens_one_of_the_offices_own_initiative(self, bench, officer):
        school = bench.body("school")
        gap = officer.post("/gaps", a_gap(kind="wrong_practice", bodies=[str(school.id)])).json
        act = officer.post(f"/gaps/{gap['gap']['id']}/acts", {}).json
        assert act["kind"] == "practice_change"
        case = officer.get(f"/cases/{act['case_id']}").json
        assert (case["case"]["origin"], case["case"]["rights"]) == ("own_initiative", ["28.1", "37.a"])
        assert gap["gap"]["number"] in case["memo"]
        again = officer.post(f"/gaps/{gap['gap']['id']}/acts", {}).json
        assert again["case_id"] == act["case_id"]

    @pytest.mark.parametrize(
        ("kind", "asked", "ends"),
        [
            ("policy", "Të hartohet dhe të miratohet", "policy_adopted"),
            ("implementation", "Të zbatohet", "practice_changed"),
            ("budget", "Të parashikohen në buxhet", "funds_provided"),
        ],
    )
    def test_what_is_missing_in_policy_or_budget_is_asked_of_its_bodies_and_ends_in_its_own_way(
        self, bench, officer, kind, asked, ends
    ):
        ministry = bench.body("ministry")
        gap = officer.post("/gaps", a_gap(kind=kind, bodies=[str(ministry.id)])).json
        act = officer.post(f"/gaps/{gap['gap']['id']}/acts", {}).json
        assert (act["kind"], [one["institution_id"] for one in act["addressees"]]) == (
            "practice_change",
            [str(ministry.id)],
        )
        assert act["items"][0]["text"].startswith(asked)
        path = f"/gaps/{gap['gap']['id']}/outcome"
        assert officer.post(path, outcome("law_in_force")).json["code"] == "gap.outcome_does_not_fit"
        assert officer.post(path, outcome(ends)).json["gap"]["status"] == "settled"

    def test_nobody_is_addressed_by_guessing(self, bench, officer):
        gap = officer.post("/gaps", a_gap()).json
        answer = officer.post(f"/gaps/{gap['gap']['id']}/acts", {})
        assert (answer.status_code, answer.json["code"]) == (422, "gap.no_addressee")
        ministry = bench.body("ministry", powers=["legislative_initiative"])
        answer = officer.post(f"/gaps/{gap['gap']['id']}/acts", {"addressees": [str(ministry.id)]})
        assert answer.status_code == 201
        assert bench.scalar("SELECT count(*) FROM case_file WHERE origin = 'own_initiative'") == 1

    def test_a_repeated_request_drafts_once(self, bench, officer, assembly, gap):
        path, headers = f"/gaps/{gap['gap']['id']}/acts", {"Idempotency-Key": "one"}
        first, second = (officer.post(path, {}, headers=headers) for _ in range(2))
        assert first.json["id"] == second.json["id"]
        assert bench.scalar("SELECT count(*) FROM gap_act") == 1


class TestInPublic:
    @pytest.fixture
    def public(self, bench, story, assembly, gap):
        story.with_findings()
        act = issue(story, story.officer.post(f"/gaps/{gap['gap']['id']}/acts", {}).json)
        bench.deliver(act, assembly)
        return gap

    def test_a_gap_is_shown_once_an_act_of_it_is_public(self, bench, story, assembly, gap):
        client = bench.app.test_client()
        assert client.get(PUBLIC).json["items"] == []
        assert client.get(f"{PUBLIC}/{gap['gap']['number']}").status_code == 404
        story.with_findings()
        act = issue(story, story.officer.post(f"/gaps/{gap['gap']['id']}/acts", {}).json)
        assert client.get(PUBLIC).json["items"] == [], "an act that reached nobody is public of nobody"
        bench.deliver(act, assembly)
        [shown] = client.get(PUBLIC).json["items"]
        assert shown == client.get(f"{PUBLIC}/{gap['gap']['number']}").json
        assert [one["number"] for one in shown["acts"]] == [act["number"]]
        assert shown["status"] == "act_issued"

    def test_what_the_state_owes_and_it_is_in_the_way_of_is_found_from_both_pages(
        self, bench, officer, approver, story, assembly, gap
    ):
        hindered, _other = brought(approver, a_row(), a_row(item="40"))
        assert officer.post(f"/commitments/{hindered['id']}/links", {"gap_id": gap["gap"]["id"]}).status_code == 200
        client, number = bench.app.test_client(), gap["gap"]["number"]
        asked = f"/cases/api/v1/public/commitments?gap={number}"
        assert client.get(asked).json["items"] == [], "of a gap that nobody may read nobody is told"
        story.with_findings()
        bench.deliver(issue(story, story.officer.post(f"/gaps/{gap['gap']['id']}/acts", {}).json), assembly)
        assert [one["id"] for one in client.get(asked).json["items"]] == [hindered["id"]]
        own = gap["gap"]["id"]
        assert [one["id"] for one in officer.get(f"/commitments?gap={own}").json["items"]] == [hindered["id"]]
        officer.client.set_cookie(STAFF_COOKIE, officer.token, path="/")
        assert hindered["id"] in officer.client.get(f"/cases/staff/commitments?gap={own}").text
        page = client.get(f"/cases/public/gaps/{number}").text
        assert f"/cases/public/commitments?gap={number}" in page
        assert hindered["id"] in client.get(f"/cases/public/commitments?gap={number}").text
        assert f"/cases/staff/commitments?gap={own}" in officer.client.get(f"/cases/staff/gaps/{gap['gap']['id']}").text

    def test_it_names_no_case_and_tells_no_small_number(self, bench, story, public):
        client, path = bench.app.test_client(), f"{PUBLIC}/{public['gap']['number']}"
        shown = client.get(path)
        case_number = bench.scalar("SELECT number FROM case_file WHERE id = :id", id=story.case_id)
        assert not [
            one for one in (case_number, str(story.case_id), "A-2026-", public["gap"]["id"]) if one in shown.text
        ]
        assert shown.json["cases"] is None
        more = [str(bench.admit()) for _ in range(2)]
        story.officer.post(f"/gaps/{public['gap']['id']}/cases", {"cases": more})
        assert client.get(path).json["cases"] == 3

    @pytest.mark.parametrize("number", ["G-2026-00001-1", "x", "%00"])
    def test_an_unknown_number_is_not_there(self, bench, number):
        assert bench.app.test_client().get(f"{PUBLIC}/{number}").status_code == 404


def test_a_gap_that_was_settled_in_the_past_keeps_its_day(officer, gap):
    day = today() - timedelta(days=400)
    settled = officer.post(f"/gaps/{gap['gap']['id']}/outcome", outcome(on=str(day)))
    assert settled.json["gap"]["outcome"]["on"] == str(day)


class TestNames:
    """What the public reads of a gap was compared with the sealed files (design, section 10, Names)."""

    NAME = "Zanafilla"

    @pytest.fixture
    def public(self, story, bench, assembly):
        """A gap whose act is public: what anyone sees of its texts."""
        story.with_findings()

        def enter(**texts):
            entered = story.officer.post("/gaps", a_gap(cases=[str(story.case_id)], **texts)).json
            bench.deliver(issue(story, story.officer.post(f"/gaps/{entered['gap']['id']}/acts", {}).json), assembly)
            return entered

        return enter

    def seen(self, bench, gap):
        client, number = bench.app.test_client(), gap["gap"]["number"]
        answers = [client.get(path) for path in (PUBLIC, f"{PUBLIC}/{number}", f"/cases/public/gaps/{number}")]
        return [self.NAME in one.text for one in answers], answers[1].status_code

    @pytest.mark.parametrize("where", ["title", "description", "provision"])
    def test_a_gap_that_names_a_child_is_not_shown_to_the_public(self, bench, story, public, where):
        gap = public(**{where: "Neni 63 i Kodit"})
        assert self.seen(bench, gap)[1] == 200
        bench.sealed = (self.NAME,)
        changed = story.officer.patch(f"/gaps/{gap['gap']['id']}", {where: f"Rasti i {self.NAME}s"})
        assert changed.status_code == 200
        assert read(story.officer, gap)["names_check"]["stops"] == 1
        assert self.seen(bench, gap) == ([False] * 3, 404)

    def test_where_its_end_can_be_read_names_nobody_to_the_public_either(self, bench, story, public):
        gap = public()
        bench.sealed = (self.NAME,)
        ended = outcome(source=f"Vendimi për {self.NAME}n")
        assert story.officer.post(f"/gaps/{gap['gap']['id']}/outcome", ended).status_code == 201
        assert self.seen(bench, gap) == ([False] * 3, 404)
        assert story.officer.post(f"/gaps/{gap['gap']['id']}/outcome", outcome()).status_code == 201
        assert self.seen(bench, gap)[1] == 200

    def test_a_second_person_says_why_it_may_all_the_same(self, bench, story, public):
        gap = public()
        bench.sealed = (self.NAME,)
        changed = story.officer.patch(f"/gaps/{gap['gap']['id']}", {"title": f"Ligji {self.NAME}"})
        changed = read(story.officer, gap)
        reason = {"content_hash": changed["names_check"]["content_hash"], "names_reason": "Familja e kërkoi"}
        path = f"/gaps/{gap['gap']['id']}/names-reason"
        assert story.officer.post(path, reason).status_code == 403
        assert story.approver.post(path, reason).status_code == 200
        assert self.seen(bench, gap)[1] == 200
        assert bench.audited("gap.names_explained", gap["gap"]["id"]) == 1

    def test_a_gap_waits_until_the_file_of_a_case_linked_later_was_compared_too(self, bench, story, public):
        gap = public(title=f"Ligji {self.NAME}")
        assert self.seen(bench, gap)[1] == 200
        bench.sealed, bench.intake_away = (self.NAME,), True
        linked = story.officer.post(f"/gaps/{gap['gap']['id']}/cases", {"cases": [str(bench.admit())]})
        assert linked.status_code == 200
        assert self.seen(bench, gap) == ([False] * 3, 404)
        bench.intake_away = False
        bench.answer_checks()
        assert self.seen(bench, gap) == ([False] * 3, 404)

    def test_a_gap_waits_while_intake_is_away(self, bench, story, public):
        gap = public()
        bench.intake_away = True
        assert story.officer.patch(f"/gaps/{gap['gap']['id']}", {"title": "Titull tjetër"}).status_code == 200
        assert self.seen(bench, gap)[1] == 404
        bench.intake_away = False
        bench.answer_checks()
        assert self.seen(bench, gap)[1] == 200
