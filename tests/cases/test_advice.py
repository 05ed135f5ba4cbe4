"""An advice to sue goes to the injured person, not to whoever complained (truth.md S13)."""

from datetime import timedelta

import pytest

from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.test_letters import text_of

STEPS = [{"text": "Paraqitni padi në gjykatën administrative brenda 45 ditëve."}]


def advice(**more):
    said = {"title": "Padi", "grounds": "E drejta u shkel.", "items": STEPS, "addressees": [], **more}
    return {"kind": "litigation_advice", **said}


@pytest.fixture
def joined(bench, story):
    """A case of two complaints: the id of the second, of another family."""
    second = bench.complaint(reference="A-2026-00002-5")
    first = bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)
    bench.hear_joined(second, first)
    story.with_findings()
    return second


def test_an_advice_to_sue_goes_to_the_injured_person_and_to_no_other_who_complained(bench, story, joined):
    party = story.injured(complaint_id=str(joined))
    act = story.issue(**advice(injured_party=party))
    [told] = bench.told(catalogue.ComplainantInformed)
    assert told["complaint_id"] == str(joined)
    [issued] = bench.told(catalogue.RecommendationIssued)
    assert issued["complaints"] == [str(joined)]
    assert act["injured_party"] == party


@pytest.mark.parametrize(
    ("by_child", "says", "not_says"),
    [
        (
            True,
            ("TY QË NA SHKROVE Përshëndetje,", "ÇFARË MUND TË BËSH: 1. Paraqitni", "Ti vendos vetë", "Flit për këtë"),
            ("Ju ", "ligjit nr."),
        ),
        (
            False,
            (
                "PERSONIT QË NA U DREJTUA Ju përshëndesim,",
                "mbështetje të ligjit nr. 8454",
                "Vendosni ju",
                "Me respekt,",
            ),
            ("shkronja", "Përshëndetje", "/partners/", "bashkëpunimin"),
        ),
    ],
)
def test_the_advice_is_a_letter_without_a_name_in_the_words_of_who_reads_it(bench, story, by_child, says, not_says):
    complaint = bench.complaint(reference="A-2026-00003-3", by_child=by_child)
    first = bench.scalar("SELECT id FROM complaint WHERE case_id = :id", id=story.case_id)
    bench.hear_joined(complaint, first)
    story.with_findings()
    act = story.draft(**advice(injured_party=story.injured(complaint_id=str(complaint))))
    path = f"/recommendations/{act['id']}"
    draft = text_of(story.officer.get(f"{path}/advice-letter").data)
    assert "PROJEKT" in draft
    story.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]})
    issued = story.approver.post(f"{path}/issue").json
    answer = story.officer.get(f"{path}/advice-letter")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    said = text_of(answer.data)
    for words in (*says, f"Akti {issued['number']}", "Nr. "):
        assert words in said, words
    for words in (*not_says, "PROJEKT"):
        assert words not in said, words
    [told] = bench.told(catalogue.ComplainantInformed)
    sent = bench.platform.documents.get_json(told["message"])
    assert bench.platform.documents.get(sent["pdf"]) == answer.data
    advised = (
        ["Ti vendos vetë", "të rritur që i beson", "Nuk ke pse"]
        if by_child
        else ["Vendosni ju", "Nuk pritet përgjigje"]
    )
    assert [words in sent["text"] for words in (*advised, STEPS[0]["text"])] == [True] * (len(advised) + 1), sent[
        "text"
    ]
    assert bench.audited("letter.read", act["id"]) == 2
    story.officer.client.set_cookie("besa_staff", story.officer.token)
    page = story.officer.client.get(f"/cases/staff{path}").text
    assert f"/cases/staff{path}/advice-letter" in page
    assert story.officer.client.get(f"/cases/staff{path}/advice-letter").data == answer.data


def test_no_other_act_has_such_a_letter_and_no_stranger_reads_one(bench, story, joined):
    act = story.draft(**advice(injured_party=story.injured(complaint_id=str(joined))))
    other = story.draft(bench.body(), items=1)
    assert story.officer.get(f"/recommendations/{other['id']}/advice-letter").status_code == 404
    path = f"/recommendations/{act['id']}/advice-letter"
    assert bench.person("case_officer").get(path).status_code == 404
    assert bench.person("publisher").get(path).status_code == 403


def test_where_nobody_injured_is_named_it_is_said_while_drafting_also_in_a_case_of_the_offices_own(story, bench):
    own = story.officer.post(
        "/cases",
        {
            "trigger": {"kind": "media", "source": "Gazeta"},
            "memo": "Zyra vendosi.",
            "title": "Rasti",
            "rights": ["28"],
            "bodies": [],
        },
    ).json["id"]
    for case_id in (story.case_id, own):
        refused = story.officer.post(f"/cases/{case_id}/recommendations", advice())
        assert (refused.status_code, refused.json["code"]) == (422, "act.needs_injured_party")
        assert refused.json["errors"][0]["pointer"] == "/injured_party"
    assert bench.scalar("SELECT count(*) FROM recommendation") == 0


@pytest.mark.parametrize(
    ("role", "in_conflict", "code"),
    [
        ("injured", False, None),
        ("representative", False, None),
        ("complainant", False, "party.not_injured"),
        ("witness", False, "party.not_injured"),
        ("representative", True, "party.in_conflict"),
    ],
)
def test_the_injured_person_or_a_representative_who_is_not_in_conflict_is_advised_and_nobody_else(
    bench, story, role, in_conflict, code
):
    if in_conflict:
        case_id = bench.admit(conflict_with_guardian=True)
        story.case_id = case_id
    party = story.injured(role=role)
    answer = story.officer.post(f"/cases/{story.case_id}/recommendations", advice(injured_party=party))
    assert (answer.status_code, answer.json.get("code")) == ((422, code) if code else (201, None))


def test_a_party_without_a_mailbox_or_of_another_case_or_that_ended_is_refused(bench, story):
    labelled = story.injured(complaint_id=None, label="fëmija 1")
    ended = story.injured()
    assert story.officer.call("DELETE", f"/cases/{story.case_id}/parties/{ended}").status_code == 200
    path = f"/cases/{story.case_id}/recommendations"
    for party, code in (
        (labelled, "party.no_mailbox"),
        (ended, "party_unknown"),
        (str(story.case_id), "party_unknown"),
    ):
        assert story.officer.post(path, advice(injured_party=party)).json["code"] == code


def test_a_party_that_ends_before_the_issue_stops_the_advice(story, joined):
    party = story.injured(complaint_id=str(joined))
    act = story.draft(**advice(injured_party=party))
    assert act["faults"] == []
    assert story.officer.call("DELETE", f"/cases/{story.case_id}/parties/{party}").status_code == 200
    refused = story.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
    assert refused.json["code"] == "party_unknown"
    assert [one["code"] for one in story.officer.get(f"/recommendations/{act['id']}").json["faults"]] == [
        "party_unknown"
    ]


def test_a_letter_that_left_by_post_is_written_down_without_an_address(bench, story, joined):
    act = story.issue(**advice(injured_party=story.injured(complaint_id=str(joined))))
    path = f"/recommendations/{act['id']}/advice-posted"
    for bad in ({}, {"on": "nesër"}, {"on": str(today()), "address": "Rruga e vet"}):
        assert story.officer.post(path, bad).status_code == 422
    ahead, before = (str(today() + timedelta(days=days)) for days in (1, -1))
    assert story.officer.post(path, {"on": ahead}).json["code"] == "advice.day_ahead"
    assert story.officer.post(path, {"on": before}).json["code"] == "advice.posted_before"
    assert story.officer.post(path, {"on": str(today()), "label": "RR 1 AL"}).status_code == 201
    last = story.officer.get(f"/cases/{story.case_id}").json["history"][-1]
    assert (last["code"], last["details"]) == (
        "advice.posted",
        {"act": act["id"], "on": str(today()), "number": "RR 1 AL"},
    )
    by_hand = {"on": str(today()), "addressed_by_hand": True}
    assert story.officer.post(path, by_hand).status_code == 201
    last = story.officer.get(f"/cases/{story.case_id}").json["history"][-1]
    assert last["details"] == {"act": act["id"], "on": str(today()), "by_hand": True}
    assert bench.audited("advice.posted", act["id"]) == 2
    draft = story.draft(**advice(injured_party=story.injured(complaint_id=str(joined))))
    assert story.officer.post(f"/recommendations/{draft['id']}/advice-posted", {"on": str(today())}).status_code == 409
    other = story.issue(bench.body(), items=1)
    refused = story.officer.post(f"/recommendations/{other['id']}/advice-posted", {"on": str(today())})
    assert (refused.status_code, refused.json["code"]) == (409, "advice.no_advice")


def test_what_came_of_it_is_recorded_if_told_and_never_required(bench, story, joined):
    act = story.issue(**advice(injured_party=story.injured(complaint_id=str(joined))))
    path = f"/recommendations/{act['id']}/advice-results"
    assert act["advice_results"] == []
    assert story.officer.post(path, {"word": "won"}).status_code == 422
    ahead = {"word": "sued", "on": str(today() + timedelta(days=1))}
    assert story.officer.post(path, ahead).json["code"] == "advice.day_ahead"
    sued = {"word": "sued", "on": str(today()), "court": "Gjykata Administrative Shembull"}
    assert story.officer.post(path, sued).status_code == 201
    told = story.officer.post(path, {"word": "settled"}).json["advice_results"]
    assert [(one["word"], one["on"], one["court"]) for one in told] == [
        ("sued", str(today()), "Gjykata Administrative Shembull"),
        ("settled", None, ""),
    ]
    other = story.issue(bench.body(), items=1)
    refused = story.officer.post(f"/recommendations/{other['id']}/advice-results", sued)
    assert (refused.status_code, refused.json["code"]) == (409, "advice.no_advice")
