"""Anyone who holds a letter finds out whether it is the office's; who holds none learns nothing."""

import hashlib
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.cases.domain.paper_marks import ALPHABET, check_code, protocol_words, read_code
from shared.events import catalogue
from tests.cases.drafting import ordered
from tests.cases.ladder_world import Silence, after
from tests.cases.test_advice import advice
from tests.cases.test_letters import letter, text_of

CHECK = "/cases/api/v1/public/letter-check"


@pytest.fixture
def anyone(bench):
    return bench.app.test_client()


def code_of(bench, act):
    return bench.scalar("SELECT check_code FROM act_addressee WHERE recommendation_id = :id", id=act["id"])


def issued(bench, story, kind="remedy", body_class="municipality"):
    body = bench.body(body_class)
    case = replace(story, case_id=bench.admit(bodies=[body.id])).with_findings()
    return case.issue(body, kind=kind, items=[{"text": "x", **ordered(kind)}]), body


class TestWhatIsSaid:
    def test_of_a_public_act_it_is_said_what_it_is_and_to_what_sort_of_body_it_goes(
        self, bench, story, anyone, commissioner
    ):
        act, body = issued(bench, story)
        bench.deliver(act, body)
        decision = {"decision": "publish", "reason": "Me interes publik."}
        assert commissioner.post(f"/recommendations/{act['id']}/publication", decision).status_code == 200
        said = anyone.get(CHECK, query_string={"number": act["number"], "code": code_of(bench, act)}).json
        assert said == {
            "genuine": True,
            "issued_on": act["issued_on"],
            "kind": "remedy",
            "kind_name_sq": "Rekomandim për vënien në vend të së drejtës",
            "kind_name_en": "Recommendation to restore the right",
            "addressee_class": "municipality",
            "stands": True,
        }

    @pytest.mark.parametrize(
        ("kind", "body_class"), [("remedy", "municipality"), ("prosecution_referral", "prosecution")]
    )
    def test_of_an_act_that_is_not_public_it_is_said_only_when_it_was_issued(
        self, bench, story, anyone, kind, body_class
    ):
        act, _body = issued(bench, story, kind, body_class)
        query = {"number": act["number"], "code": code_of(bench, act)}
        assert anyone.get(CHECK, query_string=query).json == {"genuine": True, "issued_on": act["issued_on"]}
        page = anyone.get("/cases/check", query_string=query).text
        assert "u lëshua nga zyra më" in page and "Lloji i aktit" not in page

    def test_the_code_that_is_tried_stands_on_the_letter_and_the_file_is_the_one_that_was_issued(
        self, bench, story, anyone
    ):
        act, body = issued(bench, story)
        content = letter(story.officer, act, body)
        code = code_of(bench, act)
        assert f"numrin {act['number']} dhe kodin {code}" in text_of(content)
        query = {"number": act["number"].lower(), "code": code.lower().replace("-", " ")}
        for file, same in ((content, True), (content + b"x", False)):
            sha256 = hashlib.sha256(file).hexdigest()
            assert anyone.get(CHECK, query_string={**query, "sha256": sha256}).json["same_file"] is same
            shown = anyone.get("/cases/check", query_string={**query, "sha256": sha256})
            assert ("pikërisht ai që u lëshua" in shown.text, shown.status_code) == (same, 200)

    def test_a_reminder_has_a_code_of_its_own_and_says_when_it_was_sent(self, bench, story, anyone, commissioner):
        act, body = issued(bench, story)
        bench.deliver(act, body)
        silence = Silence(story, body, act, commissioner, bench.person("publisher"))
        day = after(silence.owed[0]["reply_due"], 2)
        with silence.on(day):
            silence.draft()
            assert silence.send(story.officer, "reminder").status_code == 201
        [told] = bench.told(catalogue.ObligationReminded)
        paper = bench.platform.documents.get_json(told["letter"])
        content = bench.platform.documents.get(paper["pdf"])
        assert paper["check_code"] != code_of(bench, act)
        assert f"numrin {act['number']} dhe kodin {paper['check_code']}" in text_of(content)
        query = {"number": act["number"], "code": paper["check_code"]}
        assert anyone.get(CHECK, query_string=query).json == {"genuine": True, "issued_on": day.isoformat()}
        for file, same in ((content, True), (letter(story.officer, act, body), False)):
            sha256 = hashlib.sha256(file).hexdigest()
            assert anyone.get(CHECK, query_string={**query, "sha256": sha256}).json["same_file"] is same
        assert "u lëshua nga zyra më" in anyone.get("/cases/check", query_string=query).text

    def test_an_advice_to_sue_has_a_code_too_and_nothing_is_said_of_what_it_is(self, bench, story, anyone):
        story.with_findings()
        act = story.issue(**advice(injured_party=story.injured()))
        content = story.officer.get(f"/recommendations/{act['id']}/advice-letter").data
        code = re.search(r"dhe kodin (\S+) te:", text_of(content))[1]
        query = {"number": act["number"], "code": code}
        assert anyone.get(CHECK, query_string=query).json == {"genuine": True, "issued_on": act["issued_on"]}
        sha256 = hashlib.sha256(content).hexdigest()
        assert anyone.get(CHECK, query_string={**query, "sha256": sha256}).json["same_file"] is True
        assert anyone.get(CHECK, query_string={**query, "code": "0000-0000-0000"}).json == {"genuine": False}

    def test_a_number_alone_or_with_another_code_says_nothing(self, bench, story, anyone):
        act, _body = issued(bench, story)
        other, _other_body = issued(bench, story)
        for code in (code_of(bench, other), "0000-0000-0000", "nothing", "7KQ2"):
            query = {"number": act["number"], "code": code}
            assert anyone.get(CHECK, query_string=query).json == {"genuine": False}
            assert anyone.get("/cases/check", query_string=query).status_code == 404
        assert anyone.get(CHECK, query_string={"number": act["number"]}).status_code == 422
        assert anyone.get("/cases/check", query_string={"number": act["number"]}).status_code == 422
        assert "A është e zyrës kjo letër?" in anyone.get("/cases/check").text


class TestTheMarks:
    def test_the_first_paper_of_a_matter_has_a_full_number(self):
        assert [protocol_words(465, fraction) for fraction in range(3)] == ["465", "465/1", "465/2"]

    @given(st.text(ALPHABET, min_size=12, max_size=12), st.sampled_from(["{}", " {} ", "{}-"]))
    def test_a_code_is_read_however_it_is_typed(self, signs, around):
        rest = iter(signs)
        code = check_code(lambda _alphabet: next(rest))
        assert code.replace("-", "") == signs and code.count("-") == 2
        lookalike = around.format(code.replace("0", "o").replace("1", "l").lower())
        assert read_code(lookalike) == read_code(code) == code

    @given(st.text(max_size=20))
    def test_what_is_no_code_is_none(self, typed):
        read = read_code(typed)
        assert read is None or set(read) <= {*ALPHABET, "-"}


def test_of_a_withdrawn_act_that_was_never_public_its_holder_learns_that_it_stands_no_more(
    bench, story, anyone, commissioner
):
    act, _body = issued(bench, story)
    asked = {"number": act["number"], "code": code_of(bench, act)}
    assert "nuk qëndron më" not in anyone.get("/cases/check", query_string=asked).text
    withdrawal = {"ground": "issued_in_error", "reason": "Gabim."}
    assert commissioner.post(f"/recommendations/{act['id']}/withdrawal", withdrawal).status_code == 200
    said = anyone.get(CHECK, query_string=asked).json
    assert said == {"genuine": True, "issued_on": act["issued_on"], "stands": False}
    page = anyone.get("/cases/check", query_string=asked, headers={"Accept-Language": "sq"}).text
    assert "Akti nuk qëndron më: u tërhoq ose u zëvendësua." in page
