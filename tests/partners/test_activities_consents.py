"""A consent for pictures is entered by the number of a slip, with the child's own will always, and taken back once, with a trace."""

import html
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.partners.activities.domain import consents
from shared.rules import ContentViolation
from tests.partners.activities import OPEN, PUBLIC, Person, announced, day, planned, step


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def activity(writer):
    return planned(writer)


def slip(number=7, **more):
    rest = {"uses": ["website", "print"], "young": True, "child": True, "guardian": True, "given_on": day(0)}
    return {"slip": number, **rest, **more}


def enter(writer, activity, **more):
    answer = writer.call(f"/{activity['id']}/consents", slip(**more))
    assert answer.status_code == 201, answer.text
    return answer.json


def take_back(writer, activity, number):
    return writer.call(f"/{activity['id']}/consents/{number}/withdrawal")


@pytest.mark.parametrize(
    ("child", "guardian", "young", "code"),
    [
        (True, True, True, None),
        (True, False, False, None),
        (True, False, True, "consent.no_guardian"),
        (False, True, True, "consent.no_child"),
        (False, True, False, "consent.no_child"),
    ],
)
def test_the_child_agrees_always_and_a_guardian_where_they_are_young(child, guardian, young, code):
    refused = None
    try:
        consents.check_consent(["website"], child=child, guardian=guardian, young=young)
    except ContentViolation as error:
        refused = error.code
    assert refused == code


def test_it_is_entered_and_taken_back_once_and_both_leave_a_trace(directory, writer, activity):
    found = enter(writer, activity)
    assert (found["standing"], found["guardian_under"]) == (1, 16)
    assert found["items"] == [
        {
            "slip": 7,
            "uses": ["website", "print"],
            "young": True,
            "guardian": True,
            "given_on": day(0),
            "taken_back_at": None,
        }
    ]
    gone = take_back(writer, activity, 7)
    assert (gone.status_code, gone.json["standing"]) == (200, 0) and gone.json["items"][0]["taken_back_at"]
    again = take_back(writer, activity, 7)
    assert (again.status_code, again.json["code"]) == (409, "consent.taken_back")
    assert [directory.audited(what, activity["id"]) for what in ("consent.given", "consent.taken_back")] == [1, 1]
    refused = writer.call(f"/{activity['id']}/consents", slip())
    assert (refused.status_code, refused.json["code"]) == (422, "consent.entered")


def test_it_is_taken_back_also_after_the_activity_was_called_off(writer, activity):
    enter(writer, activity)
    step(writer, activity, "calling-off", {"reason": "Pse jo."})
    late = writer.call(f"/{activity['id']}/consents", slip(8))
    assert (late.status_code, late.json["code"]) == (409, "activity.not_now")
    assert take_back(writer, activity, 7).status_code == 200


def test_a_request_sent_twice_enters_one_slip(writer, activity):
    key = str(uuid4())
    sent = [writer.call(f"/{activity['id']}/consents", slip(), key=key) for _ in range(2)]
    assert [one.status_code for one in sent] == [201, 201] and sent[0].json == sent[1].json


@pytest.mark.parametrize(
    "change",
    [
        {"slip": 0}, {"slip": 10_000}, {"uses": []}, {"uses": ["billboard"]}, {"uses": ["print", "print"]}, {"child": False},
        {"guardian": False}, {"given_on": "2090-01-01"}, {"young": "no"}, {"name": "Zana"},
    ],
)  # fmt: skip
def test_what_is_no_consent_is_refused(writer, activity, change):
    assert writer.call(f"/{activity['id']}/consents", slip(**change)).status_code == 422
    assert writer.get(f"/{activity['id']}/consents").json["items"] == []


@pytest.mark.parametrize("number", [1, 99_999, 10**30])
def test_a_slip_that_is_not_there_is_not_there(writer, activity, number):
    assert take_back(writer, activity, number).status_code == 404
    page = writer.press(f"/{activity['id']}/consents/{number}/withdrawal", {}, at=f"/{activity['id']}/consents")
    assert page.status_code == 404


def test_no_column_could_hold_a_name(directory):
    columns = (
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'picture_consent' AND data_type = 'text'"
    )
    with directory.platform.database.reading() as session:
        assert list(session.execute(text(columns)).scalars()) == []


def test_it_is_entered_and_taken_back_by_hand(directory, writer, activity):
    path = f"/{activity['id']}/consents"
    assert "askush nuk fotografohet" in writer.page(path).text
    year, month, of_month = day(0).split("-")
    form = {
        "slip": "3", "uses": ["social"], "young": "young", "child": "y", "guardian": "y",
        "given_on-day": of_month, "given_on-month": month, "given_on-year": year,
    }  # fmt: skip
    alone = writer.press(path, {key: value for key, value in form.items() if key != "guardian"})
    assert alone.status_code == 422 and "prindit ose kujdestarit" in alone.text
    assert writer.press(path, {**form, "slip": "x"}).status_code == 422
    assert writer.press(path, form).status_code == 303
    page = html.unescape(writer.page(path).text)
    assert "Tërhiq fletën 3" in page and "Rrjete sociale" in page and "Vlejnë: 1." in page
    assert writer.press(f"{path}/3/withdrawal", {}, at=path).status_code == 303
    page = html.unescape(writer.page(path).text)
    assert "U tërhoq" in page and "Tërhiq fletën 3" not in page and "Vlejnë: 0." in page
    twice = writer.press(f"{path}/3/withdrawal", {}, at=path)
    assert twice.status_code == 409 and "tërhequr tashmë" in twice.text
    auditor = Person(directory, "auditor").page(path).text
    assert "U tërhoq" in auditor and 'name="slip"' not in auditor


def test_consents_are_told_nowhere_outside(directory, writer):
    out = announced(writer, Person(directory, "publisher"))
    paths = (f"{PUBLIC}/{out['number']}", f"{OPEN}/{out['number']}")
    anybody = directory.app.test_client()
    before = [anybody.get(f"{OPEN}/{out['number']}").json]
    enter(writer, out, number=4321)
    assert [anybody.get(f"{OPEN}/{out['number']}").json] == before
    assert not any("4321" in anybody.get(path).text for path in paths)
