"""The pages of an investigation: findings per right and body, parties, links, tasks, notes, corrections, and a case of the
office's own initiative; all in a browser without a script.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.cases.actions import staff, tasks
from services.cases.models import Case
from services.cases.schemas.investigation import TaskBody
from shared.app import STAFF_COOKIE
from shared.clock import utc_now
from shared.principal import Principal, service
from shared.staff import issue_token
from tests.cases.bench import today
from tests.cases.frontend_words import ENGLISH_DEFAULTS
from tests.cases.pages_world import KEYS, NOBODY, PASSWORD, office, said, summary_links, world

__all__ = ["office", "world"]


@dataclass
class Colleague:
    """Another person of the office, who has nothing on the desk yet, and their browser."""

    id: UUID
    name: str
    client: object
    principal: Principal


@pytest.fixture
def hire(world):
    def work(role="case_officer"):
        one = uuid4().hex[:10]
        name = f"Shembull {one}"
        member = world.run(
            lambda session: staff.add(service("test"), session, one, name, [role], PASSWORD, now=utc_now())
        )
        client = world.client()
        client.set_cookie(STAFF_COOKIE, issue_token(KEYS[0], member.id), path="/")
        return Colleague(member.id, name, client, Principal("staff", member.id, frozenset({role})))

    return work


@pytest.fixture
def case_id(world):
    return world.case(findings=False)


def page_of(client, case_id):
    answer = client.get(f"/cases/staff/cases/{case_id}")
    assert answer.status_code == 200
    return answer.text


def number_of(world, case_id):
    return world.run(lambda session: session.get_one(Case, case_id).number)


def day(prefix, when):
    return {f"{prefix}-day": str(when.day), f"{prefix}-month": str(when.month), f"{prefix}-year": str(when.year)}


def add(world, client, case_id, part, **typed):
    data = {f"{part}-{name}": value for name, value in typed.items()}
    return world.post(client, f"/cases/staff/cases/{case_id}/file/{part}", data)


class TestFindings:
    def found(self, world, client, case_id, result, rights=("28",), body="municipality", text="U vërtetua në vend."):
        data = {
            "record_findings-rights": list(rights),
            "record_findings-institution_id": str(world.bodies[body]) if body else "",
            "record_findings-result": result,
            "record_findings-text": text,
        }
        return world.post(client, f"/cases/staff/cases/{case_id}/steps/record_findings", data)

    @pytest.mark.parametrize(
        ("result", "shown"),
        [
            ("violation_found", "Pati shkelje"),
            ("violation_not_found", "Nuk pati shkelje"),
            ("resolved_without_recommendation", "U zgjidh pa rekomandim"),
            ("withdrawn", "Ankuesi u tërhoq"),
            ("overtaken", "Nuk ka më arsye për të vazhduar"),
        ],
    )
    def test_a_finding_stands_with_its_right_its_body_and_what_was_found(self, world, case_id, result, shown):
        client = world.client("case_officer")
        answer = self.found(world, client, case_id, result, rights=("28", "19"))
        assert answer.status_code == 303
        findings = said(client.get(answer.headers["Location"]).text.split("Gjetjet</h2>")[1].split("<h2")[0])
        for part in ("Neni 28: ", "Neni 19: ", f"Bashkia Shembull {world.suffix}", shown, "U vërtetua në vend."):
            assert part in findings

    def test_a_later_finding_on_the_same_pair_takes_the_place_of_the_first_which_stays_to_be_read(self, world, case_id):
        client = world.client("case_officer")
        self.found(world, client, case_id, "violation_found", text="Mungonte ndihmësi.")
        self.found(world, client, case_id, "resolved_without_recommendation", text="Ndihmësi u caktua.")
        standing, _, former = page_of(client, case_id).split("Gjetjet</h2>")[1].partition("Gjetje që nuk vlejnë më")
        assert "Ndihmësi u caktua." in standing and "Mungonte ndihmësi." not in standing
        assert "Mungonte ndihmësi." in former

    def test_a_case_that_was_resolved_without_a_recommendation_is_closed_as_that(self, world, case_id):
        client = world.client("approver")
        self.found(world, client, case_id, "resolved_without_recommendation")
        path = f"/cases/staff/cases/{case_id}/steps/close"
        refused = world.post(client, path, {"close-outcome": "no_violation"})
        assert refused.status_code == 409
        assert "Tani lejohet: u zgjidh pa rekomandim" in said(refused.text)
        closed = world.post(client, path, {"close-outcome": "resolved_without_recommendation"})
        assert closed.status_code == 303
        assert "Përfundimi U zgjidh pa rekomandim" in said(page_of(client, case_id))

    @pytest.mark.parametrize(
        ("wrong", "link"),
        [
            ({"rights": ()}, "record_findings-rights"),
            ({"rights": ("99",)}, "record_findings-rights"),
            ({"result": "guilty"}, "record_findings-result"),
            ({"text": ""}, "record_findings-text"),
            ({"text": "x" * 20_001}, "record_findings-text"),
            ({"body": "prosecution"}, "record_findings-institution_id"),
        ],
    )
    def test_what_is_wrong_with_a_finding_is_said_at_its_field(self, world, case_id, wrong, link):
        answer = self.found(world, world.client("case_officer"), case_id, **{"result": "violation_found", **wrong})
        assert answer.status_code == 422
        assert summary_links(answer.text)[0].startswith(link)


class TestParties:
    def test_a_body_and_a_person_under_a_label_take_part_and_one_of_them_no_longer(self, world, case_id):
        client = world.client("case_officer")
        body = f"institution:{world.bodies['municipality']}"
        assert add(world, client, case_id, "party", role="body", who=body).status_code == 303
        label = {"role": "child", "label": "fëmija 1", "note": "Dëgjuar në shkollë."}
        assert add(world, client, case_id, "party", **label).status_code == 303
        page = page_of(client, case_id)
        parties = page.split("Palët</h2>")[1].split("<details")[0]
        assert f"Bashkia Shembull {world.suffix}" in parties
        words = said(parties)
        assert "fëmija 1" in words and "Dëgjuar në shkollë." in words
        ends = [one.split('"')[0] for one in parties.split('action="')[1:]]
        assert world.post(client, ends[-1], {}).status_code == 303
        assert "fëmija 1" not in said(page_of(client, case_id).split("Palët</h2>")[1].split("<details")[0])

    @pytest.mark.parametrize(
        "typed",
        [
            {},
            {"role": "judge", "label": "x"},
            {"role": "child", "label": "Besa Shembulli"},
            {"role": "witness"},
            {"role": "body", "label": "shkolla"},
            {"role": "witness", "label": "dëshmitari", "who": "institution:{municipality}"},
            {"role": "body", "who": "institution:{school}"},
            {"role": "complainant", "who": f"complaint:{NOBODY}"},
            {"role": "body", "who": "institution:x"},
            {"role": "child", "label": "x" * 61},
        ],
    )
    def test_what_is_wrong_with_a_party_comes_back_with_what_was_typed(self, world, case_id, typed):
        typed = {name: value.format(**world.bodies) for name, value in typed.items()}
        answer = add(world, world.client("case_officer"), case_id, "party", **typed)
        assert answer.status_code in {409, 422}
        assert summary_links(answer.text)[0].startswith("party-")


class TestLinks:
    def test_two_cases_are_linked_by_number_both_show_it_and_either_ends_it(self, world, case_id):
        client, other = world.client("case_officer"), world.case(findings=False)
        numbers = number_of(world, case_id), number_of(world, other)
        made = add(world, client, case_id, "link", number=f" {numbers[1].lower()} ", kind="follows")
        assert made.status_code == 303
        assert f"{numbers[1]} Vjen pas tjetrës" in said(page_of(client, case_id)).replace("Lidhja ", "")
        theirs = page_of(client, other).split("Çështje të lidhura</h2>")[1].split("<details")[0]
        assert "Tjetra vjen pas saj" in said(theirs)
        assert world.post(client, theirs.split('action="')[1].split('"')[0], {}).status_code == 303
        assert "Nuk ka çështje të lidhura." in said(page_of(client, case_id))

    @pytest.mark.parametrize(
        ("number", "kind"),
        [("C-1", "related"), ("", "related"), ("self", "related"), ("C-1", "cousin"), ("\x00", "related")],
    )
    def test_a_case_is_not_linked_to_nothing_nor_to_itself(self, world, case_id, number, kind):
        number = number_of(world, case_id) if number == "self" else number
        answer = add(world, world.client("case_officer"), case_id, "link", number=number, kind=kind)
        assert answer.status_code == 422
        assert summary_links(answer.text)[0].startswith("link-")


class TestTasks:
    def add(self, world, client, case_id, who, **change):
        due = today() + timedelta(days=change.pop("days", 3))
        typed = {"text": "Thirr shkollën.", "assignee": str(who), **day("due", due), **change}
        return add(world, client, case_id, "task", **typed)

    def test_a_task_is_in_the_list_of_whom_it_is_given_to_until_it_is_done(self, world, case_id, hire):
        client, head = world.client("case_officer"), hire("approver")
        assert self.add(world, client, case_id, head.id).status_code == 303
        listed = head.client.get("/cases/staff/tasks?assigned=me&state=open").text
        assert "Thirr shkollën." in listed and number_of(world, case_id) in listed
        assert "Thirr shkollën." in head.client.get("/cases/").text
        path = listed.split('href="/cases/staff/tasks/')[1].split('"')[0]
        done = f"/cases/staff/tasks/{path}/completion"
        assert world.post(head.client, done, {}).status_code == 303
        again = world.post(head.client, done, {})
        assert again.status_code == 409 and "<h1" in again.text
        assert "Thirr shkollën." not in head.client.get("/cases/staff/tasks?assigned=me&state=open").text
        assert "Të bëra" in said(head.client.get("/cases/staff/tasks?assigned=me&state=done").text)

    def test_a_late_task_is_shown_as_late(self, world, case_id, hire):
        head = hire("approver")
        self.add(world, world.client("case_officer"), case_id, head.id, days=-1)
        words = said(head.client.get("/cases/staff/tasks?assigned=me&state=overdue").text)
        assert "Thirr shkollën." in words

    def test_a_task_is_given_to_somebody_else_who_sees_the_case_and_to_nobody_who_does_not(self, world, case_id, hire):
        client, head, stranger = world.client("case_officer"), hire("approver"), hire()
        self.add(world, client, case_id, world.people["case_officer"])
        path = "/cases/staff/tasks/" + page_of(client, case_id).split('href="/cases/staff/tasks/')[1].split('"')[0]
        shown = client.get(path).text
        assert f'value="{world.people["case_officer"]}" selected' in shown
        assert str(head.id) in shown and str(stranger.id) not in shown
        for wrong in ("", "x", NOBODY, str(stranger.id)):
            refused = world.post(client, path, {"assignee": wrong})
            assert (refused.status_code, summary_links(refused.text)) == (422, ["assignee"])
        assert world.post(client, path, {"assignee": str(head.id)}).status_code == 303
        assert "Thirr shkollën." in head.client.get("/cases/staff/tasks?assigned=me").text
        assert stranger.client.get(path).status_code == 404
        assert world.post(stranger.client, path, {"assignee": str(stranger.id)}).status_code == 404
        assert world.post(stranger.client, f"{path}/completion", {}).status_code == 404

    @pytest.mark.parametrize(
        "change",
        [
            {"text": ""},
            {"assignee": ""},
            {"assignee": NOBODY},
            {"due-month": "13"},
            {"due-day": "²"},
            {"due-year": ""},
            {"text": "x" * 20_001},
            {"due-day": "9" * 5000},
        ],
    )
    def test_what_is_wrong_with_a_task_is_said_at_its_field(self, world, case_id, change):
        answer = self.add(world, world.client("case_officer"), case_id, world.people["case_officer"], **change)
        assert answer.status_code == 422
        assert summary_links(answer.text)[0].startswith(f"task-{next(iter(change)).split('-')[0]}")

    @pytest.mark.parametrize("query", ["state=lost", "assigned=theirs"])
    def test_an_unknown_filter_is_said_with_a_link_to_it(self, world, query):
        answer = world.client("approver").get(f"/cases/staff/tasks?{query}")
        assert answer.status_code == 422
        assert summary_links(answer.text) == [query.split("=")[0]]

    def test_a_long_list_has_a_next_page_and_a_way_back(self, world, case_id, hire):
        head, documents = hire("approver"), world.platform.documents
        for _ in range(51):
            world.run(
                lambda session: tasks.add(
                    head.principal, session, documents, case_id, TaskBody(text="Një hap.", due=today()), now=utc_now()
                )
            )
        first = head.client.get("/cases/staff/tasks?assigned=me").text
        address = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
        second = head.client.get(address)
        assert second.status_code == 200
        assert "Nga fillimi" in said(second.text)
        assert head.client.get("/cases/staff/tasks?after=x").status_code == 400


class TestNotes:
    def test_a_note_stands_in_the_file_with_its_author(self, world, case_id):
        client = world.client("case_officer")
        assert add(world, client, case_id, "note", text="Biseda u bë në shkollë.").status_code == 303
        words = said(page_of(client, case_id).split("Shënime</h2>")[1].split("<details")[0])
        assert "Biseda u bë në shkollë." in words and "Shembull case_officer" in words

    @pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
    def test_an_empty_or_endless_note_is_refused_and_kept_on_the_page(self, world, case_id, text):
        answer = add(world, world.client("case_officer"), case_id, "note", text=text)
        assert (answer.status_code, summary_links(answer.text)) == (422, ["note-text"])

    @pytest.mark.parametrize("part", ["nonsense", "steps", "%00"])
    def test_there_is_no_other_part_of_a_file(self, world, case_id, part):
        client = world.client("case_officer")
        assert world.post(client, f"/cases/staff/cases/{case_id}/file/{part}", {}).status_code == 404
        assert world.post(client, f"/cases/staff/cases/{case_id}/file/{part}/{NOBODY}/end", {}).status_code == 404

    @pytest.mark.parametrize("part", ["party", "link"])
    def test_what_is_not_there_is_not_ended(self, world, case_id, part):
        path = f"/cases/staff/cases/{case_id}/file/{part}/{NOBODY}/end"
        assert world.post(world.client("case_officer"), path, {}).status_code == 404


class TestChange:
    def test_what_a_case_is_about_is_corrected_unless_somebody_else_was_faster(self, world, case_id):
        client, path = world.client("case_officer"), f"/cases/staff/cases/{case_id}/edit"
        shown = client.get(path).text
        version = shown.split('name="version" value="')[1].split('"')[0]
        assert 'value="28, 19"' in shown
        data = {
            "do": "save",
            "version": version,
            "title": "Shembull: titull i ri",
            "rights": "28, 23",
            "bodies-0-institution_id": str(world.bodies["school"]),
        }
        assert world.post(client, path, data).status_code == 303
        page = page_of(client, case_id)
        words = said(page)
        assert "Shembull: titull i ri" in words and "Neni 23: " in words
        assert f"Drejtoria Shembull {world.suffix}" in words
        late = world.post(client, path, data)
        assert late.status_code == 409
        assert "Dikush tjetër e ka ndryshuar" in said(late.text)

    @pytest.mark.parametrize("wrong", [{"rights": ""}, {"rights": "99"}, {"title": "x" * 201}, {"version": "\x00"}])
    def test_a_correction_that_is_none_changes_nothing(self, world, case_id, wrong):
        client, path = world.client("case_officer"), f"/cases/staff/cases/{case_id}/edit"
        answer = world.post(client, path, {"do": "save", "version": "1", "rights": "28", **wrong})
        assert answer.status_code in {409, 422}
        assert "Neni 19: " in said(page_of(client, case_id))


class TestOwnInitiative:
    def test_what_made_the_office_act_and_its_decision_stand_on_the_case_and_in_its_history(self, world):
        client = world.client("case_officer")
        data = {
            "do": "save",
            "trigger": "own_observation",
            "source": "Vizitë në kopsht, 3 nëntor",
            "title": "Shembull: kantina e kopshtit",
            "memo": "Zyra vendosi të veprojë, sepse ushqimi mungon.",
            "rights": "24",
        }
        opened = world.post(client, "/cases/staff/cases/new", data)
        assert opened.status_code == 303
        page = client.get(opened.headers["Location"]).text
        words = said(page)
        assert "Si u hap Me nismën e zyrës" in words
        assert "Shkak E pa vetë zyra. Vizitë në kopsht, 3 nëntor" in words
        assert "Zyra vendosi të veprojë, sepse ushqimi mungon." in said(page.split("Vendimi për hapjen e çështjes")[1])
        assert "Zyra vendosi të veprojë" in said(page.split("Historia</h2>")[1])


@pytest.mark.parametrize(
    "path",
    ["cases/{case}", "cases/{case}/edit", "tasks", "tasks/{task}", "workload", "workload/{officer}/handover", "audit"],
)
def test_no_page_of_these_falls_back_to_the_english_of_its_components(world, case_id, path):
    by, documents = world.principal("case_officer"), world.platform.documents
    task = TaskBody(text="Thirr.", due=today())
    one = world.run(lambda session: tasks.add(by, session, documents, case_id, task, now=utc_now()))
    address = f"/cases/staff/{path.format(case=case_id, task=one.id, officer=world.people['case_officer'])}"
    answer = world.client("commissioner").get(address)
    assert answer.status_code == 200
    assert [words for words in ENGLISH_DEFAULTS if words in answer.text] == []
    assert world.client("commissioner").get(f"{address}?lang=en").status_code == 200
