"""Whoever has a conflict of interest in a case finds nothing of its letters at any address of the office."""

from uuid import uuid4

import pytest

from services.cases.data.acts import handlers_only_kinds
from services.partners.domain.post_book import CLOSED_KINDS, GUARDED_KINDS
from services.partners.queries import post as post_queries
from shared.app import STAFF_COOKIE
from shared.events.catalogue import CaseAssigned, CaseWalled, RecommendationIssued
from tests.partners.bench import Sent, label_of, today
from tests.partners.test_directory_pages import day, send
from tests.partners.test_post_book import book, delivered, only, printed, proof, returned, sent
from tests.partners.test_post_book_printing import enclosed

ROLES = ["intake_officer", "case_officer", "approver", "commissioner", "publisher", "auditor", "admin"]
API, PAGES = "/partners/api/v1", "/partners/staff"
#: Where each role that keeps the book finds the letter as long as there is no wall, so that the walk cannot look at nothing.
FOUND = {
    f"{API}/post-book",
    f"{API}/post-book/batch",
    f"{API}/post-book/proofs/<uuid:proof_id>",
    f"{PAGES}/post-book",
    f"{PAGES}/post-book/proofs/<uuid:proof_id>",
}
POSTING = {"case_officer", "approver", "commissioner"}
#: Files, in which nobody looks for a mark: that they are there says enough.
FILES = {one for one in FOUND if one.endswith(("batch", ">"))}
STATES = ("", "state=to_post", "state=sent", "state=delivered", "state=returned")


def wall_off(bench, case_id, *people, acts=()):
    bench.hear(CaseWalled, case_id, case_id=case_id, staff=[one.account for one in people], acts=list(acts))


def issue(bench, body, number, case_id, kind="remedy", **more):
    act = Sent(uuid4(), number, [uuid4()])
    content = {**bench.issued(act, body, **enclosed(bench)), "case_id": case_id, "kind": kind, **more}
    bench.hear(RecommendationIssued, act.recommendation_id, **content)
    return act


@pytest.fixture
def body(bench):
    return bench.body(postal="Rruga e Shembullit 1, 1001 Tiranë")


@pytest.fixture
def covered(bench, body):
    """Of one case a letter that waits and one that was delivered with a proof; its id, the entries and the marks to know it by."""
    case_id, clerk = uuid4(), bench.staff("case_officer")
    key = f"{uuid4().int % 100_000:05}"
    acts = [issue(bench, body, f"R-2026-{key}-{place}", case_id) for place in (1, 2)]
    first, second = book(clerk, body)
    assert sent(clerk, first, tracking=label_of(key)).status_code == 200
    assert delivered(clerk, first).status_code == 200
    ids = {
        "institution_id": body.id,
        "entry_id": second["id"],
        "proof_id": only(clerk, body, state="delivered")["proof"],
    }
    marks = [*(act.number for act in acts), label_of(key), first["id"], second["id"], ids["proof_id"]]
    marks += [str(act.recommendation_id) for act in acts]
    return case_id, ids, marks


def of_staff(bench):
    """Every address of this service that can be opened and is not for the public or for a body."""
    rules = [rule for rule in bench.app.url_map.iter_rules() if "GET" in rule.methods]
    return [rule for rule in rules if rule.rule.startswith((f"{API}/", f"{PAGES}/")) and "openapi" not in rule.rule]


def walk(bench, person, ids, marks):
    """The addresses at which a person finds a mark, or a file of the case."""
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    found = set()
    for rule in of_staff(bench):
        address = rule.rule
        for name in rule.arguments:
            start, end = address.index("<"), address.index(">") + 1
            address = f"{address[:start]}{ids.get(name, uuid4())}{address[end:]}"
        queries = {"/post-book": STATES, "/post-book/batch": (f"entries={ids['entry_id']}",)}
        for query in queries.get(rule.rule.removeprefix(API).removeprefix(PAGES), ("",)):
            answer = person.client.get(f"{address}?{query}", headers={"Authorization": f"Bearer {person.token}"})
            assert answer.status_code < 500, (address, query)
            if answer.status_code == 200 and (rule.rule in FILES or any(one.encode() in answer.data for one in marks)):
                found.add(rule.rule)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_an_excluded_person_of_any_role_finds_nothing_of_the_case_at_any_address(bench, covered, role):
    case_id, ids, marks = covered
    person = bench.staff(role)
    assert walk(bench, person, ids, marks) == (FOUND if role in POSTING else set())
    wall_off(bench, case_id, person)
    assert walk(bench, person, ids, marks) == set()
    assert bench.audited("case.walled", case_id) == 1


def test_what_the_excluded_person_records_meets_the_same_404_as_nonsense(bench, covered, body):
    case_id, ids, _marks = covered
    person = bench.staff("approver")
    wall_off(bench, case_id, person)
    for told in (sent, returned, delivered):
        answers = [told(person, {"id": one}) for one in (ids["entry_id"], str(uuid4()))]
        assert [one.status_code for one in answers] == [404, 404]
        assert len({str({**one.json, "rid": 0}) for one in answers}) == 1
    assert person.post(f"/post-book/{ids['entry_id']}/again").status_code == 404
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    told = {"entries": [ids["entry_id"]], "way": "hand", "do": "send", **day("day", today())}
    assert send(person.client, f"{PAGES}/post-book", **told).status_code == 404
    assert only(bench.staff("case_officer"), body, state="to_post")["id"] == ids["entry_id"]


def test_the_letters_of_a_case_are_in_no_count_of_who_is_shut_out_of_it(bench, covered, body):
    case_id, _ids, _marks = covered
    person = bench.staff("auditor")
    person.client.set_cookie(STAFF_COOKIE, person.token, path="/")
    page = f"{PAGES}/institutions/{body.id}"
    before = person.client.get(page).text
    wall_off(bench, case_id, person)
    assert person.client.get(page).text != before


def test_the_newest_word_is_the_whole_truth(bench, covered, body):
    case_id, _ids, _marks = covered
    first, second = bench.staff("case_officer"), bench.staff("case_officer")
    wall_off(bench, case_id, first)
    wall_off(bench, case_id, second)
    assert len(book(first, body)) == 2
    assert book(second, body) == []
    wall_off(bench, case_id)
    assert len(book(second, body)) == 2


def test_a_wall_that_is_told_before_its_letter_covers_it(bench, body):
    case_id, person = uuid4(), bench.staff("case_officer")
    wall_off(bench, case_id, person)
    issue(bench, body, "R-2026-70003-3", case_id)
    assert book(person, body) == []
    assert len(book(bench.staff("case_officer"), body)) == 1


def test_a_report_that_tells_of_the_case_is_behind_its_wall_too(bench, body):
    case_id, person = uuid4(), bench.staff("approver")
    wall_off(bench, case_id, person)
    issue(bench, body, "R-2026-70004-4", uuid4(), kind="assembly_report", also_of=[case_id])
    assert book(person, body) == []


def test_a_letter_that_was_sent_before_letters_named_their_case_is_covered_as_well(bench, body):
    case_id, person = uuid4(), bench.staff("case_officer")
    act = issue(bench, body, "R-2026-70005-5", uuid4())
    for _twice in range(2):
        wall_off(bench, case_id, person, acts=[act.recommendation_id])
    assert book(person, body) == []
    assert len(book(bench.staff("case_officer"), body)) == 1


class TestLettersThatTheirHandlersAloneRead:
    def test_they_are_those_of_cases(self):
        assert set(CLOSED_KINDS) == set(handlers_only_kinds())

    @pytest.mark.parametrize("kind", sorted(set(CLOSED_KINDS) - set(GUARDED_KINDS)))
    def test_who_posts_one_sees_its_number_and_body_and_not_what_it_says(self, bench, body, kind):
        clerk, leading = bench.staff("case_officer"), bench.staff("approver")
        issue(bench, body, "V-2026-70006-6", uuid4(), kind=kind)
        entry = only(clerk, body)
        assert (entry["number"], entry["printable"]) == ("V-2026-70006-6", False)
        assert kind not in str(entry)
        assert "Rekomandim shembull" not in str(entry)
        refused = printed(clerk, entry["id"])
        assert (refused.status_code, refused.json["code"]) == (409, "not_yours_to_read")
        assert printed(leading, entry["id"]).status_code == 200
        assert sent(clerk, entry).status_code == 200

    @pytest.mark.parametrize("kind", sorted(CLOSED_KINDS))
    def test_who_works_on_its_case_prints_it_until_another_does(self, bench, body, kind):
        clerk, other, case_id = bench.staff("case_officer"), bench.staff("case_officer"), uuid4()
        issue(bench, body, "V-2026-70013-4", case_id, kind=kind)
        bench.hear(CaseAssigned, case_id, case_id=case_id, staff=[clerk.account])
        entry = only(clerk, body)
        assert entry["printable"] is True
        assert printed(clerk, entry["id"]).status_code == 200
        assert printed(other, entry["id"]).status_code in {404, 409}
        bench.hear(CaseAssigned, case_id, case_id=case_id, staff=[other.account])
        assert printed(clerk, entry["id"]).status_code in {404, 409}
        assert printed(other, entry["id"]).status_code == 200
        wall_off(bench, case_id, other)
        assert printed(other, entry["id"]).status_code == 404

    def test_all_that_waits_is_printed_without_them_and_the_page_says_who_prints_them(self, bench, body, monkeypatch):
        # The oldest are printed, and other tests left more that wait than are printed at once.
        monkeypatch.setattr(post_queries, "MOST_AT_ONCE", 10_000)
        clerk = bench.staff("case_officer")
        clerk.client.set_cookie(STAFF_COOKIE, clerk.token, path="/")
        issue(bench, body, "R-2026-70007-7", uuid4())
        issue(bench, body, "V-2026-70008-8", uuid4(), kind="information_request")
        printed(clerk)
        noted = {one["number"]: one["printed_at"] is not None for one in book(clerk, body)}
        assert noted == {"R-2026-70007-7": True, "V-2026-70008-8": False}
        shown = clerk.client.get(f"{PAGES}/post-book?institution={body.id}").text
        assert shown.count("E printon kush e ndjek çështjen") == 1
        hidden = next(one for one in book(clerk, body) if one["number"].startswith("V"))
        refused = send(clerk.client, f"{PAGES}/post-book", entries=[hidden["id"]], do="print")
        assert refused.status_code == 422
        assert "e printon ai te akti" in refused.text


class TestProofs:
    """The files that show deliveries: see `proof_of`."""

    def test_one_that_shows_nothing_yet_is_there_for_who_handed_it_in_alone(self, bench, body):
        mine, other = bench.staff("case_officer"), bench.staff("approver")
        issue(bench, body, "R-2026-70009-9", uuid4())
        handed_in = proof(mine)
        assert mine.get(f"/post-book/proofs/{handed_in}").status_code == 200
        assert other.get(f"/post-book/proofs/{handed_in}").status_code == 404
        other.client.set_cookie(STAFF_COOKIE, other.token, path="/")
        assert other.client.get(f"{PAGES}/post-book/proofs/{handed_in}").status_code == 404
        entry = only(mine, body)
        sent(mine, entry)
        assert delivered(other, entry, proof=handed_in).status_code == 422, "somebody else's file proves nothing"
        assert delivered(mine, entry, proof=handed_in).status_code == 200
        assert other.get(f"/post-book/proofs/{handed_in}").status_code == 200

    def test_one_list_for_several_letters_is_closed_to_who_may_not_see_one_of_them(self, bench, body):
        clerk, person, case_id = bench.staff("case_officer"), bench.staff("case_officer"), uuid4()
        issue(bench, body, "R-2026-70010-1", uuid4())
        issue(bench, body, "R-2026-70011-2", case_id)
        entries = book(clerk, body)
        sent(clerk, *entries)
        shown = proof(clerk)
        assert delivered(clerk, *entries, proof=shown).status_code == 200
        assert person.get(f"/post-book/proofs/{shown}").status_code == 200
        wall_off(bench, case_id, person)
        assert [one["number"] for one in book(person, body)] == ["R-2026-70010-1"]
        assert person.get(f"/post-book/proofs/{shown}").status_code == 404

    def test_that_of_a_referral_is_for_who_leads(self, bench, body):
        clerk, leading = bench.staff("case_officer"), bench.staff("commissioner")
        issue(bench, body, "V-2026-70012-3", uuid4(), kind="prosecution_referral")
        entry, shown = only(leading, body), proof(leading)
        sent(leading, entry)
        assert delivered(leading, entry, proof=shown).status_code == 200
        assert leading.get(f"/post-book/proofs/{shown}").status_code == 200
        assert clerk.get(f"/post-book/proofs/{shown}").status_code == 404
