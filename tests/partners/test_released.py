"""Data on people that the office released: one body sees them with its letter, and nobody else anything of it."""

from uuid import uuid4

from shared.events.catalogue import IdentityReleased
from tests.partners.bench import entries, only_dispatch
from tests.partners.test_pages import letter_path, page

NAME = "Zanafilla Kanarina"


def release(bench, sent, body):
    release_id = uuid4()
    datum = {"key": "child_name", "name_sq": "Emri i fëmijës", "name_en": "The child's name", "value": NAME}
    document = bench.platform.documents.put_json([datum])
    bench.hear(
        IdentityReleased,
        release_id,
        release_id=release_id,
        recommendation_id=sent.recommendation_id,
        institution_id=body.id,
        data=["child_name"],
        document=document,
    )
    return document


def test_what_was_released_to_one_body_is_read_by_it_alone_and_each_reading_is_noted(bench, pair):
    sent = bench.issue(*pair)
    mine, other = (bench.machine(body) for body in pair)
    dispatch = only_dispatch(mine)
    path = f"/dispatches/{dispatch}/released"
    assert mine.get(path).json == {"items": []}
    release(bench, sent, pair[0])
    (found,) = mine.get(path).json["items"]
    assert (found["data"][0]["key"], found["data"][0]["value"]) == ("child_name", NAME)
    assert bench.audited("released.read", dispatch) == 2
    (entry,) = [one for one in entries(mine, 2) if one["type"] == "identity.released"]
    assert entry["details"] == {"data": ["child_name"]}
    assert other.get(path).status_code == 404
    assert other.get(f"/dispatches/{only_dispatch(other)}/released").json == {"items": []}
    assert not [one for one in other.get("/dispatches").json["items"] if one["type"] == "identity.released"]


def test_a_person_of_the_body_finds_it_from_the_letter(bench, pair):
    client, stranger = bench.browser(pair[0]), bench.browser(pair[1])
    sent = bench.issue(*pair)
    path = letter_path(client)
    assert "released" not in page(client, path)
    release(bench, sent, pair[0])
    assert f"{path}/released" in page(client, path)
    assert NAME not in page(client, path)
    shown = client.get(f"{path}/released")
    assert NAME in shown.text
    assert shown.headers["Cache-Control"] == "no-store"
    assert stranger.get(f"{path}/released").status_code == 404


def test_what_the_office_erased_since_is_shown_as_erased(bench, pair):
    sent, client, machine = bench.issue(*pair), bench.browser(pair[0]), bench.machine(pair[0])
    bench.platform.documents.erase(release(bench, sent, pair[0]))
    (found,) = machine.get(f"/dispatches/{only_dispatch(machine)}/released").json["items"]
    assert (found["erased"], found["data"]) == (True, [])
    shown = client.get(f"{letter_path(client)}/released")
    assert (shown.status_code, "Këto të dhëna u fshinë" in shown.text) == (200, True)
