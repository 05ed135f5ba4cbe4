"""How a body is reached: functional addresses with their days, what it proposes, and the question of each quarter."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.partners import domain
from services.partners.timers import ask_for_contacts, follow_calendar
from shared.clock import utc_now
from shared.events.catalogue import ContactsDue, InstitutionChanged
from tests.partners.bench import today

MAILBOX = {"kind": "mailbox", "purpose": "recommendations", "value": "protokolli@example.org"}


@pytest.fixture
def office(bench):
    return bench.staff("approver")


@pytest.fixture
def body(bench):
    return bench.body()


def add(office, body, **values):
    answer = office.post(f"/institutions/{body.id}/contacts", {**MAILBOX, **values})
    assert answer.status_code == 201, answer.text
    return answer.json


def shown(office, body):
    return office.get(f"/institutions/{body.id}/contacts").json


def mailbox(office, body):
    return office.get(f"/institutions/{body.id}").json["mailbox"]


def aged(bench, body):
    """Let the people and machines of a body be there since long ago."""
    with bench.platform.database.transaction() as session:
        for table in ("partner_user", "partner_client"):
            session.execute(
                text(f"UPDATE {table} SET created_at = created_at - interval '200 days' WHERE institution_id = :id"),
                {"id": body.id},
            )


class TestTheOffice:
    def test_the_newest_mailbox_for_recommendations_is_the_one_that_the_others_are_told(self, bench, office, body):
        add(office, body, value="sekretaria@example.org", function="sekretaria", valid_from="2020-01-01")
        add(office, body, value="urgjenca@example.org", purpose="urgent")
        assert mailbox(office, body) == "sekretaria@example.org"
        add(office, body, valid_from=today().isoformat())
        told = bench.told(InstitutionChanged, institution_id=body.id)[-1]
        assert bench.platform.documents.get_json(told["record"])["mailbox"] == MAILBOX["value"]
        add(office, body, kind="phone", value="+355 4 222 33 44")
        assert len(shown(office, body)["contacts"]) == 4

    def test_a_contact_begins_and_ends_with_its_days(self, bench, office, body):
        tomorrow = today() + timedelta(days=1)
        add(office, body, value="i-vjeter@example.org", valid_to=today().isoformat())
        add(office, body, value="i-ri@example.org", valid_from=tomorrow.isoformat())
        assert mailbox(office, body) == "i-vjeter@example.org"
        follow_calendar(bench.platform, utc_now() + timedelta(days=1))
        assert mailbox(office, body) == "i-ri@example.org"
        follow_calendar(bench.platform, utc_now())

    def test_an_ended_contact_stays_to_be_seen(self, office, body):
        made = add(office, body)
        path = f"/institutions/{body.id}/contacts/{made['id']}/end"
        yesterday = (today() - timedelta(days=1)).isoformat()
        assert office.post(path, {"valid_to": yesterday}).status_code == 200
        assert mailbox(office, body) is None
        assert [one["valid_to"] for one in shown(office, body)["contacts"]] == [yesterday]
        assert office.post(path, {"valid_to": today().isoformat()}).json["code"] == "already_ended"
        other = office.post(f"/institutions/{uuid4()}/contacts/{made['id']}/end", {"valid_to": yesterday})
        assert other.status_code == 404

    def test_the_mailbox_of_the_record_can_be_set_as_before_and_is_a_contact_then(self, office, body):
        path = f"/institutions/{body.id}"
        for value in ("a@example.org", "b@example.org", "b@example.org", None, "a@example.org"):
            assert (
                office.call("PATCH", path, json={"mailbox": value}, headers={"If-Match": "*"}).json["mailbox"] == value
            )
        assert "a@example.org" in [one["value"] for one in shown(office, body)["contacts"]]

    @pytest.mark.parametrize(
        ("value", "personal"),
        [
            ("emer.mbiemer@example.org", True),
            ("e.mbiemer2@example.org", True),
            ("protokolli@example.org", False),
            ("zyra.protokollit@example.org", False),
            ("info.femijet@example.org", False),
            ("shembull.bashkia@example.org", False),
        ],
    )
    def test_a_mailbox_that_looks_like_a_persons_is_marked(self, office, body, value, personal):
        assert add(office, body, value=value)["personal"] is personal

    @pytest.mark.parametrize(
        ("values", "where"),
        [
            ({"kind": "pigeon"}, "/kind"),
            ({"purpose": "gossip"}, "/purpose"),
            ({"value": "jo adresë"}, "/value"),
            ({"value": "a@example.org\nBcc: b@example.org"}, "/value"),
            ({"value": "a@example.org, b@example.org"}, "/value"),
            ({"kind": "phone", "value": "call me"}, "/value"),
            ({"kind": "portal", "value": "javascript:alert(1)"}, "/value"),
            ({"kind": "portal", "value": "http://example.org"}, "/value"),
            ({"value": ""}, "/value"),
            ({"value": None}, "/value"),
            ({"valid_from": "2026-02-30"}, "/valid_from"),
            ({"valid_from": "2026-02-02", "valid_to": "2026-02-01"}, "/valid_to"),
            ({"name": "Emër Mbiemër"}, "/name"),
        ],
    )
    def test_a_faulty_contact_is_refused_at_the_field(self, office, body, values, where):
        answer = office.post(f"/institutions/{body.id}/contacts", {**MAILBOX, **values})
        assert (answer.status_code, answer.json["errors"][0]["pointer"]) == (422, where), answer.text
        assert shown(office, body)["contacts"] == []

    def test_the_same_on_the_same_days_is_one(self, office, body):
        add(office, body)
        again = office.post(f"/institutions/{body.id}/contacts", MAILBOX)
        assert (again.status_code, again.json["code"]) == (409, "contact_known")


class TestTheBody:
    def test_it_sees_and_confirms_its_own(self, bench, office, body):
        machine = bench.machine(body)
        nothing = machine.post("/institutions/mine/contacts-confirmation", {"correct": True})
        assert (nothing.status_code, nothing.json["code"]) == (409, "no_contacts")
        made = add(office, body)
        answer = machine.post("/institutions/mine/contacts-confirmation", {"correct": True})
        assert answer.status_code == 200, answer.text
        mine = machine.get("/institutions/mine/contacts").json
        assert [one["id"] for one in mine["contacts"]] == [made["id"]]
        assert mine["confirmed_at"] == mine["contacts"][0]["confirmed_at"] == answer.json["confirmed_at"]
        wrong = machine.post("/institutions/mine/contacts-confirmation", {"correct": False})
        assert wrong.status_code == 422

    def test_what_it_proposes_holds_once_the_office_accepts_it(self, bench, office, body):
        made, machine = add(office, body), bench.machine(body)
        sent = {"contact_id": made["id"], "value": "sekretaria@example.org", "function": "sekretaria"}
        proposed = machine.post("/institutions/mine/contact-proposals", sent)
        assert proposed.status_code == 201, proposed.text
        assert proposed.json["instead_of"] == MAILBOX["value"]
        assert mailbox(office, body) == MAILBOX["value"]
        path = f"/institutions/{body.id}/contact-proposals/{proposed.json['id']}/decision"
        assert office.post(path, {"accepted": True}).json["state"] == "accepted"
        assert mailbox(office, body) == "sekretaria@example.org"
        assert [one["value"] for one in machine.get("/institutions/mine/contacts").json["contacts"]] == [
            "sekretaria@example.org"
        ]
        again = office.post(path, {"accepted": False})
        assert (again.status_code, again.json["code"]) == (409, "already_decided")

    def test_it_can_ask_to_end_one_and_be_refused(self, bench, office, body):
        made, machine = add(office, body), bench.machine(body)
        sent = {"contact_id": made["id"], "value": None}
        proposed = machine.post("/institutions/mine/contact-proposals", sent).json
        path = f"/institutions/{body.id}/contact-proposals/{proposed['id']}/decision"
        assert office.post(path, {"accepted": False}).status_code == 200
        assert mailbox(office, body) == MAILBOX["value"]
        proposed = machine.post("/institutions/mine/contact-proposals", sent).json
        path = f"/institutions/{body.id}/contact-proposals/{proposed['id']}/decision"
        assert office.post(path, {"accepted": True}).status_code == 200
        assert mailbox(office, body) is None

    def test_anothers_contact_is_one_that_is_not_there(self, bench, office, pair):
        made, machine = add(office, pair[1]), bench.machine(pair[0])
        answers = [
            machine.post("/institutions/mine/contact-proposals", {"contact_id": wanted, "value": None})
            for wanted in (made["id"], str(uuid4()))
        ]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert machine.get("/institutions/mine/contacts").json["contacts"] == []
        assert machine.get(f"/institutions/{pair[1].id}/contacts").status_code == 403

    def test_it_does_not_fill_a_table(self, bench, body):
        machine = bench.machine(body)
        sent = {"kind": "phone", "purpose": "urgent", "value": "129 000"}
        answers = [machine.post("/institutions/mine/contact-proposals", sent).status_code for _ in range(21)]
        assert (set(answers[:20]), answers[20]) == ({201}, 409)

    @pytest.mark.parametrize("sent", [{}, {"value": "x"}, {"value": 7}, {"value": "129", "kind": "x"}, []])
    def test_a_faulty_proposal_is_refused(self, bench, body, sent):
        assert bench.machine(body).post("/institutions/mine/contact-proposals", sent).status_code == 422


class TestTheQuarter:
    def test_a_body_is_asked_once_and_no_more_when_it_confirmed(self, bench, office, body):
        machine = bench.machine(body)
        add(office, body)
        ask_for_contacts(bench.platform, utc_now())
        assert bench.told(ContactsDue, institution_id=body.id) == []
        aged(bench, body)
        for _ in range(2):
            ask_for_contacts(bench.platform, utc_now())
        [due] = bench.told(ContactsDue, institution_id=body.id)
        assert due["quarter_begins"] == domain.quarter_begins(today()).isoformat()
        assert machine.get("/institutions/mine/contacts").json["due"] == due["quarter_begins"]
        assert machine.post("/institutions/mine/contacts-confirmation", {"correct": True}).status_code == 200
        assert machine.get("/institutions/mine/contacts").json["due"] is None
        ask_for_contacts(bench.platform, utc_now() + timedelta(days=92))
        assert len(bench.told(ContactsDue, institution_id=body.id)) == 2

    def test_the_office_lists_who_has_not_confirmed_and_what_waits_for_it(self, bench, office, body):
        machine = bench.machine(body)

        def listed(path):
            items, after = [], None
            while True:
                answer = office.get(path, query_string={"limit": 2, **({"after": after} if after else {})})
                items, after = [*items, *answer.json["items"]], answer.json["next"]
                if after is None:
                    return [one for one in items if one["institution_id"] == str(body.id)]

        assert listed("/institutions/unconfirmed-contacts") == []
        aged(bench, body)
        sent = {"kind": "phone", "purpose": "urgent", "value": "129 000"}
        made = machine.post("/institutions/mine/contact-proposals", sent).json
        [shown] = listed("/institutions/unconfirmed-contacts")
        assert (shown["confirmed_at"], shown["asked_at"], shown["proposals"]) == (None, None, 1)
        ask_for_contacts(bench.platform, utc_now())
        assert listed("/institutions/unconfirmed-contacts")[0]["asked_at"] is not None
        assert listed("/institutions/contact-proposals") == [{**made, "institution_id": str(body.id)}]
        office.post(f"/institutions/{body.id}/contact-proposals/{made['id']}/decision", {"accepted": True})
        assert listed("/institutions/contact-proposals") == []
        machine.post("/institutions/mine/contacts-confirmation", {"correct": True})
        assert listed("/institutions/unconfirmed-contacts") == []
        for query in ("limit=0", "after=x", "more=1"):
            assert office.get(f"/institutions/unconfirmed-contacts?{query}").status_code in (400, 422)

    def test_a_body_that_nobody_reads_for_is_not_asked(self, bench, body):
        ask_for_contacts(bench.platform, utc_now() + timedelta(days=92))
        assert bench.told(ContactsDue, institution_id=body.id) == []

    @pytest.mark.parametrize(
        ("day", "begins"),
        [
            (date(2026, 1, 1), date(2026, 1, 1)),
            (date(2024, 2, 29), date(2024, 1, 1)),
            (date(2026, 3, 31), date(2026, 1, 1)),
            (date(2026, 4, 1), date(2026, 4, 1)),
            (date(2026, 12, 31), date(2026, 10, 1)),
        ],
    )
    def test_a_quarter_begins_on_its_first_day(self, day, begins):
        assert domain.quarter_begins(day) == begins
