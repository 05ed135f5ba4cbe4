"""The pages of gaps and patterns: a gap from the case to the law in force, in a browser without a script; what repeats itself
in words; and what anyone may read.
"""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from services.cases.actions import assessments, exclusions, issuing
from services.cases.domain.obligations import Assessed
from services.cases.gaps.actions import acts as gap_acts
from services.cases.gaps.actions import patterns
from services.cases.gaps.actions import register as gaps
from services.cases.gaps.models import PatternProposal
from services.cases.gaps.schemas.gaps import GapActBody, GapCasesBody, NewGapBody
from services.cases.models import Case, CaseBody
from services.cases.schemas.investigation import ExclusionBody
from services.cases.schemas.obligations import AssessmentBody, EvidenceBody
from shared.clock import utc_now
from shared.principal import service
from tests.cases.bench import SEEN, today
from tests.cases.pages_world import NOBODY, office, said, summary_links, world

__all__ = ["office", "world"]

WRITTEN = {
    "kind": "wrong_practice",
    "title": "Shembull: nxënësit nuk transportohen",
    "provision": "Udhëzimi nr. 5, pika 3",
    "description": "Bashkitë e ndërpresin transportin pa zgjidhje tjetër.",
    "rights": "28.1, 37.a",
    "do": "save",
}


@pytest.fixture
def gap(world):
    wanted = NewGapBody(
        kind="wrong_practice", title="Shembull: nxënësit nuk transportohen", description="Bashkitë e ndërpresin.",
        provision="Udhëzimi nr. 5", rights=("28.1",), bodies=(world.bodies["municipality"],),
    )  # fmt: skip
    by = world.principal("case_officer")
    return world.run(lambda session: gaps.enter(by, session, world.platform.documents, wanted, now=utc_now()))


def shown_by(case_id):
    return GapCasesBody(cases=(case_id,))


#: One for each proposal: the office of these tests is not emptied between them.
RIGHTS = iter(("31", "30", "29", "27"))


@pytest.fixture
def proposal(world):
    """Four complaints' cases about one municipality."""
    right, made = next(RIGHTS), []
    for ago in (1, 2, 3, 4):
        case = Case(id=uuid4(), number=f"C-2020-{uuid4().int % 10**5:05d}-{ago}", status="opened", origin="complaint",
                    opened_at=datetime.now(UTC) - timedelta(days=ago), rights=[right], places=[])  # fmt: skip
        made.append(case)

    def store(session):
        session.add_all(made)
        session.flush()
        session.add_all(CaseBody(case_id=case.id, institution_id=world.bodies["municipality"]) for case in made)
        session.flush()
        patterns.propose(service("cases"), session, now=utc_now())
        found = session.query(PatternProposal).filter_by(institution_id=world.bodies["municipality"], right=right)
        return found.one().id

    return world.run(store)


def test_a_gap_is_entered_from_the_case_that_showed_it(world):
    case_id, client = world.case(), world.client("case_officer")
    assert f"/cases/staff/gaps/new?case={case_id}" in client.get(f"/cases/staff/cases/{case_id}").text
    answer = world.post(client, f"/cases/staff/gaps/new?case={case_id}", WRITTEN)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    words = said(page.text)
    for shown in (
        "U shënua në regjistër",
        "E hapur",
        "Udhëzimi nr. 5, pika 3",
        "28.1 E drejta për arsim",
        "5. Dhuna ndaj fëmijëve",
    ):
        assert shown in words
    assert f'href="/cases/staff/cases/{case_id}"' in page.text


def test_a_body_is_found_in_the_directory_without_a_script(world):
    client, body = world.client("case_officer"), str(world.bodies["municipality"])
    found = world.post(client, "/cases/staff/gaps/new", {**WRITTEN, "search": world.suffix, "do": "search"})
    assert f"add:{body}" in found.text
    added = world.post(client, "/cases/staff/gaps/new", {**WRITTEN, "do": f"add:{body}"})
    assert f'value="{body}"' in added.text
    saved = world.post(client, "/cases/staff/gaps/new", {**WRITTEN, "bodies-0-institution_id": body})
    assert f"Bashkia Shembull {world.suffix}" in said(client.get(saved.headers["Location"]).text)


@pytest.mark.parametrize(
    "changes", [{"title": ""}, {"rights": "99"}, {"description": "Shih C-2026-00012-3."}, {"kind": "x"}]
)
def test_what_cannot_be_entered_comes_back_with_its_reason_at_the_field(world, changes):
    answer = world.post(world.client("case_officer"), "/cases/staff/gaps/new", {**WRITTEN, **changes})
    assert answer.status_code == 422
    assert summary_links(answer.text)


def test_a_gap_is_corrected_unless_somebody_else_was_faster(world, gap):
    client, path = world.client("approver"), f"/cases/staff/gaps/{gap.id}/edit"
    assert 'value="Udhëzimi nr. 5"' in client.get(path).text
    changed = {**WRITTEN, "version": "1", "title": "Shembull: titull tjetër"}
    assert world.post(client, path, changed).status_code == 303
    late = world.post(client, path, changed)
    assert late.status_code == 409
    assert "Dikush tjetër e ka ndryshuar" in said(late.text)


def test_a_stage_outside_the_office_is_recorded_and_corrected_on_the_page_of_its_gap(world, gap):
    def record(client, path, sent):
        return world.post(client, f"{path}/stages", {f"stage-{name}": value for name, value in sent.items()})

    client = world.client("case_officer")
    assert "Fazat jashtë zyrës" not in said(client.get(f"/cases/staff/gaps/{gap.id}").text), (
        "of this kind nothing goes through any"
    )
    made = world.post(client, "/cases/staff/gaps/new", {**WRITTEN, "kind": "draft_opinion"})
    path = made.headers["Location"]
    day = {"on-day": "3", "on-month": "2", "on-year": "2026"}
    until = {"until-day": "20", "until-month": "2", "until-year": "2026"}
    sent = {"stage": "consultation", **day, "number": "K-17", "source": "https://konsultimi.example/17"}
    refused = record(client, path, sent)
    assert refused.status_code == 422 and "Shkruani ditën e fundit" in said(refused.text)
    assert record(client, path, {**sent, **until}).status_code == 303
    page = client.get(path).text
    assert "3 shkurt 2026 deri më 20 shkurt 2026" in said(page) and "nr. K-17" in said(page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids)), "each field of the page has its own id"
    [wrong] = re.findall(r'name="stage-corrects"[^>]*value="([0-9a-f-]{36})"', page)
    right = {**sent, **until, "number": "K-18", "corrects": wrong}
    assert record(client, path, right).status_code == 303
    words = said(client.get(path).text)
    assert "nr. K-18" in words and "U ndreq më pas" in words


def test_from_the_gap_a_draft_is_made_and_its_end_is_recorded(world, gap):
    client, path = world.client("case_officer"), f"/cases/staff/gaps/{gap.id}"
    drafted = world.post(client, f"{path}/acts", {})
    assert drafted.status_code == 303 and drafted.headers["Location"].endswith("/edit")
    assert "Udhëzimi nr. 5" in client.get(drafted.headers["Location"]).text
    assert "Rekomandim për ndryshimin e praktikës" in said(client.get(path).text)
    case_number = world.run(lambda session: session.get(Case, world.case()).number)
    assert world.post(client, f"{path}/cases", {"number": case_number}).status_code == 303
    assert case_number in client.get(path).text
    assert world.post(client, f"{path}/cases", {"number": "C-1"}).status_code == 422
    ended = {
        "outcome": "practice_changed",
        "on-day": "3",
        "on-month": "2",
        "on-year": "2026",
        "source": "Urdhri 7/2026",
    }
    assert world.post(client, f"{path}/outcome", ended).status_code == 303
    words = said(client.get(path).text)
    assert "Praktika ndryshoi, 3 shkurt 2026 (Urdhri 7/2026)" in words
    assert "E mbyllur me përfundim" in words
    refused = world.post(client, f"{path}/outcome", {**ended, "outcome": "judgment"})
    assert refused.status_code == 422 and summary_links(refused.text)


def test_the_list_is_filtered_by_kind_cluster_and_state(world, gap):
    client = world.client("approver")
    for query, found in (("", True), ("?kind=law_gap", False), ("?cluster=8", True), ("?status=settled", False)):
        assert (gap.number in client.get(f"/cases/staff/gaps{query}").text) is found, query
    assert client.get("/cases/staff/gaps?kind=nothing").status_code == 422


def test_what_repeats_itself_is_told_in_words_and_opened_as_a_case(world, proposal):
    client, path = world.client("commissioner"), f"/cases/staff/patterns/{proposal}"
    assert path in client.get("/cases/staff/patterns?state=proposed").text
    words = said(client.get(path).text)
    assert "u hapën 4 çështje nga ankesa" in words
    assert "Në 365 ditët para tyre ishin 0. Po të ishte si zakonisht, do të priteshin 0,0." in words
    empty = world.post(client, f"{path}/opening", {"opening-words": ""})
    assert empty.status_code == 422 and summary_links(empty.text)
    opened = world.post(client, f"{path}/opening", {"opening-words": "Fëmijët nuk kanë ku të luajnë."})
    assert opened.status_code == 303
    case = said(client.get(opened.headers["Location"]).text)
    assert "Ankesa të përsëritura për të njëjtën gjë" in case and "Fëmijët nuk kanë ku të luajnë." in case
    again = world.post(client, f"{path}/dismissal", {"dismissal-reason": "x"})
    assert again.status_code == 409 and "Për këtë është vendosur tashmë." in said(again.text)


def test_a_pattern_that_was_dismissed_shows_why(world, proposal):
    client, path = world.client("commissioner"), f"/cases/staff/patterns/{proposal}"
    assert world.post(client, f"{path}/dismissal", {"dismissal-reason": "Parku u rihap."}).status_code == 303
    assert "Parku u rihap." in said(client.get(path).text)
    assert "Hap çështjen" not in said(client.get(path).text)


def test_anyone_reads_of_a_gap_once_its_act_is_public(world, gap):
    client, path = world.client(), f"/cases/public/gaps/{gap.number}"
    assert client.get(path).status_code == 404
    case_id, by, documents = world.case(), world.principal("case_officer"), world.platform.documents
    leading = world.principal("approver")
    world.run(
        lambda session: gaps.link_cases(by, session, world.platform.documents, gap.id, shown_by(case_id), now=utc_now())
    )
    act = world.run(lambda session: gap_acts.draft_act(by, session, documents, gap.id, GapActBody(), now=utc_now()))
    assert act.case_id == case_id
    world.run(lambda session: issuing.approve(leading, session, documents, act.id, act.content_hash, now=utc_now()))
    issued = world.run(lambda session: issuing.issue(leading, session, documents, act.id, now=utc_now()))
    world.delivered(issued)
    assert client.get(path).status_code == 404
    world.published(issued)
    page = client.get(path)
    assert page.status_code == 200
    words = said(page.text)
    assert "nuk jepet, sepse është i vogël" in words and "Udhëzimi nr. 5" in words
    assert str(case_id) not in page.text and "/cases/staff" not in page.text
    assert "E zbatuar" not in words
    [owed] = world.obligations(issued)
    found = AssessmentBody(
        assessment=Assessed.IMPLEMENTED, on=today(), evidence=(EvidenceBody(**{**SEEN, "seen_on": today()}),)
    )
    world.run(
        lambda session: assessments.assess(
            by, session, world.platform.documents, owed.obligation.id, found, now=datetime.now(UTC)
        )
    )
    assert "E zbatuar" in said(client.get(path).text)
    assert gap.number in client.get("/cases/public/gaps").text


@pytest.mark.parametrize("path", ["gaps/{}", "gaps/{}/edit", "patterns/{}"])
def test_what_is_not_there_is_not_found(world, path):
    assert world.client("approver").get(f"/cases/staff/{path.format(NOBODY)}").status_code == 404


@pytest.mark.parametrize(
    "path",
    ["staff/gaps?after=x", "staff/patterns?after=x", "public/gaps?after=x", "staff/gaps/new?case=x", "staff/gaps?cluster=%00",
     "staff/patterns?state=late", "staff/gaps/x", "public/gaps/%00", "public/gaps/G-2026-00001-1"],
)  # fmt: skip
def test_strange_addresses_are_refused(world, path):
    assert world.client("approver").get(f"/cases/{path}").status_code in (400, 404, 422)


@pytest.mark.parametrize("way", ["acts", "cases", "outcome"])
def test_nothing_is_done_to_a_gap_that_is_not_there(world, way):
    filled = {
        "number": "C-2026-00001-8",
        "outcome": "rejected",
        "source": "x",
        "on-day": "1",
        "on-month": "1",
        "on-year": "2026",
    }
    assert world.post(world.client("approver"), f"/cases/staff/gaps/{NOBODY}/{way}", filled).status_code in (404, 422)


def test_who_is_walled_off_from_the_case_behind_it_neither_sees_nor_links_it(world, gap):
    case_id, leading, other = world.case(), world.principal("approver"), world.client("commissioner")
    number = world.run(lambda session: session.get(Case, case_id).number)
    world.run(
        lambda session: gaps.link_cases(
            leading, session, world.platform.documents, gap.id, shown_by(case_id), now=utc_now()
        )
    )
    path = f"/cases/staff/gaps/{gap.id}"
    assert number in other.get(path).text
    shut_out, documents = world.principal("commissioner").id, world.platform.documents
    wanted = ExclusionBody(staff_id=shut_out, excluded=True, reason="I afërm.")
    world.run(lambda session: exclusions.change(leading, session, documents, case_id, wanted, now=utc_now()))
    assert number not in other.get(path).text
    refused = world.post(other, f"{path}/cases", {"number": number})
    assert refused.status_code == 422 and "Nuk ka çështje me këtë numër." in said(refused.text)
