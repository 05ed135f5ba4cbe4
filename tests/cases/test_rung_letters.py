"""What the system drafts when a rung is due, and a person reads, changes and sends: reminders, and acts to the superior and to
the Assembly with what they enclose.
"""

import io
import re
from datetime import date, timedelta
from html import unescape

import pypdf
import pytest
from sqlalchemy import text

from shared import clock
from shared.events import catalogue
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after, before, day_of
from tests.cases.test_letters import text_of


@pytest.fixture
def silence(story, bench, commissioner):
    """A municipality that owes two items on an act, delivered today."""
    body = bench.body()
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    return Silence(story, body, act, commissioner, bench.person("publisher"))


@pytest.fixture
def school(story, bench, commissioner):
    """The same for an education office with a ministry above it; there is an Assembly."""
    ministry = bench.body("ministry")
    body = bench.body("agency", relations=[("hierarchical", ministry.id, "2020-01-01", None)])
    act = story.with_findings().issue(body, items=2)
    bench.deliver(act, body)
    found = Silence(story, body, act, commissioner, bench.person("publisher"))
    found.ministry, found.assembly = ministry, bench.body("assembly")
    return found


def refuse(silence, *places):
    items = [{"item_id": silence.owed[place]["item_id"], "position": "refused"} for place in places or (0, 1)]
    silence.bench.reply(silence.act, silence.body, *items)
    silence.story.not_enough(*(silence.owed[place] for place in places or (0, 1)))


class TestReminders:
    def test_one_letter_for_all_silent_items_waits_to_be_read(self, silence):
        due = silence.owed[0]["reply_due"]
        with silence.on(before(after(due))):
            assert silence.draft() == []
        day = after(due, 3)
        with silence.on(day):
            [letter] = silence.draft()
            assert silence.draft() == [letter]
        assert (letter["rung"], letter["state"], letter["due_on"]) == ("reminder", "waiting", after(due).isoformat())
        assert set(letter["obligations"]) == {one["id"] for one in silence.owed}
        words = letter["text"]["text"]
        assert silence.act["number"] in letter["text"]["title"]
        assert "1. Masa 1\n2. Masa 2\nDita e fundit" in words
        assert f"Kanë kaluar {(day - date.fromisoformat(due)).days} ditë" in words
        assert silence.bench.told(catalogue.ObligationReminded) == []
        why = silence.story.officer.get(f"/rung-letters/{letter['id']}").json["why"]
        assert "day 1 after the last day for the reply" in why["en"]
        assert "dita 1 pas ditës së fundit për përgjigjen" in why["sq"]

    def test_sending_it_once_reminds_of_all_with_the_days_as_they_are_then(self, silence):
        due = silence.owed[0]["reply_due"]
        with silence.on(after(due)):
            silence.draft()
        sent_on = after(due, 5)
        with silence.on(sent_on):
            sent = silence.send(silence.story.officer, "reminder").json
            again = silence.send(silence.story.officer, "reminder", 1)
        assert (sent["state"], again.json["code"]) == ("sent", "ladder.already_sent")
        told = silence.bench.told(catalogue.ObligationReminded)
        assert {one["clock"]["obligation_id"] for one in told} == {one["id"] for one in silence.owed}
        [name] = {one["letter"] for one in told}
        paper = silence.bench.platform.documents.get_json(name)
        assert f"Kanë kaluar {(sent_on - day_of(due)).days} ditë" in paper["text"]
        said = text_of(silence.bench.platform.documents.get(paper["pdf"]))
        for part in (
            f"Nr. {paper['protocol']} Prot.",
            f"ORGANIT SHEMBULL {silence.body.key.upper()} Ju kemi dërguar",
            f"letrën {silence.act['number']} (nr. {silence.act['protocol']} Prot.), të lëshuar më",
            "http://127.0.0.1:8000/partners/inbox",
        ):
            assert part in said, part
        assert paper["protocol"].endswith("/1"), "the second paper of its case"
        assert silence.letters() == []
        answer = silence.story.officer.get(f"/rung-letters/{sent['letter']}").json
        assert answer["state"] == "sent"

    def test_a_person_writes_other_words_and_those_are_sent(self, silence):
        with silence.on(after(silence.owed[0]["reply_due"])):
            [letter] = silence.draft()
            path, words = f"/rung-letters/{letter['id']}", {"title": "Kujtesë", "text": "Ju presim sot."}
            officer = silence.story.officer
            assert officer.call("PATCH", path, json=words).status_code == 428
            assert officer.patch(path, words, letter["version"] + "7").status_code == 412
            for bad in (
                {},
                {"title": "x"},
                {**words, "text": ""},
                {**words, "rung": "publication"},
                {**words, "text": 7},
            ):
                assert officer.patch(path, bad, letter["version"]).status_code == 422
            changed = officer.patch(path, words, letter["version"])
            assert (changed.status_code, changed.json["text"]["text"]) == (200, "Ju presim sot.")
            silence.send(officer, "reminder")
            settled = officer.patch(path, words)
        assert (settled.status_code, settled.json["code"]) == (409, "ladder.letter_settled")
        [name] = {one["letter"] for one in silence.bench.told(catalogue.ObligationReminded)}
        assert silence.bench.platform.documents.get_json(name)["text"] == "Ju presim sot."

    def test_an_answer_to_one_item_drops_the_letter_and_the_next_speaks_of_the_other(self, silence):
        with silence.on(after(silence.owed[0]["reply_due"])):
            [first] = silence.draft()
            item = silence.owed[0]["item_id"]
            silence.bench.reply(silence.act, silence.body, {"item_id": item, "position": "accepted"})
            assert silence.letters() == []
            [second] = silence.draft()
        assert second["id"] != first["id"]
        assert second["obligations"] == [silence.owed[1]["id"]]
        assert "2. Masa 2" in second["text"]["text"]
        assert "Masa 1" not in second["text"]["text"]

    def test_in_the_language_of_the_act(self, story, bench, commissioner):
        body = bench.body(name_en="Municipality of Fier")
        act = story.with_findings().issue(body, items=1, language="en")
        bench.deliver(act, body)
        silence = Silence(story, body, act, commissioner, bench.person("publisher"))
        with silence.on(after(silence.owed[0]["reply_due"])):
            [letter] = silence.draft()
            assert silence.send(story.officer, "reminder").status_code == 201
        assert "by when you will finish" in letter["text"]["text"]
        with silence.on(after(silence.owed[0]["reply_due"], 20)):
            [second] = silence.draft()
        assert "was issued to the Municipality of Fier." in second["text"]["text"]
        assert "the Municipality of Fier has still given no reply" in second["text"]["text"]

    def test_of_a_request_for_information_it_asks_for_no_measure_and_threatens_no_report(
        self, story, bench, commissioner
    ):
        body = bench.body("school")
        story.step("assign")
        draft = story.draft(body, kind="information_request", grounds="", items=[{"text": "Dërgoni regjistrin."}])
        act = story.officer.post(f"/recommendations/{draft['id']}/issue").json
        bench.deliver(act, body)
        asked = Silence(story, body, act, commissioner, bench.person("publisher"))
        with asked.on(after(asked.owed[0]["reply_due"])):
            [letter] = asked.draft()
            first = letter["text"]["text"]
            assert asked.send(story.officer, "reminder").status_code == 201
        with asked.on(after(asked.owed[0]["reply_due"], 20)):
            [letter] = asked.draft()
        for words in (first, letter["text"]["text"]):
            assert "të na dërgoni informacionin" in words
            assert not re.search("e pranoni|Kuvend|nivel|epror", words)

    def test_whoever_only_asked_back_is_not_told_that_nothing_came(self, silence):
        due = silence.owed[0]["reply_due"]
        item = silence.owed[0]["item_id"]
        silence.bench.reply(silence.act, silence.body, {"item_id": item, "position": "asks_clarification"})
        with silence.on(after(due)):
            [letter] = silence.draft()
        assert "nuk kemi marrë përgjigje për thelbin." in letter["text"]["text"]
        assert "nuk kemi marrë përgjigje." not in letter["text"]["text"]

    def test_what_is_not_yours_is_not_there(self, silence, bench):
        with silence.on(after(silence.owed[0]["reply_due"])):
            [letter] = silence.draft()
        for person in (bench.person("case_officer"), bench.person("publisher")):
            assert silence.letters(person) == []
            assert person.get(f"/rung-letters/{letter['id']}").status_code == 404
        stranger = bench.person("case_officer")
        words = {"title": "x", "text": "y"}
        assert stranger.patch(f"/rung-letters/{letter['id']}", words).status_code == 404
        assert stranger.get("/rung-letters?limit=0").status_code == 422
        assert stranger.get("/rung-letters?after=x").status_code in (400, 422)


class TestTheSuperior:
    def drafted(self, school):
        refuse(school)
        [letter] = school.draft()
        return letter

    def test_the_act_is_drafted_with_addressee_grounds_items_and_enclosures(self, school):
        letter = self.drafted(school)
        act = school.story.officer.get(f"/recommendations/{letter['act']}").json
        assert (act["kind"], act["status"], act["authors"]) == ("superior_notice", "draft", ["service:cases"])
        assert [(one["institution_id"], one["role"]) for one in act["addressees"]] == [
            (str(school.ministry.id), "superior")
        ]
        assert [item["text"].endswith(f"“Masa {number}”") for number, item in enumerate(act["items"], 1)] == [
            True,
            True,
        ]
        # Its one term is that of the reply, which begins with a delivery of which nobody knows the day yet.
        assert {item["due"] for item in act["items"]} == {None}
        declined = f"Organit Shembull {school.body.key}"
        assert f"u lëshua {school.act['number']} drejtuar {declined}." in act["grounds"]
        assert (
            f"letra iu dorëzua {declined}." in act["grounds"]
            and f"Organi Shembull {school.body.key} refuzoi" in act["grounds"]
        )
        assert act["attachments"][0]["title_sq"].endswith(f"siç iu dërgua {declined}")
        assert "refuzoi (pika 1)" in act["grounds"]
        # After a refusal no reminder went out, and none is said to be enclosed.
        assert "Letra bashkëlidhet siç u dërgua." in act["grounds"]
        assert "kujtes" not in act["grounds"]
        [copy] = act["attachments"]
        content = school.story.officer.get(f"/recommendations/{act['id']}/attachments/{copy['document']}").json[
            "content"
        ]
        assert content["number"] == school.act["number"]
        assert all("id" not in item for item in content["items"])
        assert school.bench.told(catalogue.ObligationEscalated) == []

    def page(self, person, act_id):
        person.client.set_cookie("besa_staff", person.token)
        return unescape(person.client.get(f"/cases/staff/recommendations/{act_id}").text)

    def test_nobody_alone_sends_what_the_system_wrote(self, school):
        act_id, leader = self.drafted(school)["act"], school.story.approver
        seen = leader.get(f"/recommendations/{act_id}").json["content_hash"]
        before = self.page(leader, act_id)
        assert "Miratoje këtë tekst" in before and "pas miratimit duhet ta lëshojë një person tjetër" in before
        leader.post(f"/recommendations/{act_id}/approval", {"content_hash": seen})
        after = self.page(leader, act_id)
        assert "Lëshoje dhe dërgoje" not in after and "e miratuat ju: duhet ta lëshojë një person tjetër" in after
        assert "Lëshoje dhe dërgoje" in self.page(school.commissioner, act_id)
        alone = leader.post(f"/recommendations/{act_id}/issue")
        assert (alone.status_code, alone.json["code"]) == (409, "issue.own_approval")
        assert school.commissioner.post(f"/recommendations/{act_id}/issue").status_code == 200

    def test_an_officer_edits_it_and_what_it_encloses_stays_and_is_approved_with_it(self, school):
        act_id = self.drafted(school)["act"]
        before = school.story.officer.get(f"/recommendations/{act_id}").json
        changed = school.story.officer.patch(f"/recommendations/{act_id}", {"title": "Titull tjetër"}).json
        assert changed["attachments"] == before["attachments"]
        assert changed["content_hash"] != before["content_hash"]
        leader = school.story.approver
        assert school.issue(act_id, leader, leader)["status"] == "issued"

    def test_its_issue_sends_the_rung_on_every_item_and_the_ministry_owes_an_answer(self, school):
        issued = school.issue(self.drafted(school)["act"])
        told = school.bench.told(catalogue.ObligationEscalated)
        assert {one["clock"]["obligation_id"] for one in told} == {one["id"] for one in school.owed}
        assert {(one["to"], one["act"]) for one in told} == {(str(school.ministry.id), issued["id"])}
        assert {one["institution_id"] for one in issued["obligations"]} == {str(school.ministry.id)}
        for place in (0, 1):
            [sent] = school.rungs(place)["sent"]
            assert (sent["act"], sent["to"]) == (issued["id"], str(school.ministry.id))
        [event] = [one for one in school.bench.told(catalogue.RecommendationIssued) if one["kind"] == "superior_notice"]
        copy = school.bench.platform.documents.get_json(event["addressees"][0]["rendering"])
        assert [one["document"] for one in copy["attachments"]] == [one["document"] for one in issued["attachments"]]
        assert all(school.bench.platform.documents.get(one["pdf"]).startswith(b"%PDF-") for one in copy["attachments"])
        assert school.letters() == []

    def test_what_it_says_and_is_true_no_more_is_not_sent(self, school):
        act_id = self.drafted(school)["act"]
        item = school.owed[0]["item_id"]
        school.bench.reply(school.act, school.body, {"item_id": item, "position": "accepted"}, version=2)
        assert school.story.officer.get(f"/recommendations/{act_id}").json["status"] == "discarded"
        [letter] = school.draft()
        assert letter["obligations"] == [school.owed[1]["id"]]
        act = school.story.officer.get(f"/recommendations/{letter['act']}").json
        assert len(act["items"]) == 1

    def test_a_draft_that_a_person_gave_up_is_not_drafted_again_unless_asked_for(self, school):
        letter = self.drafted(school)
        school.story.officer.post(f"/recommendations/{letter['act']}/discard")
        assert school.draft() == []
        again = school.send(school.story.approver, "hierarchical_superior").json
        assert again["state"] == "drafted"
        assert again["act"] != letter["act"]

    def test_of_two_superiors_a_person_chooses(self, story, bench, commissioner):
        above = [bench.body("ministry") for _ in range(3)]
        relations = [("hierarchical", body.id, "2020-01-01", None) for body in above[:2]]
        body = bench.body("agency", relations=relations)
        act = story.with_findings().issue(body, items=1)
        bench.deliver(act, body)
        silence = Silence(story, body, act, commissioner, bench.person("publisher"))
        refuse(silence, 0)
        [letter] = silence.draft()
        assert (letter["act"], set(letter["superiors"])) == (None, {str(one.id) for one in above[:2]})
        for to in (None, str(above[2].id)):
            unclear = silence.send(story.approver, "hierarchical_superior", to=to)
            assert (unclear.status_code, unclear.json["errors"][0]["pointer"]) == (422, "/to")
        drafted = silence.send(story.approver, "hierarchical_superior", to=str(above[1].id)).json
        assert (drafted["state"], drafted["to"]) == ("drafted", str(above[1].id))

    def test_in_the_place_of_a_superior_that_was_merged_its_heir_is_addressed(self, school):
        heir = school.bench.body("ministry")
        successors = [{"to": str(heir.id), "from": "2026-01-01", "name_sq": "x", "name_en": "x", "takes_letters": True}]
        school.bench.tell_of(school.ministry, "ministry", active=False, successors=successors)
        letter = self.drafted(school)
        assert (letter["to"], letter["blocked"]) == (str(heir.id), None)
        issued = school.issue(letter["act"])
        assert {one["institution_id"] for one in issued["obligations"]} == {str(heir.id)}

    def test_a_rule_that_forbids_the_act_is_named_and_nothing_is_lost(self, school):
        refuse(school)
        with school.bench.platform.database.transaction() as session:
            session.execute(text("UPDATE case_file SET elsewhere = 'pending_before_court'"))
        [letter] = school.draft()
        assert (letter["act"], letter["blocked"]) == (None, "act.pending_before_court")
        refused = school.send(school.story.approver, "hierarchical_superior")
        assert (refused.status_code, refused.json["code"]) == (409, "act.pending_before_court")


def check_one_file(school, act):
    """The letter and its four enclosures are one file, and no doubt about the law leaves the office."""
    path = f"/recommendations/{act['id']}/letters/{school.assembly.id}"
    alone, whole = (school.story.officer.get(path, query_string=query).data for query in ({}, {"enclosures": "true"}))
    pages = [pypdf.PdfReader(io.BytesIO(one)).pages for one in (alone, whole)]
    assert len(pages[1]) >= len(pages[0]) + 4
    printed = " ".join(" ".join(page.extract_text() for page in pages[1]).split())
    assert printed.index("RAPORT I VEÇANTË") < printed.index("Dita e fundit për t'u përgjigjur është")
    assert "për t'u konfirmuar" not in printed


class TestTheAssembly:
    def test_a_notice_that_did_not_leave_has_no_term_and_holds_the_report(self, school):
        refuse(school)
        [letter] = school.draft()
        school.issue(letter["act"], arrives=False)
        [sent] = school.rungs()["sent"]
        assert (sent["left_on"], sent["term_due"]) == (None, None)
        with school.on(today() + timedelta(days=90)):
            assert not [one for one in school.draft() if one["rung"] == "assembly_report"]
            held = school.send(school.commissioner, "assembly_report", override_reason="Zvarritje.")
            assert (held.status_code, held.json["code"]) == (409, "ladder.not_arrived")

    def test_the_report_encloses_every_letter_and_how_each_date_was_counted(self, school):
        refuse(school)
        [letter] = school.draft()
        notice = school.issue(letter["act"], arrives=False)
        with school.on(today() + timedelta(days=20)):
            school.bench.deliver(notice, school.ministry, at=clock.utc_now())
        [sent] = school.rungs()["sent"]
        term = school.story.officer.get(f"/recommendations/{notice['id']}").json["obligations"][0]["reply_due"]
        assert term == sent["term_due"], "the clock of the notice is the day before which nothing more is sent"
        with school.on(after(term, 0)):
            assert not [one for one in school.draft() if one["rung"] == "assembly_report"]
            early = school.send(school.commissioner, "assembly_report")
            assert (early.status_code, early.json["code"]) == (409, "ladder.term_runs")
        with school.on(after(term)):
            [report] = [one for one in school.draft() if one["rung"] == "assembly_report"]
            act = school.story.officer.get(f"/recommendations/{report['act']}").json
        assert (act["kind"], report["to"]) == ("assembly_report", str(school.assembly.id))
        titles = [one["title_en"] for one in act["attachments"]]
        assert [title.split()[0] for title in titles] == [school.act["number"], notice["number"], "How", "How"]
        assert f"me aktin {notice['number']}" in act["grounds"]
        read = [
            school.story.officer.get(f"/recommendations/{act['id']}/attachments/{one['document']}").json["content"]
            for one in act["attachments"]
        ]
        check_one_file(school, act)
        assert "ditë, numërohen të gjitha" in read[2]["text"]
        assert "Dita e fundit për t'u përgjigjur është" in read[3]["text"]
        unknown = school.story.officer.get(f"/recommendations/{act['id']}/attachments/{'0' * 64}")
        assert unknown.status_code == 404

    def test_publication_is_sent_by_the_publisher_and_shows_the_act(self, school):
        refuse(school)
        [letter] = school.draft()
        school.issue(letter["act"])
        with school.on(after(school.rungs()["sent"][0]["term_due"], 40)):
            [report] = [one for one in school.draft() if one["rung"] == "assembly_report"]
            school.issue(report["act"])
        last = school.rungs()["sent"][-1]["term_due"]
        with school.on(before(after(last))):
            assert school.letters(school.publisher) == []
        with school.on(after(last)):
            school.draft()
            waiting = school.letters(school.publisher)
            [due] = [one for one in waiting if one["recommendation_id"] == school.act["id"]]
            assert (due["rung"], due["sent_by"]) == ("publication", "publisher")
            assert school.send(school.story.officer, "publication").status_code == 403
            sent = school.publisher.post(
                f"/obligations/{due['obligations'][0]}/escalations", {"rung": "publication", "reason": "Heshtje."}
            )
            assert (sent.status_code, sent.json["state"]) == (201, "sent")
            public = school.publisher.get(f"/public/recommendations/{school.act['number']}")
            assert public.status_code == 200
