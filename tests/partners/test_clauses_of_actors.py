"""What a party that is no body takes on is a clause like the others: written, signed and told to cases at each door."""

import html

import pytest

from shared.events.catalogue import AgreementSigned
from tests.partners.cooperation import (
    DESK,
    Person,
    actor,
    call,
    clause,
    day,
    press,
    signing,
    typed_day,
    wanted,
    written,
)


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def second(directory):
    return Person(directory, "commissioner")


def test_it_is_told_with_who_owes_it_and_its_name_stands_in_the_document_alone(directory, writer, second):
    other = actor(writer)
    made = written(writer, actors=[other["id"]], clauses=[clause(), clause(owed_by_actor=other["id"])])
    assert [one["owed_by_actor"] for one in made["clauses"]] == [None, other["id"]]
    assert signing(second, made).status_code == 200
    [event] = directory.told(AgreementSigned, agreement_id=made["id"])
    assert [one.get("owed_by_actor") for one in event["clauses"]] == [None, other["id"]]
    assert other["name_sq"] not in repr(event)
    words = directory.platform.documents.get_json(event["words"])
    assert [one.get("actor") for one in words["clauses"]] == [None, other["name_sq"]]


def test_who_is_no_party_two_sides_at_once_or_children_take_nothing_on(directory, writer):
    other, children, body = actor(writer), actor(writer, kind="child_council"), str(directory.body().id)
    mine = {"actors": [other["id"], children["id"]], "bodies": [body]}
    for more, code in (
        ({"actors": [], "clauses": [clause(owed_by_actor=other["id"])]}, "agreement.not_party"),
        ({"clauses": [clause(owed_by_actor=children["id"])]}, "agreement.not_owing_actor"),
        ({"clauses": [clause(owed_by_actor=other["id"], owed_by=body)]}, "agreement.two_sides"),
    ):
        answer = call(writer, "/agreements", wanted(**{**mine, **more}))
        assert (answer.status_code, code in answer.text) == (422, True), answer.text


def test_it_goes_on_in_the_next_version(writer, second):
    other = actor(writer)
    made = written(writer, actors=[other["id"]], clauses=[clause(owed_by_actor=other["id"])])
    signed = signing(second, made).json
    draft = call(writer, f"/agreements/{signed['id']}/amendments", seen=signed["revision"])
    [kept] = draft.json["clauses"]
    assert (kept["owed_by_actor"], kept["goes_on"]) == (other["id"], True)


def test_the_page_offers_it_to_every_party_and_names_who_took_it_on(writer):
    other = actor(writer)
    made = written(writer, actors=[other["id"]])
    at = f"{DESK}/{made['id']}"
    owed = {"clause-text": "Hap një linjë", "clause-evidence": "Raporti", **typed_day("clause-due", day(50))}
    added = press(writer, f"{at}/clauses", {**owed, "clause-owed_by": f"actors:{other['id']}"}, at)
    assert added.status_code == 303
    stored = call(writer, f"/agreements/{made['id']}", method="GET").json
    assert [one["owed_by_actor"] for one in stored["clauses"]] == [other["id"]]
    assert f"<strong>{other['name_sq']}</strong>: Hap një linjë" in html.unescape(writer.client.get(at).text)
    assert press(writer, f"{at}/clauses", {**owed, "clause-owed_by": "actors:x"}, at).status_code == 422
