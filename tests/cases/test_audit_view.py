"""The audit trail as it is read: who did what to which object, newest first, and nothing of what was said."""

import pytest

from shared import audit
from shared.audit import heads, sealer
from shared.audit.notes import Head
from shared.events.catalogue import ComplaintExclusionChanged


@pytest.fixture
def auditor(bench):
    return bench.person("auditor", name="Shembull Auditori")


def test_the_trail_of_one_case_names_who_read_and_changed_it(story, auditor):
    story.step("assign")
    story.officer.get(f"/cases/{story.case_id}")
    found = auditor.get(f"/audit?object=case&id={story.case_id}").json["items"]
    assert [(one["action"], one["name"]) for one in found] == [
        ("case.read", "Shembull Eksperti"),
        ("case.assign", "Shembull Eksperti"),
        ("case.opened", "service:intake"),
    ]
    assert {(one["object"], one["id"]) for one in found} == {("case", str(story.case_id))}


def test_every_view_of_a_case_and_of_what_belongs_to_it_is_in_the_trail(bench, story):
    body = bench.body()
    act = story.with_findings().issue(body)
    obligation = act["obligations"][0]["id"]
    story.approver.get(f"/cases/{story.case_id}")
    story.approver.get(f"/cases/{story.case_id}/exclusions")
    story.approver.get(f"/obligations/{obligation}")
    assert bench.audited("case.read", story.case_id) == 1
    assert bench.audited("exclusions.read", story.case_id) == 1
    assert bench.audited("obligation.read", obligation) == 1
    assert bench.audited("act.read", act["id"]) > 0


def test_the_trail_holds_no_words_and_its_reading_is_in_it(bench, story, auditor):
    story.step("assign")
    story.step("investigate")
    story.found("violation_found", text="Fjalë që nuk dalin nga dosja.")
    story.officer.post(f"/cases/{story.case_id}/notes", {"text": "Fjalë që nuk dalin nga dosja."})
    answer = auditor.get("/audit")
    assert "Fjalë" not in answer.text
    assert auditor.get("/audit?limit=1").json["items"][0]["action"] == "audit.read"
    assert bench.audited("audit.read", "all") == 2


def test_each_entry_says_by_which_request_and_for_what(bench, story, auditor):
    answer = story.officer.get(f"/cases/{story.case_id}")
    read = auditor.get(f"/audit?object=case&id={story.case_id}&limit=1").json["items"][0]
    assert (read["action"], read["request"], read["purpose"]) == (
        "case.read",
        answer.headers["X-Request-Id"],
        "casework",
    )
    opened = auditor.get(f"/audit?object=case&id={story.case_id}").json["items"][-1]
    assert (opened["action"], opened["purpose"]) == ("case.opened", "service")
    everything = auditor.get("/audit?limit=200").json["items"]
    assert everything[0]["purpose"] == "oversight"
    assert all(one["request"] and one["purpose"] in audit.PURPOSES for one in everything)


def test_a_change_is_told_with_what_was_before_in_codes_and_ids_and_without_words(bench, story, auditor):
    story.step("assign")
    body, before = str(bench.body().id), story.officer.get(f"/cases/{story.case_id}").json["bodies"]
    wanted = {"title": "Titull i ri", "bodies": [body]}
    assert story.officer.patch(f"/cases/{story.case_id}", wanted).status_code == 200
    entries = auditor.get(f"/audit?object=case&id={story.case_id}").json["items"]
    told = {one["action"]: one["details"].get("changes") for one in entries}
    assert told["case.assign"] == {"status": ["opened", "assigned"]}
    assert told["case.changed"] == {"bodies": [before, [body]]}
    assert "Titull i ri" not in auditor.get(f"/audit?object=case&id={story.case_id}").text


def test_pages_of_the_trail_follow_each_other(story, auditor):
    story.with_findings()
    query = {"object": "case", "id": str(story.case_id), "limit": 2}
    first = auditor.get("/audit", query_string=query).json
    second = auditor.get("/audit", query_string={**query, "after": first["next"]})
    numbers = [one["number"] for one in first["items"] + second.json["items"]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 4
    assert auditor.get("/audit", query_string={"after": first["next"]}).status_code == 400


def test_a_wall_hides_the_trail_of_the_case_and_of_all_that_belongs_to_it(bench, story, approver, auditor):
    act = story.with_findings().issue(bench.body())
    obligation = act["obligations"][0]["id"]
    story.approver.get(f"/obligations/{obligation}")
    body = {"staff_id": str(auditor.id), "excluded": True, "reason": "x"}
    assert approver.post(f"/cases/{story.case_id}/exclusions", body).status_code == 201
    for kind, one in (("case", story.case_id), ("recommendation", act["id"]), ("obligation", obligation)):
        assert auditor.get(f"/audit?object={kind}&id={one}").json["items"] == []
    everything = auditor.get("/audit?limit=200").text
    actions = {one["action"] for one in auditor.get("/audit?limit=200").json["items"]}
    assert "institution.changed" in actions
    assert str(story.case_id) not in everything
    assert act["id"] not in everything


def test_a_wall_around_a_complaint_that_has_no_case_hides_its_trail(bench, auditor):
    hidden, other = bench.complaint(), bench.complaint(reference="A-2026-00002-5")
    told = {"complaint_id": hidden, "staff_id": auditor.id}
    bench.hear(ComplaintExclusionChanged, hidden, **told, excluded=True)
    assert auditor.get(f"/audit?object=complaint&id={hidden}").json["items"] == []
    everything = auditor.get("/audit?limit=200").text
    assert str(hidden) not in everything
    assert str(other) in everything
    bench.hear(ComplaintExclusionChanged, hidden, **told, excluded=False)
    assert auditor.get(f"/audit?object=complaint&id={hidden}").json["items"] != []


@pytest.mark.parametrize(
    "query",
    ["object=case", "id=x", "object=Case&id=x", "object=case&id=", "limit=0", "after=", "x=1", "object=%00&id=x"],
)
def test_a_strange_question_is_refused(auditor, query):
    assert auditor.get(f"/audit?{query}").status_code in {400, 422}


@pytest.mark.parametrize("role", ["intake_officer", "case_officer", "approver", "publisher", "admin"])
def test_nobody_else_reads_the_trail(bench, role):
    assert bench.person(role).get("/audit").status_code == 403


def test_the_auditor_does_not_learn_that_there_is_a_referral_and_the_commissioner_who_leads_does(
    bench, story, auditor, commissioner
):
    story.with_findings()
    act = story.issue(bench.body("prosecution"), kind="prosecution_referral", items=1)
    open_act = story.issue(bench.body(), items=1)
    secret = [act["id"], act["obligations"][0]["id"]]
    story.officer.get(f"/obligations/{secret[1]}")
    for object_type, object_id in zip(("recommendation", "obligation"), secret, strict=True):
        asked = f"/audit?object={object_type}&id={object_id}"
        assert auditor.get(asked).json["items"] == []
        assert commissioner.get(asked).json["items"] != []
    whole = auditor.get("/audit?limit=200").get_data(as_text=True)
    assert not any(one in whole for one in (*secret, act["number"], "prosecution_referral"))
    assert auditor.get(f"/audit?object=recommendation&id={open_act['id']}").json["items"] != []


def test_an_entry_shows_its_place_and_hash_in_the_sealed_trail_as_soon_as_it_has_them(bench, story, auditor):
    query = f"/audit?object=case&id={story.case_id}"
    assert [(one["place"], one["hash"]) for one in auditor.get(query).json["items"]] == [(None, None)]
    seal_all(bench)
    opened = auditor.get(query).json["items"][-1]
    assert opened["place"] >= 1
    assert len(opened["hash"]) == 64


@pytest.mark.built_now
def test_the_state_of_the_trail_is_told_with_its_signed_head_and_nothing_of_what_is_in_it(bench, story, auditor):
    assert auditor.get("/audit/state").json == {"size": 0, "unsealed_seconds": 0, "note": "", "witnesses": []}
    size = seal_all(bench)
    with bench.platform.sealer.transaction() as session:
        head = heads.tell(session, bench.platform.notary)
    with bench.platform.database.transaction() as session:
        session.add(heads.AuditSeen(witness="partners", size=size, root=head.root, signed="", verdict="grown"))
    told = auditor.get("/audit/state").json
    assert (told["size"], bench.platform.notary.read(told["note"])) == (size, head)
    assert [(one["service"], one["size"], one["verdict"]) for one in told["witnesses"]] == [("partners", size, "grown")]


def seal_all(bench) -> int:
    while sealer.seal(bench.platform.sealer, bench.platform.notary):
        pass
    with bench.platform.database.reading() as session:
        return audit.newest(session).size


class TestCommand:
    """`flask audit verify`."""

    def verify(self, bench, *words):
        with bench.app.app_context():
            return bench.app.test_cli_runner().invoke(args=["audit", "verify", *words])

    def test_it_prints_the_signed_head_of_a_trail_that_holds_and_compares_it_with_a_file_of_heads(
        self, bench, story, tmp_path
    ):
        size = seal_all(bench)
        held = self.verify(bench)
        assert held.exit_code == 0, held.output
        assert f"besa/cases\n{size}\n" in held.output
        file = tmp_path / "heads"
        file.write_text(held.output.partition("\n")[2].removesuffix("\n"))
        again = self.verify(bench, "--heads", str(file))
        assert again.exit_code == 0, again.output

    def test_it_ends_with_1_and_names_what_is_missing_of_a_head_that_was_kept(self, bench, story, tmp_path):
        here = bench.platform
        file = tmp_path / "heads"
        file.write_text(here.notary.note(Head("cases", 999, b"r" * 32)))
        seal_all(bench)
        cut = self.verify(bench, "--heads", str(file))
        assert cut.exit_code == 1
        assert "size 999: cut_since_kept_by_file" in cut.output

    def test_it_refuses_a_file_that_holds_no_heads_of_this_service(self, bench, tmp_path):
        file = tmp_path / "heads"
        for words in ("words", bench.platform.notary.note(Head("cases", 1, b"r" * 32)).replace("\n1\n", "\n2\n")):
            file.write_text(words)
            refused = self.verify(bench, "--heads", str(file))
            assert refused.exit_code == 1
            assert "no head of this service" in refused.output
