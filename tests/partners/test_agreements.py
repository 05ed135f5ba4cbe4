"""Actors are entered, agreements written by some and signed before another person: from then on they are fixed and cases is told, at each door."""

import html
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.partners.cooperation.domain import agreements as rules
from services.partners.cooperation.domain.agreements import Clause, Draft
from shared.events.catalogue import AgreementSigned
from shared.numbers import is_valid
from tests.partners.cooperation import (
    DESK,
    Person,
    actor,
    call,
    clause,
    day,
    press,
    signing,
    today,
    typed_day,
    wanted,
    word,
    written,
)

ON = date(2027, 3, 1)
WRITER = uuid4()
SOUND = Draft(clauses=[Clause("x", ON, "y", None)], bodies=[uuid4()], actors=[], until=ON, hands=[WRITER])


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def second(directory):
    return Person(directory, "commissioner")


@pytest.fixture
def body(directory):
    return directory.body().id


def told(bench, agreement):
    return bench.told(AgreementSigned, agreement_id=agreement["id"])


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"bodies": [], "actors": [uuid4()]}, None),
        ({"hands": [], "bodies": []}, "agreement.no_party"),
        ({"clauses": []}, "agreement.no_clause"),
        ({"until": ON - timedelta(days=1)}, "agreement.over"),
        ({"clauses": [Clause("x", ON - timedelta(days=1), "y", None)]}, "agreement.due_before"),
    ],
    ids=["sound", "with an actor alone", "nobody", "nothing", "over", "due before"],
)
def test_what_stands_against_a_signature(changed, code):
    found = [one.code for one in rules.against_signature(replace(SOUND, **changed), uuid4(), ON)]
    assert found == ([code] if code else [])


def test_whoever_wrote_it_does_not_note_its_signature():
    [one] = rules.against_signature(SOUND, WRITER, ON)
    assert one.code == "agreement.own_work"


class TestActors:
    def test_one_is_entered_found_by_its_name_and_changed_by_who_saw_it(self, writer):
        made = actor(writer, kind="university")
        name = made["name_sq"]
        [found] = call(writer, f"/actors?q={name}&kind=university&active=yes", method="GET").json["items"]
        assert found == made
        other = {**{key: made[key] for key in ("kind", "name_sq", "name_en")}, "active": False}
        assert call(writer, f"/actors/{made['id']}", other, "PUT", seen=9).status_code == 412
        changed = call(writer, f"/actors/{made['id']}", other, "PUT", seen=1)
        assert (changed.status_code, changed.json["active"], changed.json["revision"]) == (200, False, 2)
        assert call(writer, f"/actors?q={name}&active=yes", method="GET").json["items"] == []
        assert call(writer, f"/actors/{uuid4()}", other, "PUT", seen=1).status_code == 404

    @pytest.mark.parametrize("bad", [{"kind": "ministry"}, {"name_sq": ""}, {"name_sq": "x" * 201}, {"mail": "a@b.al"}])
    def test_one_that_cannot_be_read_is_refused(self, writer, bad):
        answer = call(writer, "/actors", {"kind": "donor", "name_sq": "X", **bad})
        assert answer.status_code == 422

    def test_pages_enter_change_and_list_them(self, writer):
        name, at = f"Universiteti {word()}", "/partners/staff/actors"
        refused = press(writer, f"{at}/new", {"name_sq": name}, f"{at}/new")
        assert refused.status_code == 422
        saved = press(writer, f"{at}/new", {"name_sq": name, "kind": "university", "active": "y"}, f"{at}/new")
        assert saved.status_code == 303
        [found] = call(writer, f"/actors?q={name}", method="GET").json["items"]
        assert found["id"] in writer.client.get(f"{at}?q={name}&kind=university&active=yes").text
        one = f"{at}/{found['id']}"
        assert press(writer, one, {"name_sq": name, "kind": "university"}, one).status_code == 303
        assert found["id"] not in writer.client.get(f"{at}?q={name}&active=yes").text
        stale = press(writer, one, {"name_sq": name, "kind": "donor", "revision": "1"}, one)
        assert stale.status_code == 409
        assert writer.client.get(f"{at}/{uuid4()}").status_code == 404


class TestWriting:
    def test_it_gets_a_number_and_names_both_sides_and_what_each_took_on(self, writer, body):
        other = actor(writer)
        made = written(writer, bodies=[str(body)], actors=[other["id"]], clauses=[clause(), clause(owed_by=str(body))])
        assert is_valid(made["number"]) and made["number"].startswith(f"M-{today().year}-")
        assert [one["owed_by"] for one in made["clauses"]] == [None, str(body)]
        assert {one["institution_id"] or one["actor_id"] for one in made["parties"]} == {str(body), other["id"]}
        for words in (made["number"], made["title"], other["name_sq"]):
            [found] = call(writer, f"/agreements?q={words}&signed=no&cluster=5", method="GET").json["items"]
            assert found["id"] == made["id"]
        [of_body] = call(writer, f"/agreements?institution={body}", method="GET").json["items"]
        page = writer.client.get(f"/partners/staff/agreements?institution={body}&q={made['number']}").text
        assert of_body["id"] == made["id"] and made["title"] in page

    def test_it_is_changed_by_who_saw_it(self, writer, body):
        made = written(writer, bodies=[str(body)], clauses=[clause(owed_by=str(body))])
        at = f"/agreements/{made['id']}"
        assert call(writer, at, wanted(), "PUT", seen=7).status_code == 412
        changed = call(writer, at, wanted(clauses=[clause()]), "PUT", seen=1)
        assert (changed.status_code, changed.json["parties"], len(changed.json["clauses"])) == (200, [], 1)
        assert call(writer, at, method="GET").json == changed.json
        assert call(writer, f"/agreements/{uuid4()}", method="GET").status_code == 404

    def test_who_is_no_party_owes_nothing_and_who_is_not_known_is_no_party(self, writer, body):
        gone = actor(writer, active=False)
        for more, code in (
            ({"clauses": [clause(owed_by=str(body))]}, "agreement.not_party"),
            ({"bodies": [str(uuid4())]}, "agreement.no_body"),
            ({"actors": [str(uuid4())]}, "agreement.no_actor"),
            ({"actors": [gone["id"]]}, "agreement.no_actor"),
        ):
            answer = call(writer, "/agreements", wanted(**more))
            assert (answer.status_code, code in answer.text) == (422, True), answer.text

    @pytest.mark.parametrize("of", ["court", "prosecution", "assembly", "private"])
    def test_a_body_that_is_never_pressed_is_a_party_and_owes_nothing(self, directory, writer, of):
        body = str(directory.body(class_=of).id)
        assert len(written(writer, bodies=[body], clauses=[clause()])["parties"]) == 1
        refused = call(writer, "/agreements", wanted(bodies=[body], clauses=[clause(owed_by=body)]))
        assert (refused.status_code, "agreement.not_owing" in refused.text) == (422, True)

    @pytest.mark.parametrize(
        "bad", [{"clusters": []}, {"clusters": ["77"]}, {"title": ""}, {"clauses": [{"text": "x"}]}, {"until": "nesër"}]
    )
    def test_one_that_cannot_be_read_is_refused(self, writer, bad):
        assert call(writer, "/agreements", wanted(**bad)).status_code == 422


class TestSigning:
    def test_another_person_notes_it_it_is_fixed_and_cases_is_told_codes_and_a_document(
        self, directory, writer, second, body
    ):
        made = written(writer, bodies=[str(body)], clauses=[clause(), clause(owed_by=str(body))])
        signed = signing(second, made)
        assert (signed.status_code, signed.json["signed_on"]) == (200, today().isoformat())
        [event] = told(directory, made)
        assert [one.get("owed_by") for one in event["clauses"]] == [None, str(body)] and event["bodies"] == [str(body)]
        assert made["title"] not in repr(event) and "Caktohet" not in repr(event)
        again = signing(second, signed.json)
        assert (again.status_code, "agreement.signed" in again.text) == (409, True)
        changed = call(writer, f"/agreements/{made['id']}", wanted(), "PUT", seen=2)
        assert (changed.status_code, "agreement.signed" in changed.text) == (409, True)
        assert len(told(directory, made)) == 1

    def test_who_wrote_it_does_not_and_no_day_to_come_is_noted(self, directory, second, body):
        own = written(second, bodies=[str(body)], clauses=[clause()])
        refused = signing(second, own)
        assert (refused.status_code, "agreement.own_work" in refused.text) == (409, True)
        to_come = signing(Person(directory, "approver"), own, day(1))
        assert (to_come.status_code, "agreement.to_come" in to_come.text) == (422, True)
        assert signing(Person(directory), own).status_code == 403


class TestPages:
    def test_parties_and_clauses_are_added_taken_out_and_signed_on_the_page(self, directory, writer, second, body):
        title = f"Marrëveshje {word()}"
        made = press(writer, f"{DESK}/new", {"title": title, "clusters": "5"}, f"{DESK}/new")
        at = made.location
        assert press(writer, f"{at}/parties", {"party-party": f"bodies:{body}"}, at).status_code == 303
        owed = {"clause-text": "Hapet një dhomë", "clause-evidence": "Fotografi", **typed_day("clause-due", day(50))}
        assert press(writer, f"{at}/clauses", {**owed, "clause-owed_by": f"bodies:{body}"}, at).status_code == 303
        assert press(writer, f"{at}/clauses", {**owed, "clause-owed_by": "office"}, at).status_code == 303
        agreement_id = at.rsplit("/", 1)[1]
        stored = call(writer, f"/agreements/{agreement_id}", method="GET").json
        assert [one["owed_by"] for one in stored["clauses"]] == [str(body), None]
        kept = press(writer, f"{at}/removals", {"remove-what": "bodies", "remove-which": str(body)}, at)
        assert (kept.status_code, "që është palë" in html.unescape(kept.text)) == (422, True)
        out = {"remove-what": "clauses", "remove-which": stored["clauses"][1]["id"]}
        assert press(writer, f"{at}/removals", out, at).status_code == 303
        change = press(writer, f"{at}/change", {"title": f"{title} e re", "clusters": "4"}, f"{at}/change")
        assert (change.status_code, f"{title} e re" in writer.client.get(at).text) == (303, True)
        assert f"{title} e re" in writer.client.get(f"{DESK}?q={title}&signed=no&cluster=4").text
        signed = press(second, f"{at}/signing", typed_day("sign-signed_on", today().isoformat()), at)
        assert (signed.status_code, "clause-text" in second.client.get(at).text) == (303, False)
        late = press(writer, f"{at}/clauses", {**owed, "clause-owed_by": "office", "clause-revision": "99"}, at)
        assert late.status_code == 409

    def test_what_is_missing_is_said_at_its_field_and_what_stands_against_it_above(self, writer, second, body):
        made = written(writer)
        at = f"{DESK}/{made['id']}"
        assert press(writer, f"{at}/clauses", {"clause-owed_by": "office"}, at).status_code == 422
        assert press(writer, f"{at}/parties", {"party-party": "bodies:x"}, at).status_code == 422
        refused = press(second, f"{at}/signing", typed_day("sign-signed_on", today().isoformat()), at)
        assert (refused.status_code, "Shtoni të paktën një palë" in html.unescape(refused.text)) == (409, True)
        assert press(writer, f"{DESK}/new", {"title": ""}, f"{DESK}/new").status_code == 422
