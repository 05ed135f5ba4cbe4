"""The public register and the figures: what is shown, what never is, and that SQL counts as the domain does."""

import random
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from services.cases import data
from services.cases.domain.obligations import ARRIVED, SETTLED, SUBSTANTIVE, Assessed, Delivery, Reply
from services.cases.models import ActItem, Obligation, Recommendation
from services.cases.models.standing import state_column
from services.cases.register import timers
from services.cases.register.domain import compliance
from services.cases.register.domain.rows import Row
from services.cases.register.domain.two_times import Asked
from services.cases.register.queries import counts, past
from shared.clock_words import day_words
from tests.cases.bench import SEEN, today
from tests.cases.drafting import draft_body
from tests.cases.facts_world import add_issued
from tests.cases.ladder_world import after

REGISTER = "/cases/api/v1/public/recommendations"


def decide(person, act, decision="publish", **more):
    return person.post(f"/recommendations/{act['id']}/publication", {"decision": decision, "reason": "x", **more})


def register(bench, query=""):
    return bench.app.test_client().get(f"{REGISTER}{query}").json["items"]


class TestRegister:
    def test_an_act_is_shown_once_it_was_delivered_to_all_and_the_office_decided(self, bench, story, commissioner):
        one, other = bench.body(), bench.body()
        act = story.with_findings().issue(one, other)
        bench.deliver(act, one)
        assert decide(commissioner, act).json["publication"] == {"shown": False, "reason": "not_delivered"}
        assert register(bench) == []
        bench.deliver(act, other)
        [shown] = register(bench)
        assert shown["number"] == act["number"]
        assert [item["number"] for item in shown["items"]] == [1, 2]
        assert {one["reply"] for item in shown["items"] for one in item["obligations"]} == {"none"}
        assert register(bench, f"?institution={one.id}")[0]["number"] == act["number"]
        assert register(bench, f"?institution={uuid4()}") == []
        decide(commissioner, act, "withhold")
        assert register(bench) == []

    def test_anybodys_page_may_ask_for_it_and_is_not_sent_again_what_it_has(self, bench, story, commissioner):
        body = bench.body()
        act = story.with_findings().issue(body)
        bench.deliver(act, body)
        decide(commissioner, act)
        for path in (REGISTER, f"{REGISTER}/{act['number']}"):
            first = bench.app.test_client().get(path)
            assert first.headers["Access-Control-Allow-Origin"] == "*" and 'rel="license"' in first.headers["Link"]
            again = bench.app.test_client().get(path, headers={"If-None-Match": first.headers["ETag"]})
            assert again.status_code == 304
        decide(commissioner, act, "withhold")
        assert bench.app.test_client().get(REGISTER, headers={"If-None-Match": "x"}).json["items"] == []

    def test_so_may_it_for_the_figures(self, bench, story, commissioner):
        body = bench.body()
        act = story.with_findings().issue(body)
        bench.deliver(act, body)
        decide(commissioner, act)
        of_body = f"/cases/api/v1/public/institutions/{body.id}/compliance"
        for path in ("/cases/api/v1/public/compliance", of_body):
            first = bench.app.test_client().get(path)
            assert first.headers["Access-Control-Allow-Origin"] == "*" and 'rel="license"' in first.headers["Link"]
            had = {"If-None-Match": first.headers["ETag"]}
            assert bench.app.test_client().get(path, headers=had).status_code == 304
        decide(commissioner, act, "withhold")
        assert bench.app.test_client().get(of_body, headers=had).status_code == 200

    def test_it_names_no_case_no_complaint_and_nobody_of_the_office(self, bench, story, commissioner):
        body = bench.body()
        act = story.with_findings().issue(body)
        bench.deliver(act, body)
        decide(commissioner, act)
        answer = bench.app.test_client().get(f"{REGISTER}/{act['number']}")
        secrets = [act["id"], act["case_id"], str(story.officer.id), "A-2026-", act["items"][0]["id"]]
        assert not [secret for secret in secrets if secret in answer.text]

    def test_the_day_from_which_a_measure_is_late_stands_beside_the_one_of_its_item(self, bench, story, commissioner):
        body, promised = bench.body(), after(today(), 45)
        item = {"text": "Masa", "evidence_expected": "Vendimi", "due": after(today(), 35).isoformat()}
        act = story.with_findings().issue(body, items=[item])
        bench.deliver(act, body)
        owed = act["items"][0]["id"]
        bench.reply(act, body, {"item_id": owed, "position": "accepted", "promised_date": promised})
        decide(commissioner, act)
        [shown] = register(bench)[0]["items"]
        assert (shown["due"], shown["obligations"][0]["implementation_due"]) == (item["due"], promised.isoformat())
        left = shown["obligations"][0]["timeliness"]["implementation"]
        assert (left["word"], left["days"]) == ("due_in", (promised - today()).days)
        page = bench.app.test_client().get(f"/cases/public/recommendations/{act['number']}").text
        assert f"Dita që numërohet: {day_words(promised, 'sq')}" in " ".join(page.split())

    def test_a_withdrawn_act_stays_with_its_mark(self, bench, story, commissioner):
        body = bench.body()
        act = story.with_findings().issue(body)
        bench.deliver(act, body)
        decide(commissioner, act)
        fall = {"ground": "facts_changed", "reason": "x"}
        story.approver.post(f"/recommendations/{act['id']}/withdrawal", fall)
        assert register(bench)[0]["status"] == "withdrawn"

    def test_a_proposal_to_change_a_law_is_public_by_its_kind(self, bench, story):
        assembly = bench.body("assembly")
        items = [{"text": "Ndryshoni ligjin."}]
        act = story.with_findings().issue(assembly, kind="law_reform", items=items)
        assert register(bench) == []
        bench.deliver(act, assembly)
        assert [one["number"] for one in register(bench)] == [act["number"]]

    def test_a_report_to_the_assembly_is_shown_after_its_term(self, bench, story, commissioner):
        assembly = bench.body("assembly")
        items = [{"text": "Masat."}]
        story.with_findings()
        running = story.issue(assembly, kind="assembly_report", items=items)
        ended = story.issue(assembly, kind="assembly_report", items=items)
        bench.deliver(running, assembly)
        bench.deliver(ended, assembly, at=datetime.now(UTC) - timedelta(days=90))
        for act in (running, ended):
            decide(commissioner, act)
        assert [one["number"] for one in register(bench)] == [ended["number"]]

    def test_who_wrote_an_act_does_not_decide_on_its_publication(self, bench, story, commissioner):
        body = bench.body()
        story.with_findings()
        path = f"/cases/{story.case_id}/recommendations"
        act = commissioner.post(path, draft_body(body)).json
        story.approver.post(f"/recommendations/{act['id']}/approval", {"content_hash": act["content_hash"]})
        story.approver.post(f"/recommendations/{act['id']}/issue")
        assert decide(commissioner, act).json["code"] == "publication.own_work"
        assert decide(bench.person("publisher"), act).status_code == 200

    def test_a_draft_is_not_published(self, bench, story, commissioner):
        act = story.with_findings().draft(bench.body())
        answer = decide(commissioner, act)
        assert (answer.status_code, answer.json["code"]) == (409, "publication.not_issued")

    @pytest.mark.parametrize("number", ["R-2026-00001-1", "x", "%00", "R-2026-00001-7%27--"])
    def test_an_unknown_number_is_not_there(self, bench, number):
        assert bench.app.test_client().get(f"{REGISTER}/{number}").status_code == 404

    def test_an_unknown_body_has_no_figures(self, bench):
        path = "/cases/api/v1/public/institutions"
        assert bench.app.test_client().get(f"{path}/{uuid4()}/compliance").status_code == 404
        fresh = bench.body()
        figures = bench.app.test_client().get(f"{path}/{fresh.id}/compliance").json["figures"]
        assert figures["obligations"] == 0
        assert figures["answered_in_time"] == {
            "key": "answered_in_time", "unit": "obligations", "numerator": 0, "denominator": 0, "percent": None,
        }  # fmt: skip


class TestFigures:
    @pytest.mark.parametrize("seed", range(4))
    def test_sql_counts_exactly_as_the_domain_does(self, bench, seed):
        chance = random.Random(seed)
        day = today()
        case_id = bench.admit()
        bodies = [bench.body() for _ in range(4)]
        with bench.platform.database.transaction() as session:
            for number in range(12):
                self.act(session, chance, case_id, bodies, number, day)
            session.flush()
            stored = session.execute(select(Obligation)).scalars().all()
            expected = [self.row(one) for one in stored]
            states = select(Obligation.id, state_column(day))
            assert dict(session.execute(states).all()) == {one.id: one.state_on(day) for one in stored}
        assert len(stored) > 30
        with bench.platform.database.reading() as session:
            together = counts.count_together(session, day)
            assert together == self.without_uncounted(compliance.figures(expected, today=day, ages=data.ages()))
            each = counts.count_each(session, day)
            assert all(counts.from_json(counts.to_json(one)) == one for one in each.values())
            for body in bodies:
                mine = compliance.figures(expected, today=day, ages=data.ages(), institution_id=body.id)
                if mine.obligations:
                    assert each[body.id] == self.without_uncounted(mine)

    def test_the_figures_of_a_past_day_are_made_of_what_was_known_then(self, bench, story, commissioner):
        body = bench.body()
        act = story.with_findings().issue(body, items=3)
        bench.deliver(act, body)
        items = [item["id"] for item in act["items"]]
        bench.reply(act, body, {"item_id": items[0], "position": "accepted"})
        bench.reply(act, body, {"item_id": items[1], "position": "refused"})
        first = story.obligations(act, body)[0]
        day = today()
        found = {"assessment": "implemented", "on": day.isoformat(), "evidence": [SEEN]}
        assert story.officer.post(f"/obligations/{first['id']}/assessments", found).status_code == 201
        with bench.platform.database.reading() as session:
            assert past.figures_on(session, Asked(day, day)) == counts.count_together(session, day)
            end = day + timedelta(days=60)
            later = past.figures_on(session, Asked(end, end))
            assert {one.key: one.numerator for one in later.splits[2].shares}["no_reply"] == 1
        path = "/cases/api/v1/compliance"
        client = bench.office()
        yesterday = client.get(f"{path}?on={day - timedelta(days=1)}").json
        assert (yesterday["day"], yesterday["figures"]["obligations"]) == (str(day - timedelta(days=1)), 0)
        assert yesterday["known"] == str(day)
        assert client.get(f"{path}?on={day}").json["figures"]["obligations"] == 3
        assert client.get(f"{path}?on={day + timedelta(days=2)}").status_code == 422
        assert client.get(f"{path}?on=yesterday").status_code == 422
        before = client.get(f"{path}?on={day}&known={day - timedelta(days=1)}")
        assert (before.status_code, before.json["code"]) == (422, "compliance.known_before")

    def test_where_there_are_very_many_the_pages_read_what_the_timer_counted(
        self, bench, story, commissioner, monkeypatch
    ):
        body = bench.body()
        story.with_findings()
        for _ in range(6):
            act = story.issue(body, items=1)
            bench.deliver(act, body)
            decide(commissioner, act)
        live = bench.app.test_client().get("/cases/api/v1/public/compliance").json
        assert [one["institution_id"] for one in live["bodies"]] == [str(body.id)]
        monkeypatch.setattr(counts, "LARGE", -1)
        timers.count_figures(bench.platform, datetime.now(UTC))
        assert bench.app.test_client().get("/cases/api/v1/public/compliance").json == live
        assert bench.scalar("SELECT count(*) FROM figures_snapshot") == 3
        for _ in range(5):
            bench.deliver(story.issue(body, items=1), body)
        kept = bench.app.test_client().get("/cases/api/v1/public/compliance").json["figures"]
        assert kept["obligations"] == 6
        timers.count_figures(bench.platform, datetime.now(UTC))
        kept = bench.app.test_client().get("/cases/api/v1/public/compliance").json["figures"]
        assert kept["obligations"] == 11

    @staticmethod
    def without_uncounted(figures):
        """What is not counted is left out of what is published: it would tell of referrals that nobody may know of."""
        return type(figures)(**{**figures.__dict__, "not_counted": 0})

    @staticmethod
    def row(one: Obligation) -> Row:
        return Row(
            act_id=one.recommendation_id,
            item_id=one.item_id,
            institution_id=one.institution_id,
            counts=one.counts and one.fell_on is None,
            delivery=Delivery(one.delivery),
            reply=Reply(one.reply),
            assessed=Assessed(one.assessed),
            due=one.reply_due,
            answered_on=one.answered_on,
            days=one.days_to_answer,
            by=one.implementation_due,
            by_own_word=one.by_own_word,
            claimed_on=one.claimed_on,
            unassessable=one.unassessable,
        )

    @staticmethod
    def act(session, chance, case_id, bodies, number, day) -> None:
        issued = datetime.now(UTC)
        act = Recommendation(
            id=uuid4(), case_id=case_id, kind="remedy", status="issued", number=f"R-{seed_number(number)}",
            language="sq", title="x", grounds="x", authors=[], content_hash="a" * 64, issued_at=issued, issued_on=day,
        )  # fmt: skip
        items = [
            ActItem(recommendation_id=act.id, place=place, text="x", evidence_expected="x")
            for place in range(chance.randint(1, 3))
        ]
        add_issued(session, [act], items)
        for item in items:
            for body in chance.sample(bodies, chance.randint(1, 3)):
                reply = chance.choice(list(Reply))
                due = chance.choice(
                    [None, day - timedelta(days=chance.choice([-5, -1, 0, 1, 30, 31, 90, 91, 365, 366]))]
                )
                session.add(
                    Obligation(
                        recommendation_id=act.id,
                        case_id=case_id,
                        item_id=item.id,
                        institution_id=body.id,
                        institution_class="municipality",
                        role="responsible",
                        expects="reply",
                        counts=chance.random() < 0.9,
                        issued_on=day,
                        delivery=chance.choice([*Delivery, *ARRIVED]).value,
                        reply=reply.value,
                        assessed=chance.choice([*[Assessed.NOT_ASSESSED] * 6, *Assessed, *SETTLED]).value,
                        unassessable=chance.choice([None, "elsewhere", "no_information", "other"]),
                        implementation_due=chance.choice([None, day - timedelta(days=chance.randint(-2, 2))]),
                        by_own_word=chance.choice([False, True]),
                        claimed_on=chance.choice([None, None, day - timedelta(days=chance.randint(-2, 2))]),
                        days_to_answer=chance.choice([None, chance.randint(0, 40)]),
                        reply_due=due,
                        answered_on=day - timedelta(days=chance.randint(0, 8)) if reply in SUBSTANTIVE else None,
                        fell_on=chance.choice([None] * 9 + [day]),
                    )
                )


def seed_number(number: int) -> str:
    return f"2026-{number:05d}-0"
