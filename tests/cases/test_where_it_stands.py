"""The telephone answer of a case: a line for each state of the standing table, and what whoever complained was told last."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.cases.actions import deliveries, withdrawals
from services.cases.domain.standing import State
from services.cases.domain.timeliness import local_date
from services.cases.pages import where_it_stands
from services.cases.schemas.acts import WithdrawalBody
from shared.clock import utc_now
from shared.clock_words import day_words
from shared.events.catalogue import DispatchPosted
from shared.principal import service
from tests.cases.bench import today
from tests.cases.pages_world import office, said, world

__all__ = ["office", "world"]


def stands(world, act):
    """What stands under "Where the case is" on its page, before its other facts."""
    page = said(world.client("case_officer").get(f"/cases/staff/cases/{act.case_id}").text)
    return page.partition("Ku është çështja")[2].partition("Si u hap")[0].replace(f" {world.suffix}", "")


def posted(world, act, step, **more):
    about = {"dispatch_id": uuid4(), "recommendation_id": act.id, "institution_id": world.bodies["municipality"]}
    event = DispatchPosted(**about, at=utc_now(), step=step, day=local_date(utc_now()), **more)
    world.run(lambda session: deliveries.report(service("partners"), session, event, now=utc_now()))


@pytest.mark.parametrize(
    ("position", "word"),
    [
        ("refused", "E refuzuar {number}: Bashkia Shembull"),
        ("not_competent", "Thotë se nuk është kompetent {number}: Bashkia Shembull"),
        ("forwarded", "Bashkia Shembull (Ia përcolli një organi tjetër)"),
        ("accepted", "Pritet zbatimi {number}, deri më"),
    ],
)
def test_what_a_body_said_is_told_and_its_measure_awaited_only_where_it_agreed(world, position, word):
    act = world.issued()
    world.delivered(act)
    world.replied(act, position)
    told = stands(world, act)
    assert word.format(number=act.number) in told
    assert ("Pritet zbatimi" in told) == (position == "accepted")
    assert ("Pritet përgjigjja" in told) == (position == "forwarded")


def test_what_stands_is_told_in_the_order_of_the_road_and_each_state_has_its_place(world):
    # What fell has a line of its own.
    assert sorted([*where_it_stands.ROAD, State.FELL]) == sorted(State)
    case_id = world.case()
    refused, awaited = world.issued(case_id), world.issued(case_id)
    world.delivered(refused)
    world.replied(refused, "refused")
    world.delivered(awaited)
    late = world.issued(case_id)
    world.delivered(late, days_ago=60)
    told = stands(world, refused)
    places = [told.index(f"{word} {act.number}") for word, act in (
        ("Pritet përgjigjja", awaited), ("Pa përgjigje pas afatit", late), ("E refuzuar", refused),
    )]  # fmt: skip
    assert places == sorted(places), told


@pytest.mark.parametrize(("word", "label"), [("not", "E vërtetuar si e pazbatuar"), ("partly", "E zbatuar pjesërisht")])
def test_what_the_office_found_is_told_and_nothing_awaited(world, word, label):
    act = world.issued()
    world.delivered(act)
    world.replied(act, "accepted")
    with world.platform.database.transaction() as session:
        found = "UPDATE obligation SET assessed = :word WHERE recommendation_id = :act"
        session.execute(text(found), {"word": word, "act": act.id})
    told = stands(world, act)
    assert f"{label} {act.number}: Bashkia Shembull" in told
    assert "Pritet" not in told


def test_a_case_that_a_court_has_says_so_and_since_when(world):
    act = world.issued()
    world.delivered(act)
    data = {"suspend-reason": "Gjykata e mori.", "suspend-elsewhere": "pending_before_court"}
    client = world.client("approver")
    assert world.post(client, f"/cases/staff/cases/{act.case_id}/steps/suspend", data).status_code == 303
    told = stands(world, act)
    assert f"E ka gjykata ose prokuroria {act.number}, që nga {day_words(local_date(utc_now()), 'sq')}" in told
    assert "Pritet" not in told


def test_a_passed_last_day_is_told_as_passed(world):
    act = world.issued()
    world.delivered(act, days_ago=50)
    assert f"Pa përgjigje pas afatit {act.number}, afati ishte më" in stands(world, act)


def test_a_letter_that_left_is_told_otherwise_than_one_that_came_back(world):
    act = world.issued()
    assert f"Letra nuk ka mbërritur {act.number}: Bashkia Shembull (në dërgim)" in stands(world, act)
    posted(world, act, "sent", way="post")
    assert "Bashkia Shembull (u nis më" in stands(world, act)
    posted(world, act, "returned", reason="moved")
    assert "Bashkia Shembull (u kthye ose nuk arrin dot te institucioni)" in stands(world, act)


def test_a_withdrawn_act_is_told_as_withdrawn_and_not_as_a_letter_on_its_way(world):
    act = world.issued()
    by, wanted = world.principal("commissioner"), WithdrawalBody(ground="issued_in_error", reason="Gabim.")
    world.run(
        lambda session: withdrawals.withdraw(by, session, world.platform.documents, act.id, wanted, now=utc_now())
    )
    told = stands(world, act)
    assert f"Nuk kërkohet më {act.number}: Bashkia Shembull (I tërhequr," in told
    assert "Letra nuk ka mbërritur" not in told


def test_a_closed_case_whose_steps_go_on_says_so(world):
    act = world.issued()
    world.delivered(act, days_ago=50)
    data = {
        "close-outcome": "violation_found_recommended",
        "close-closing_ground": "pressed_in_monitoring",
        "close-reason": "Hapat vazhdojnë.",
    }
    client = world.client("commissioner")
    assert world.post(client, f"/cases/staff/cases/{act.case_id}/steps/close", data).status_code == 303
    assert "Çështja u mbyll; hapat ndaj institucionit vazhdojnë." in stands(world, act)


class TestWhatWasToldLast:
    def test_a_message_that_went_by_itself_after_a_written_one_is_the_last(self, story, bench, officer):
        body = bench.body()
        act = story.with_findings().issue(body, items=1)
        bench.deliver(act, body)
        wrote = {"text": "Po presim përgjigjen."}
        assert officer.post(f"/cases/{story.case_id}/complainant-messages", wrote).status_code == 201
        assert "Po presim përgjigjen." in self._told(story)
        [owed] = story.obligations(act, body)
        bench.reply(act, body, {"item_id": owed["item_id"], "position": "refused", "has_reasons": True})
        told = self._told(story)
        assert "Ankuesit iu tregua ku është puna: " + act["number"] in told
        assert "E refuzuar" in told

    def test_after_a_reply_that_is_not_enough_the_page_says_so_and_what_was_told_comes_next(
        self, story, bench, approver
    ):
        body = bench.body()
        act = story.with_findings().issue(body, items=1)
        bench.deliver(act, body)
        [owed] = story.obligations(act, body)
        promised = {"position": "accepted", "claimed": "in_process", "promised_date": today() + timedelta(days=20)}
        bench.reply(act, body, {"item_id": owed["item_id"], **promised})
        found = {"reason": "Nuk thotë si."}
        assert approver.post(f"/obligations/{owed['id']}/insufficiency", found).status_code in (200, 201)
        assert "vazhdojnë hapat ndaj institucionit" in self._told(story)
        page = story.officer.client.get(f"/cases/staff/cases/{story.case_id}", headers={"Accept-Language": "sq"}).text
        assert "zyra gjeti se përgjigjja nuk mjafton)" in said(page)

    def test_of_a_closing_its_outcome_was_told_and_the_reason_is_a_note_of_the_office(self, story):
        story.step("assign")
        story.step("investigate")
        story.found("violation_not_found")
        story.step("close", outcome="no_violation", reason="Shënim vetëm për zyrën.", by=story.approver)
        told = self._told(story)
        assert "Nuk u gjet shkelje" in told
        assert "Shënim vetëm për zyrën" not in told

    def _told(self, story):
        client = story.officer.client
        client.set_cookie("besa_staff", story.officer.token, path="/")
        page = client.get(f"/cases/staff/cases/{story.case_id}", headers={"Accept-Language": "sq"}).text
        return said(page).partition("Ankuesit i thamë së fundi")[2].partition("Si u hap")[0]


def test_beside_a_refusal_nobody_says_that_the_body_said_nothing(world):
    act = world.issued()
    world.delivered(act)
    world.replied(act, "refused")
    one = world.obligations(act)[0].obligation.id
    page = said(world.client("case_officer").get(f"/cases/staff/obligations/{one}").text)
    assert "E refuzoi, me arsye" in page
    assert "Institucioni thotë Asgjë për zbatimin ende" in page
    assert "Nuk ka thënë asgjë" not in page


def test_of_a_withdrawn_act_no_page_says_that_its_letter_is_on_its_way_or_its_publication_waits(world):
    act = world.issued()
    posted(world, act, "to_post")
    by, wanted = world.principal("commissioner"), WithdrawalBody(ground="issued_in_error", reason="Gabim.")
    world.run(
        lambda session: withdrawals.withdraw(by, session, world.platform.documents, act.id, wanted, now=utc_now())
    )
    one = world.obligations(act)[0].obligation.id
    client = world.client("case_officer")
    for path in (f"recommendations/{act.id}", f"obligations/{one}"):
        page = client.get(f"/cases/staff/{path}").text
        assert "Nuk u dorëzua: akti nuk qëndron më" in said(page)
        assert "Nuk është dorëzuar ende" not in said(page)
        assert "Letra nuk është dorëzuar ende" not in said(page)
        assert 'href="/partners/staff/post-book">Libri i postës' not in page
        assert "Jo derisa" not in said(page)
    assert f"Gjendja I tërhequr, {day_words(local_date(utc_now()), 'sq')}" in said(page)
    listed = said(client.get(f"/cases/staff/obligations?q={act.number}").text)
    rows = [part for part in listed.split(act.number)[1:] if "Bashkia Shembull" in part]
    assert len(rows) == 2
    assert all("I tërhequr" in row and "Letra nuk ka mbërritur" not in row for row in rows), listed
