"""An amendment is a new version, signed anew by all; the old one is in force until then and read afterwards, and what stays as it was goes on."""

import html

import pytest

from shared.events.catalogue import AgreementEnded, AgreementSigned
from tests.partners.cooperation import DESK, Person, call, clause, day, press, signing, today, typed_day, written
from tests.partners.test_cooperation_public import OPEN


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def second(directory):
    return Person(directory, "commissioner")


@pytest.fixture
def body(directory):
    return directory.body()


@pytest.fixture
def agreed(writer, second, body):
    made = written(writer, bodies=[str(body.id)], clauses=[clause(owed_by=str(body.id)), clause(due=day(0))])
    return signing(second, made).json


def amended(person, agreement):
    return call(person, f"/agreements/{agreement['id']}/amendments", seen=agreement["revision"])


def stored(person, agreement_id):
    return call(person, f"/agreements/{agreement_id}", method="GET").json


def changed(person, draft, **more):
    kept = {key: draft[key] for key in ("title", "clusters", "until")}
    kept["bodies"] = [one["institution_id"] for one in draft["parties"]]
    kept["clauses"] = [{key: one[key] for key in ("text", "due", "evidence", "owed_by")} for one in draft["clauses"]]
    return call(person, f"/agreements/{draft['id']}", {**kept, **more}, "PUT", seen=draft["revision"])


def test_it_is_written_beside_the_old_one_which_is_in_force_until_the_new_one_is_signed(
    directory, writer, second, agreed
):
    made = amended(writer, agreed)
    assert (made.status_code, made.json["number"], made.json["version"]) == (201, agreed["number"], 2), made.text
    assert [one["goes_on"] for one in made.json["clauses"]] == [True, True]
    assert made.json["clauses"][0]["id"] != agreed["clauses"][0]["id"]
    old = stored(writer, agreed["id"])
    assert (old["state"], old["amended_by"], made.json["amends_id"]) == ("in_force", made.json["id"], agreed["id"])
    assert "agreement.amended_already" in amended(writer, agreed).text
    assert amended(writer, {**agreed, "revision": 9}).status_code == 412
    own = signing(writer, made.json)
    assert own.status_code == 403
    signed = signing(second, made.json)
    assert (signed.status_code, signed.json["state"]) == (200, "in_force"), signed.text
    old = stored(writer, agreed["id"])
    assert (old["state"], old["ended_on"], old["ending"]["ground"]) == ("ended", today().isoformat(), "amended")
    assert [one["text"] for one in old["clauses"]] == [one["text"] for one in agreed["clauses"]]
    [told] = directory.told(AgreementSigned, agreement_id=made.json["id"])
    ids = [one["id"] for one in agreed["clauses"]]
    assert (told["version"], told["amends"], [one["goes_on_from"] for one in told["clauses"]]) == (2, agreed["id"], ids)
    [ended] = directory.told(AgreementEnded, agreement_id=agreed["id"])
    assert (ended["ground"], ended["goes_on"]) == ("amended", ids)


def test_what_is_changed_does_not_go_on_and_what_stays_as_it_was_does(directory, writer, second, agreed):
    draft = amended(writer, agreed).json
    first, other = draft["clauses"]
    keep = {key: first[key] for key in ("text", "due", "evidence", "owed_by")}
    later = {key: other[key] for key in ("text", "evidence", "owed_by")} | {"due": day(90)}
    saved = changed(writer, draft, clauses=[later, keep, clause(text="Një pikë e re.")])
    assert [one["goes_on"] for one in saved.json["clauses"]] == [False, True, False], saved.text
    assert signing(second, saved.json).status_code == 200
    [ended] = directory.told(AgreementEnded, agreement_id=agreed["id"])
    assert ended["goes_on"] == [agreed["clauses"][0]["id"]]


def test_a_draft_or_what_is_over_is_not_amended_and_no_amendment_of_what_is_over_is_signed(
    directory, writer, second, agreed, body
):
    draft = written(writer, bodies=[str(body.id)], clauses=[clause()])
    assert "agreement.draft" in amended(writer, draft).text
    made = amended(writer, agreed).json
    before = signing(second, made, day(-3))
    assert (before.status_code, "agreement.before_amended" in before.text) == (422, True)
    over = {"ended_on": today().isoformat(), "ground": "by_consent", "evidence": "Protokolli."}
    asked = call(writer, f"/agreements/{agreed['id']}/ending", over, seen=agreed["revision"]).json
    assert call(second, f"/agreements/{agreed['id']}/ending/confirmation", seen=asked["revision"]).status_code == 200
    refused = signing(second, made)
    assert (refused.status_code, "agreement.ended" in refused.text) == (409, True)
    ended = stored(writer, agreed["id"])
    assert "agreement.ended" in amended(writer, ended).text


def test_the_public_reads_one_agreement_in_its_newest_version(directory, writer, second, agreed, body):
    signed = signing(second, amended(writer, agreed).json).json
    [line] = directory.app.test_client().get(f"{OPEN}?q={body.key}").json["items"]
    assert [(one["number"], one["ended_on"]) for one in line["work"]] == [(signed["number"], None)]


def test_the_pages_open_it_sign_it_and_lead_from_each_version_to_the_other(directory, writer, second, agreed):
    at = f"{DESK}/{agreed['id']}"
    opened = press(writer, f"{at}/amendments", {}, at)
    assert opened.status_code == 303 and opened.location != at
    page = html.unescape(writer.client.get(opened.location).text)
    assert "versioni 2" in page and "Vijon si më parë" in page and at in page
    assert "Hap një version të ri" not in html.unescape(writer.client.get(at).text)
    assert "versioni 2" in writer.client.get(f"{DESK}?q={agreed['number']}").text
    signed = press(
        second, f"{opened.location}/signing", typed_day("sign-signed_on", today().isoformat()), opened.location
    )
    assert signed.status_code == 303
    old = html.unescape(writer.client.get(at).text)
    assert "U nënshkrua një version i ri" in old and opened.location in old
    assert press(writer, f"{at}/amendments", {"amend-revision": "4"}, at).status_code == 409
