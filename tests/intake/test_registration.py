"""One door for all channels; who is who; and who is shut out. Rules 13 and 14 of the twenty, seen from the door."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.intake import data
from services.intake.domain.terms import local_day
from shared.documents import DocumentMissingError
from shared.events.catalogue import ComplaintReceived
from shared.pages.languages import date_words
from tests.intake.conftest import ADMISSIBLE, BASE, CHILD, PARENT, WORDS, complaint

NEW, DONE = "/intake/staff/complaints/new", "/intake/complain/done"
MOTHER = {"role": "parent", "name": PARENT, "contact": {"email": "nena@example.org", "safe": True}}
LAWYER = {"role": "professional", "name": "Avokatja Shembull", "contact": {"phone": "069 555 1234", "safe": True}}
AUNT = {"role": "relative", "name": "Halla Shembull", "contact": {"email": "halla@example.org", "safe": True}}


def registered(world, role="intake_officer", **changes):
    headers = world.bearer(role)
    return world.client.post(f"{BASE}/complaints", json=complaint(**changes), headers=headers)


def view(world, complaint_id):
    return world.client.get(f"{BASE}/complaints/{complaint_id}", headers=world.bearer("case_officer")).get_json()


def mark(world, complaint_id, **body):
    url = f"{BASE}/complaints/{complaint_id}/guardian-conflict"
    return world.client.post(url, json={"in_conflict": True, **body}, headers=world.bearer("case_officer"))


def contact_of(world, complaint_id):
    (row,) = world.rows(
        "SELECT contact_document AS document, contact_of FROM complaint WHERE id = :id", id=complaint_id
    )
    return row["contact_of"], row["document"]


def test_rule_13_a_child_files_alone_with_nothing_but_what_happened(world):
    answer = world.client.post(
        f"{BASE}/complaints", json={"submitter": {"role": "child"}, "narrative": WORDS, "language": "sq"}
    )
    told = answer.get_json()
    assert answer.status_code == 201
    back = world.mine(told["receipt_code"]).get_json()
    assert (back["reference"], back["by_child"]) == (told["reference"], True)


def test_rule_14_complainant_child_and_representative_are_three_persons_and_all_sealed(world):
    told = world.complain(
        submitter=AUNT, child={"name": CHILD, "age": 9}, representative=LAWYER, conflict_with_guardian=False
    )
    people = world.opened(told["id"]).get_json()["identity"]
    assert [people[who]["name"] for who in ("submitter", "child", "representative")] == [
        AUNT["name"], CHILD, LAWYER["name"],
    ]  # fmt: skip
    listed = view(world, told["id"])
    assert (listed["submitter_role"], listed["representative_role"]) == ("relative", "professional")
    (row,) = world.rows("SELECT row_to_json(complaint)::text AS row FROM complaint")
    for secret in (AUNT["name"], CHILD, LAWYER["name"], "069 555 1234", "halla@example.org"):
        assert secret not in row["row"] + json.dumps(listed)


def test_a_summary_may_not_name_the_representative(world):
    told = world.complain(representative=LAWYER)
    refused = world.decide(told["id"], **ADMISSIBLE | {"summary": "Avokatja e fëmijës, Shembull, na shkroi."})
    assert (refused.status_code, refused.get_json()["code"]) == (422, "summary_names_person")


def test_a_representative_is_written_to_where_the_complainant_left_no_safe_way(world):
    told = world.complain(representative=LAWYER)
    whose, document = contact_of(world, told["id"])
    assert whose == "representative"
    assert world.documents.get_json(document)["address"] == "069 555 1234"
    assert world.outbox(ComplaintReceived)[0]["contact"] == document
    both = world.complain(submitter=AUNT, representative=LAWYER)
    assert contact_of(world, both["id"])[0] == "submitter"


def test_rule_14_a_guardian_in_conflict_is_shut_out_as_representative_from_the_first_moment(world):
    told = world.complain(representative=MOTHER, conflict_with_guardian=True)
    assert contact_of(world, told["id"]) == (None, None)
    assert view(world, told["id"])["representative_in_conflict"] is True
    assert world.mine(told["receipt_code"]).status_code == 200
    assert "contact" not in world.outbox(ComplaintReceived)[0]


def test_rule_14_a_mark_on_one_guardian_shuts_out_complainant_and_representative_and_erases_the_contact(world):
    told = world.complain(submitter=MOTHER, representative={"role": "guardian", "name": "Kujdestari Shembull"})
    document = contact_of(world, told["id"])[1]
    marked = mark(world, told["id"], who="representative")
    shown = marked.get_json()
    assert marked.status_code == 200
    assert shown["submitter_in_conflict"] and shown["representative_in_conflict"] and shown["conflict_with_guardian"]
    assert contact_of(world, told["id"]) == (None, None)
    with pytest.raises(DocumentMissingError):
        world.documents.get_json(document)
    assert world.mine(told["receipt_code"]).status_code == 404


def test_a_child_that_complains_keeps_its_mailbox_and_its_contact_when_its_guardians_are_marked(world):
    own = {"role": "child", "name": CHILD, "contact": {"phone": "069 111 2222", "safe": True}}
    told = world.complain(submitter=own, representative=MOTHER)
    shown = mark(world, told["id"], who="guardian").get_json()
    assert (shown["submitter_in_conflict"], shown["representative_in_conflict"]) == (False, True)
    assert (shown["conflict_with_guardian"], shown["can_be_told"]) == (True, True)
    assert world.mine(told["receipt_code"]).status_code == 200
    lifted = mark(world, told["id"], who="guardian", in_conflict=False).get_json()
    assert (lifted["representative_in_conflict"], lifted["conflict_with_guardian"]) == (False, False)


def test_a_representative_who_is_no_guardian_is_shut_out_alone(world):
    told = world.complain(submitter=MOTHER, representative=LAWYER)
    shown = mark(world, told["id"], who="representative").get_json()
    assert (shown["submitter_in_conflict"], shown["representative_in_conflict"]) == (False, True)
    assert shown["conflict_with_guardian"] is False
    assert contact_of(world, told["id"])[0] == "submitter"


def test_a_mark_needs_a_person_who_can_be_in_conflict(world):
    told = world.complain()
    assert mark(world, told["id"], who="representative").get_json()["code"] == "role_cannot_conflict"
    assert mark(world, told["id"], who="neighbour").status_code == 422


@pytest.mark.parametrize(
    ("representative", "pointer"),
    [
        ({"role": "child", "name": "A"}, "/representative/role"),
        ({"role": "anyone", "name": "A"}, "/representative/role"),
        ({"role": "parent"}, "/representative/name"),
        ({"name": "A"}, "/representative/role"),
        ({"role": "parent", "name": "A", "contact": {"safe": True}}, "/representative/contact/safe"),
        ({"role": "parent", "name": "A", "keep_secret": True}, "/representative/keep_secret"),
        ("Nëna", "/representative"),
    ],
)
def test_a_representative_has_a_name_and_a_role_that_may_represent(world, representative, pointer):
    answer = world.client.post(f"{BASE}/complaints", json=complaint(representative=representative))
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["pointer"].startswith(pointer)


@pytest.mark.parametrize("channel", ["phone", "letter", "visit", "email"])
def test_what_came_by_another_way_goes_through_the_same_door(world, channel):
    told = registered(world, channel=channel).get_json()
    assert told["receipt_code"]
    shown = view(world, told["id"])
    assert (shown["channel"], shown["registered_by"]) == (channel, str(world.staff["intake_officer"]))
    assert world.outbox(ComplaintReceived)[0]["channel"] == channel


def test_what_a_regional_office_passed_on_names_the_office_and_is_found_by_it(world):
    registered(world, channel="phone")
    told = registered(world, channel="regional_office", regional_office="kukes").get_json()
    query = {"regional_office": "kukes"}
    found = world.client.get(f"{BASE}/complaints", query_string=query, headers=world.bearer("approver")).get_json()
    assert [(one["id"], one["regional_office"]) for one in found["items"]] == [(told["id"], "kukes")]
    page = world.as_staff("approver").get("/intake/staff/complaints", query_string=query).text
    assert told["reference"] in page and page.count("Zyra rajonale Kukës") == 2


def test_the_list_is_narrowed_to_a_channel(world):
    called, wrote = (registered(world, channel=channel).get_json() for channel in ("phone", "email"))
    headers = world.bearer("approver")
    found = world.client.get(f"{BASE}/complaints?channel=phone", headers=headers).get_json()["items"]
    assert [one["reference"] for one in found] == [called["reference"]]
    page = world.as_staff("approver").get("/intake/staff/complaints?channel=phone").text
    assert called["reference"] in page and wrote["reference"] not in page


def test_the_seven_regional_offices_are_data():
    assert len(data.regional_offices()) == 7
    assert all(office["source"] == "regional-offices" for office in data.regional_offices().values())


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"channel": "regional_office"}, "/regional_office", "missing"),
        ({"channel": "phone", "regional_office": "kukes"}, "/regional_office", "not_for_this_channel"),
        ({"regional_office": "kukes"}, "/regional_office", "not_for_this_channel"),
        ({"channel": "regional_office", "regional_office": "tirane"}, "/regional_office", None),
        ({"channel": "letter", "received_on": "yesterday"}, "/received_on", None),
        ({"channel": "letter", "received_on": "2999-01-01"}, "/received_on", None),
    ],
)
def test_an_office_or_a_day_that_does_not_belong_is_refused_at_its_member(world, changes, pointer, code):
    answer = registered(world, **changes)
    assert answer.status_code == 422
    fault = answer.get_json()["errors"][0]
    assert fault["pointer"] == pointer
    assert code is None or fault["code"] == code
    assert world.rows("SELECT 1 FROM complaint") == []


def test_the_term_of_a_letter_begins_on_the_day_it_arrived(world):
    today = local_day(datetime.now(UTC))
    arrived = today - timedelta(days=12)
    told = registered(world, channel="letter", received_on=arrived.isoformat()).get_json()
    shown = view(world, told["id"])
    assert shown["received_on"] == arrived.isoformat()
    assert (shown["due_on"], shown["days_left"]) == ((arrived + timedelta(days=30)).isoformat(), 18)
    mine = world.mine(told["receipt_code"]).get_json()
    assert mine["next"]["date"] == shown["due_on"]


@pytest.mark.parametrize(("days", "code"), [(-1, "in_the_future"), (366, "too_old")])
def test_a_letter_arrived_neither_tomorrow_nor_more_than_a_year_ago(world, days, code):
    day = local_day(datetime.now(UTC)) - timedelta(days=days)
    answer = registered(world, channel="letter", received_on=day.isoformat())
    assert (answer.status_code, answer.get_json()["code"]) == (422, code)


def test_nobody_backdates_what_they_send_themselves(world):
    day = local_day(datetime.now(UTC)) - timedelta(days=3)
    answer = world.client.post(f"{BASE}/complaints", json=complaint(received_on=day.isoformat()))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "not_for_this_channel")


@pytest.mark.parametrize(
    ("changes", "anonymous"),
    [
        ({"submitter": {"role": "anyone"}}, True),
        ({"submitter": {"role": "anyone"}, "child": {"name": CHILD}}, True),
        ({"submitter": {"role": "child"}, "child": {"age": 12}}, True),
        ({"submitter": {"role": "child"}}, False),
        ({"submitter": {"role": "anyone", "name": "A"}}, False),
        ({"submitter": {"role": "anyone", "contact": "te kafeneja në qoshe"}}, False),
        ({"submitter": {"role": "anyone", "contact": {"email": "a@example.org"}}}, False),
        ({"submitter": {"role": "anyone"}, "representative": LAWYER}, False),
    ],
)
def test_who_left_neither_a_name_nor_a_way_is_anonymous_and_the_list_says_so_without_opening(world, changes, anonymous):
    told = world.complain(**changes)
    assert view(world, told["id"])["anonymous"] is anonymous
    query = {"anonymous": "true"}
    found = world.client.get(f"{BASE}/complaints", query_string=query, headers=world.bearer("approver")).get_json()
    assert len(found["items"]) == int(anonymous)
    assert ("Pa emër" in world.as_staff("approver").get("/intake/staff/complaints").text) is anonymous


def test_a_child_that_gave_no_name_is_admitted_like_any_other(world):
    told = world.complain(submitter={"role": "child"}, child=None)
    assert world.decide(told["id"], **ADMISSIBLE).status_code == 201


def test_the_policy_on_anonymous_complaints_is_that_of_the_day():
    assert data.policy("anonymous_complaints", local_day(datetime.now(UTC))) == "convert_to_tip"
    with pytest.raises(LookupError):
        data.policy("no_such_policy", local_day(datetime.now(UTC)))


FORM = {"role": "relative", "narrative": WORDS, "channel": "letter"}


@pytest.fixture
def officer(world):
    return world.as_staff("intake_officer")


def test_an_officer_registers_a_letter_on_a_page_and_hands_the_code_over_once(world, officer):
    day = local_day(datetime.now(UTC)) - timedelta(days=5)
    date_parts = {f"received_on-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    rep = {"rep_role": "organisation", "rep_name": "Shoqata Shembull", "rep_email": "s@example.org", "rep_safe": "y"}
    sent = officer.post(NEW, data=FORM | date_parts | rep | {"name": "Halla Shembull", "danger": "y"})
    assert (sent.status_code, sent.location) == (303, DONE)
    done = officer.get(DONE).text
    assert "Kodi për ankuesin" in done
    assert f"Deri më {date_words(day + timedelta(days=30))} ju themi" in done
    assert officer.get(DONE).status_code == 303
    (row,) = world.rows("SELECT id, channel, received_on, contact_of, representative_role AS r, urgency FROM complaint")
    assert (row["channel"], row["received_on"], row["contact_of"]) == ("letter", day, "representative")
    assert (row["r"], row["urgency"]) == ("organisation", "immediate_danger")
    opened = officer.post(f"/intake/staff/complaints/{row['id']}/openings", data={"reason": "admissibility"})
    page = officer.get(opened.location).text
    assert "Shoqata Shembull" in page and "s@example.org" in page


def test_a_term_that_is_changed_in_the_data_is_the_term_on_every_page(world, officer, monkeypatch):
    wanted = {"complainant_admissibility": 44, "late_registration": 400}
    changed = [replace(term, value=wanted.get(term.key, term.value)) for term in data.terms()]
    monkeypatch.setattr(data, "terms", lambda: changed)
    today = local_day(datetime.now(UTC))
    assert "brenda 44 ditësh" in officer.get("/intake/").text
    assert "afati prej 44 ditësh" in officer.get(NEW).text
    officer.post(NEW, data=FORM)
    assert f"Deri më {date_words(today + timedelta(days=44))} ju themi" in officer.get(DONE).text
    arrived = [(today - timedelta(days=ago)).isoformat() for ago in (400, 401)]
    answers = [registered(world, channel="letter", received_on=day).status_code for day in arrived]
    assert answers == [201, 422]


def test_the_language_is_that_of_who_complains_and_an_address_is_for_the_officer_alone(world, officer):
    officer.get("/intake/?lang=en")
    typed = {"answer_in": "sq", "address": "Rruga e Shembullit 1", "way": "email", "email": "halla@example.org"}
    assert officer.post(f"{NEW}?lang=en", data=FORM | typed).status_code == 303
    (row,) = world.rows("SELECT id, language, anonymous, contact_document FROM complaint")
    assert (row["language"], row["anonymous"]) == ("sq", False)
    assert world.documents.get_json(row["contact_document"]) == {
        "channel": "email", "address": "halla@example.org", "language": "sq", "hours": None,
    }  # fmt: skip
    opened = officer.post(f"/intake/staff/complaints/{row['id']}/openings", data={"reason": "admissibility"})
    assert "Rruga e Shembullit 1" in officer.get(opened.location).text
    officer.post(NEW, data=FORM | {"answer_in": "en"})
    assert [one["language"] for one in world.rows("SELECT language FROM complaint ORDER BY received_at")] == [
        "sq",
        "en",
    ]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"channel": ""}, "channel"),
        ({"answer_in": "it"}, "answer_in"),
        ({"address": "a" * 301}, "address"),
        ({"channel": "form"}, "channel"),
        ({"channel": "regional_office"}, "regional_office"),
        ({"regional_office": "vlore"}, "regional_office"),
        ({"received_on-day": "1", "received_on-month": "1", "received_on-year": "2199"}, "received_on"),
        ({"received_on-day": "31", "received_on-month": "2", "received_on-year": "2026"}, "received_on"),
        ({"rep_name": "Askush"}, "rep_role"),
        ({"rep_role": "parent"}, "rep_name"),
    ],
)
def test_what_is_wrong_on_the_page_is_said_at_its_question(world, officer, changes, field):
    page = officer.post(NEW, data=FORM | changes)
    assert page.status_code == 422
    assert f'href="#{field}' in page.text
    assert world.rows("SELECT 1 FROM complaint") == []


def test_the_summary_of_errors_follows_the_page_and_speaks_to_an_officer(world, officer):
    page = officer.post(NEW, data={"address": "a" * 301}).text
    summary = page.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    assert re.findall(r'href="#([a-z_]+)', summary) == ["channel", "role", "narrative", "address"]
    assert "Zgjidhni kush u ankua" in summary and "Zgjidh kush je" not in summary


def test_the_public_form_takes_a_representative_and_knows_no_channel(world):
    page = world.client.get("/intake/complain").text
    assert 'name="rep_role"' in page and 'name="channel"' not in page
    data_ = {"role": "child", "narrative": WORDS, "rep_role": "relative", "rep_name": AUNT["name"], "channel": "phone"}
    assert world.client.post("/intake/complain", data=data_).status_code == 303
    (row,) = world.rows("SELECT channel, representative_role AS r, registered_by AS by FROM complaint")
    assert (row["channel"], row["r"], row["by"]) == ("form", "relative", None)


def test_guardians_are_marked_on_the_page_of_the_complaint(world, officer):
    told = world.complain(representative=MOTHER)
    url = f"/intake/staff/complaints/{told['id']}"
    assert 'value="representative"' in officer.get(url).text
    officer.post(f"{url}/conflict", data={"who": "guardian", "in_conflict": "y"})
    assert "Përfaqësuesi është në konflikt me fëmijën" in officer.get(url).text
    assert contact_of(world, told["id"]) == (None, None)
