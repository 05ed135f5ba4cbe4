"""The pages of obligations: the list of who is late, and one obligation with its clock, its reply and what the office does."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest

from shared.clock import utc_now
from shared.events.catalogue import ProgressItem
from shared.principal import service
from tests.cases.bench import soon, today
from tests.cases.pages_world import NOBODY, TYPED_SOURCE, office, said, summary_links, world

__all__ = ["office", "world"]


def received(world):
    """An act that its municipality has."""
    act = world.issued()
    world.delivered(act)
    return act


def first(world, act):
    return world.obligations(act)[0].obligation.id


def at(obligation_id, action=""):
    return f"/cases/staff/obligations/{obligation_id}{action}"


def day(prefix, when):
    return {f"{prefix}-day": str(when.day), f"{prefix}-month": str(when.month), f"{prefix}-year": str(when.year)}


class TestList:
    def test_who_is_late_stands_in_the_list_with_the_days(self, world):
        act = world.issued()
        world.delivered(act, days_ago=50)
        words = said(world.client("approver").get("/cases/staff/obligations?timeliness=late").text)
        assert act.number in words
        assert "ditë me vonesë" in words
        assert act.number in said(world.client("approver").get("/cases/").text)

    def test_who_is_in_time_is_not_among_the_late(self, world):
        act = received(world)
        client = world.client("approver")
        assert act.number not in client.get("/cases/staff/obligations?timeliness=late").text
        assert act.number in client.get("/cases/staff/obligations?timeliness=due_in").text

    def test_what_bodies_owe_is_found_by_their_names_and_by_a_name_that_none_has_nothing(self, world):
        act = received(world)
        client = world.client("approver")
        for words in (f"bashkia+{world.suffix}", world.suffix):
            assert act.number in client.get(f"/cases/staff/obligations?q={words}").text
        nobody = client.get("/cases/staff/obligations?q=zzzz").text
        assert "Nuk ka asnjë detyrim të tillë." in said(nobody)
        assert "/cases/staff/obligations/" not in nobody

    def test_the_list_of_one_body_says_so_and_leads_back_to_all(self, world):
        world.delivered(world.issued())
        page = (
            world.client("approver")
            .get(f"/cases/staff/obligations?q=b&institution={world.bodies['municipality']}")
            .text
        )
        assert f"Vetëm: Bashkia Shembull {world.suffix}" in said(page)
        assert 'href="/cases/staff/obligations?q=b"' in page

    def test_what_the_office_has_to_look_at_has_lists_of_its_own(self, world):
        act = received(world)
        world.replied(act, position="accepted")
        client = world.client("approver")
        assert act.number in client.get("/cases/staff/obligations?attention=said_nothing").text
        assert act.number not in client.get("/cases/staff/obligations?attention=to_verify").text
        owed = world.obligations(act)
        world.progressed(act, *(ProgressItem(item_id=one.item.id, claimed="implemented", evidence=()) for one in owed))
        assert act.number not in client.get("/cases/staff/obligations?attention=said_nothing").text
        page = client.get("/cases/staff/obligations?attention=to_verify").text
        assert act.number in page
        assert "Thotë se e zbatoi: për t'u verifikuar" in said(page)
        assert "attention=denied" in client.get("/cases/").text

    def test_who_never_answered_is_said_to_be_silent_once_the_term_is_over(self, world):
        act = received(world)
        page = world.client("approver").get(at(first(world, act))).text
        assert "Ende pa përgjigje" in said(page)
        late = world.issued()
        world.delivered(late, days_ago=50)
        page = world.client("approver").get(at(first(world, late))).text
        assert "Nuk u përgjigj në afat" in said(page)
        world.replied(late)
        page = said(world.client("approver").get(at(first(world, late))).text)
        assert "Nuk u përgjigj në afat" not in page
        assert "ditë me vonesë" in page

    @pytest.mark.parametrize(
        ("query", "status"),
        [
            ("timeliness=soon", 422),
            ("institution=x", 422),
            ("timeliness=late&attention=denied", 422),
            ("q=%20", 200),
            ("after=x", 400),
            (f"institution={NOBODY}", 200),
        ],
    )
    def test_a_strange_filter_is_never_a_fault(self, world, query, status):
        assert world.client("approver").get(f"/cases/staff/obligations?{query}").status_code == status

    def test_two_filters_that_do_not_go_together_are_said_to(self, world):
        page = world.client("approver").get("/cases/staff/obligations?timeliness=late&attention=denied").text
        assert "Kjo nuk zgjidhet bashkë me një filtër tjetër." in said(page)


class TestOne:
    def test_the_clock_is_told_in_sentences(self, world):
        act = received(world)
        words = said(world.client("case_officer").get(at(first(world, act))).text)
        assert "Afati është 30 ditë kalendarike. Baza ligjore: Ligji nr. 8454/1999" in words
        assert "Ende për t'u konfirmuar nga një jurist." in words
        assert "Kjo ditë nuk numërohet; afati fillon nga dita tjetër." in words
        assert "Dita e fundit për t'u përgjigjur është" in words

    def test_a_letter_without_news_of_its_delivery_says_so(self, world):
        act = world.issued()
        words = said(world.client("case_officer").get(at(first(world, act))).text)
        assert "Nuk është dorëzuar ende" in words
        assert "Afati nuk ka filluar" in words
        assert "Dita e fundit për t'u përgjigjur është" not in words

    def test_home_says_that_a_letter_waits_to_be_delivered_and_that_nothing_does_after(self, world):
        def waiting() -> int:
            home = said(world.client("case_officer").get("/cases/").text)
            return int((re.findall(r"(\d+) let\w+ nuk (?:është|janë) dorëzuar ende", home) or [0])[0])

        before, act = waiting(), world.issued()
        assert waiting() == before + 1
        world.delivered(act)
        assert waiting() == before

    def test_the_bodys_own_words_are_shown_with_who_answered(self, world):
        act = received(world)
        world.replied(act)
        words = said(world.client("case_officer").get(at(first(world, act))).text)
        assert "Nuk ka fonde në buxhet." in words
        assert "Shembull Shembulli, Sekretar" in words
        assert "E refuzoi, me arsye" in words

    def test_an_act_without_a_term_has_no_clock(self, world):
        act = world.issued(kind="practice_change")
        assert world.client("approver").get(at(first(world, act))).status_code == 200

    @pytest.mark.parametrize(
        ("data", "links"),
        [
            ({}, ["assessment-assessment"]),
            ({"assessment-assessment": "splendid"}, ["assessment-assessment"]),
            ({"assessment-assessment": "implemented"}, ["assessment-on", "assessment-address"]),
            ({"assessment-assessment": "in_process"}, ["assessment-promised_date", "assessment-next_check"]),
            ({"assessment-assessment": "not_assessable"}, ["assessment-unassessable", "assessment-reason"]),
            (
                {"assessment-assessment": "not_assessable", "assessment-unassessable": "no_information"},
                ["assessment-reason"],
            ),
            ({"assessment-assessment": "partly", "assessment-on-day": "31"}, ["assessment-on-month"]),
        ],
    )
    def test_a_finding_needs_what_its_word_needs(self, world, data, links):
        act = received(world)
        response = world.post(world.client("case_officer"), at(first(world, act), "/assessments"), data)
        assert response.status_code == 422
        assert summary_links(response.text) == links

    @pytest.mark.parametrize(
        ("data", "days", "links"),
        [
            ({"assessment-assessment": "implemented"}, 0, ["assessment-address"]),
            ({"assessment-assessment": "partly", **TYPED_SOURCE}, 40, ["assessment-on"]),
        ],
    )
    def test_a_finding_needs_a_source_and_a_day_that_has_come(self, world, data, days, links):
        act, on = world.issued(), day("assessment-on", today() + timedelta(days=days))
        world.delivered(act)
        world.replied(act, position="accepted", claimed="implemented")
        response = world.post(world.client("case_officer"), at(first(world, act), "/assessments"), {**data, **on})
        assert response.status_code == 422
        assert summary_links(response.text) == links

    def test_a_finding_is_recorded_with_its_evidence(self, world):
        act = received(world)
        client, url = world.client("case_officer"), at(first(world, act))
        data = {
            "assessment-assessment": "implemented",
            **day("assessment-on", today()),
            **TYPED_SOURCE,
        }
        response = world.post(client, f"{url}/assessments", data)
        assert response.status_code == 303, said(response.text)
        words = said(client.get(url).text)
        assert "Burim publik: https://shembull.al/urdhri-12, parë më 6 janar 2020" in words
        assert 'href="https://shembull.al/urdhri-12"' in client.get(url).text
        assert "E zbatuar, " in words

    def test_a_request_for_time_is_shown_and_decided(self, world):
        act = received(world)
        request_id = world.asked_for_time(act)
        client, url = world.client("approver"), at(first(world, act))
        page = client.get(url).text
        assert "Këshilli mblidhet pas dy muajsh." in page
        assert str(request_id) in page
        data = {"extension-request_id": str(request_id), "extension-granted": "yes"}
        response = world.post(client, f"{url}/extensions", data)
        assert response.status_code == 422
        assert summary_links(response.text) == ["extension-until"]
        until = today() + timedelta(days=60)
        response = world.post(client, f"{url}/extensions", {**data, **day("extension-until", until)})
        assert response.status_code == 303, said(response.text)
        words = said(client.get(url).text)
        assert "U dha kohë deri më" in words
        assert "Zyra e zgjati afatin deri më" in words
        assert "Datat që ka treguar afati" in words and not re.search(r"(staff|service):", words)

    @pytest.mark.parametrize("request_id", ["", "x", NOBODY])
    def test_a_request_that_was_not_made_is_not_decided(self, world, request_id):
        act = world.issued()
        data = {"extension-request_id": request_id, "extension-granted": "no"}
        response = world.post(world.client("approver"), at(first(world, act), "/extensions"), data)
        assert response.status_code in (404, 422)

    def test_a_reminder_is_sent_when_it_is_due(self, world):
        act = world.issued()
        world.delivered(act, days_ago=50)
        client, url = world.client("case_officer"), at(first(world, act))
        assert "Harto: kujtesë" in said(client.get(url).text)
        response = world.post(client, f"{url}/escalations", {"rung-rung": "reminder"})
        assert response.status_code == 303, said(response.text)
        letter = response.headers["Location"]
        seen = re.search(r'name="sending-seen" value="([^"]+)"', client.get(letter).text)[1]
        assert world.post(client, f"{letter}/sending", {"sending-seen": seen}).status_code == 303
        assert "U dha për dërgim një kujtesë për institucionin" in said(client.get(url).text)

    def test_a_rung_before_its_day_is_refused_with_the_day(self, world):
        act = received(world)
        client, url = world.client("case_officer"), at(first(world, act))
        words = said(client.get(url).text)
        assert "Mund të dërgohet nga" in words
        assert "dita 1 pas ditës së fundit për përgjigjen" in words
        assert "Harto: kujtesë" not in words
        response = world.post(client, f"{url}/escalations", {"rung-rung": "reminder"})
        assert response.status_code == 409
        assert "Një afat i mëparshëm ende nuk ka mbaruar." in said(response.text)

    def test_a_body_with_a_superior_gets_a_notice_to_it(self, world):
        act = world.issued(addressed="school")
        world.delivered(act, addressed="school")
        world.replied(act, addressed="school")
        world.not_enough(act)
        client, url = world.client("approver"), at(first(world, act))
        page = client.get(url).text
        assert "Harto aktin: njoftim organit epror" in said(page)
        assert "Rruga tjetër e ligjshme" not in page
        assert "Harto aktin: njoftim organit epror" not in said(world.client("case_officer").get(url).text)
        assert world.post(client, f"{url}/escalations", {"rung-rung": "hierarchical_superior"}).status_code == 303

    def test_the_commissioner_alone_lifts_the_order_and_says_why(self, world):
        act = world.issued(addressed="school")
        world.delivered(act, addressed="school")
        url = at(first(world, act))
        data = {"rung-rung": "reminder", "rung-override_reason": "Pritja e dëmton fëmijën."}
        assert world.post(world.client("approver"), f"{url}/escalations", data).status_code in (403, 409)
        client = world.client("commissioner")
        assert "Arsyeja për ta kaluar radhën" in client.get(url).text
        assert world.post(client, f"{url}/escalations", {"rung-rung": "reminder"}).status_code == 409

    def test_a_request_that_is_not_on_the_page_leads_to_nothing_on_the_page(self, world):
        act = world.issued()
        data = {"extension-request_id": NOBODY, "extension-granted": "no"}
        response = world.post(world.client("approver"), at(first(world, act), "/extensions"), data)
        assert response.status_code == 422
        assert summary_links(response.text) == ["main-content"]
        assert "Nuk ka kërkesë të tillë." in response.text

    @pytest.mark.parametrize("rung", ["", "x", "hierarchical_superior\x00"])
    def test_a_rung_that_does_not_exist_is_refused(self, world, rung):
        act = world.issued()
        response = world.post(world.client("approver"), at(first(world, act), "/escalations"), {"rung-rung": rung})
        assert response.status_code in (409, 422)

    def test_a_reply_that_is_not_enough_is_marked_with_its_reason(self, world):
        act = received(world)
        world.replied(act, "accepted", "")
        client, url = world.client("case_officer"), at(first(world, act))
        response = world.post(client, f"{url}/insufficiency", {})
        assert response.status_code == 422
        assert summary_links(response.text) == ["insufficient-reason"]
        data = {"insufficient-reason": "Nuk thotë deri kur."}
        assert world.post(client, f"{url}/insufficiency", data).status_code == 303
        assert "Nuk thotë deri kur." in said(client.get(url).text)

    def test_a_no_opens_again_what_was_settled_and_the_page_says_what_to_do(self, world):
        act = received(world)
        owed, client = first(world, act), world.client("case_officer")
        done = {"assessment-assessment": "implemented", **TYPED_SOURCE, **day("assessment-on", today())}
        assert world.post(client, at(owed, "/assessments"), done).status_code == 303
        assert world.post(client, at(owed, "/confirmation"), {"confirmation-confirmed": "no"}).status_code == 303
        words = said(client.get(at(owed)).text)
        assert "Ankuesi thotë se masa nuk u ndie. Detyrimi u rihap" in words
        assert "Zyra gjeti E pavlerësuar" in words
        assert act.number in client.get("/cases/staff/obligations?attention=denied").text

    def test_the_commissioner_alone_ends_the_steps_with_a_reason_and_the_page_says_since_when(self, world):
        act = received(world)
        world.replied(act, position="accepted", claimed="implemented")
        url = at(first(world, act))
        assert (
            world.post(
                world.client("case_officer"), f"{url}/assessments", {"assessment-assessment": "not", **TYPED_SOURCE}
            ).status_code
            == 303
        )
        assert "/ladder-end" not in world.client("approver").get(url).text
        client = world.client("commissioner")
        words = said(client.get(url).text)
        assert "E vërtetuar si e pazbatuar" in words
        assert "Mbyll hapat ndaj institucionit" in words
        empty = world.post(client, f"{url}/ladder-end", {})
        assert (empty.status_code, summary_links(empty.text)) == (422, ["ladder_end-reason"])
        assert world.post(world.client("approver"), f"{url}/ladder-end", {"ladder_end-reason": "x"}).status_code == 403
        assert world.post(client, f"{url}/ladder-end", {"ladder_end-reason": "Organi u shkri."}).status_code == 303
        words = said(client.get(url).text)
        assert "Hapat u mbyllën" in words
        assert "Organi u shkri." in words
        assert "Komisioneri i mbylli hapat ndaj institucionit" in words

    def test_an_obligation_in_monitoring_says_so_and_why_another_cannot_be_assessed(self, world):
        act = received(world)
        world.replied(act, position="accepted", claimed="implemented")
        client = world.client("approver")
        found = (
            ("partly", {"assessment-assessment": "partly", **TYPED_SOURCE}),
            (
                "no_information",
                {
                    "assessment-assessment": "not_assessable",
                    "assessment-unassessable": "no_information",
                    "assessment-reason": "Nuk u përgjigjën.",
                },
            ),
        )
        urls = [at(view.obligation.id) for view in world.obligations(act)]
        for url, (_state, data) in zip(urls, found, strict=True):
            assert world.post(client, f"{url}/assessments", data).status_code == 303
        data = {"close-outcome": "violation_found_recommended"}
        assert world.post(client, f"/cases/staff/cases/{act.case_id}/steps/close", data).status_code == 303
        assert "Çështja u mbyll; hapat ndaj institucionit vazhdojnë." in said(client.get(urls[0]).text)
        assert "Nuk u dha asnjë informacion" in said(client.get(urls[1]).text)
        listed = client.get("/cases/staff/obligations?monitoring=yes").text
        assert (urls[0] in listed, urls[1] in listed) == (True, False)

    def test_what_is_in_process_shows_as_overdue_after_its_dates(self, world):
        act = received(world)
        owed, client = first(world, act), world.client("case_officer")
        going = {
            "assessment-assessment": "in_process",
            **day("assessment-promised_date", date.fromisoformat(soon(2))),
            **day("assessment-next_check", date.fromisoformat(soon(5))),
        }
        assert world.post(client, at(owed, "/assessments"), going).status_code == 303
        assert "duhej bërë" not in said(client.get(at(owed)).text)
        earlier = "UPDATE obligation SET noted_date = noted_date - 9, next_check = next_check - 9"
        with world.platform.database.transaction() as session:
            session.connection().exec_driver_sql(f"{earlier}, implementation_due = noted_date - 9")
        words = said(client.get(at(owed)).text)
        assert "(duhej bërë)" in words
        assert "Zyra pret që të zbatohet deri më" in words
        assert "ditë me vonesë" in words
        assert act.number in client.get("/cases/staff/obligations?attention=check_overdue").text

    def test_the_word_of_the_child_is_recorded(self, world):
        act = world.issued()
        client, url = world.client("case_officer"), at(first(world, act))
        assert world.post(client, f"{url}/confirmation", {}).status_code == 422
        assert world.post(client, f"{url}/confirmation", {"confirmation-confirmed": "partly"}).status_code == 303
        assert "U dëgjua fëmija ose ankuesi" in said(client.get(url).text)

    def test_another_officers_obligation_is_not_there(self, world):
        from services.cases.actions import staff

        act = world.issued()
        name = f"tjetri.{uuid4().hex[:8]}"
        made = world.run(
            lambda session: staff.add(
                service("test"), session, name, "Shembull Tjetri", ["case_officer"], uuid4().hex, now=utc_now()
            )
        )
        world.people["other"] = made.id
        assert world.client("other").get(at(first(world, act))).status_code == 404
