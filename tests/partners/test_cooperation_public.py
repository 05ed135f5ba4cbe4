"""Anybody reads who worked together with the office on what: what is public of it, one answer at each door, and no person and no child."""

import csv
import html
import io

import pytest
from sqlalchemy import text

from services.partners.cooperation.timers import compare_actors
from shared.clock import utc_now
from shared.events.catalogue import ActivityTextOffered
from shared.events.catalogue.texts import FoundPlace
from tests.partners.activities import announced, planned, step
from tests.partners.cooperation import Person, actor, call, clause, day, named, signing, today, word, written
from tests.partners.test_activities_held import came

PAGE, OPEN, FILE = "/partners/cooperation", "/partners/api/v1/public/cooperation", "/partners/cooperation.csv"
SECRET = "Klauzola e fshehtë"


@pytest.fixture
def writer(directory):
    return Person(directory)


@pytest.fixture
def second(directory):
    return Person(directory, "commissioner")


@pytest.fixture
def anybody(directory):
    return directory.app.test_client()


@pytest.fixture
def body(directory):
    return directory.body()


def agreed(writer, second, *, sign=True, **more):
    made = written(writer, clauses=[clause(text=SECRET)], **more)
    return signing(second, made).json if sign else made


def lines(anybody, name):
    return anybody.get(f"{OPEN}?q={name}").json["items"]


def everywhere(anybody):
    """All that anybody reads of it, as one text."""
    answers = [anybody.get(path) for path in (PAGE, f"{PAGE}?lang=en", OPEN, FILE)]
    assert {one.status_code for one in answers} == {200}
    return html.unescape("".join(one.text for one in answers))


def test_a_signed_agreement_stands_at_each_of_its_parties_with_its_rights_and_days(anybody, writer, second, body):
    other = actor(writer, kind="university")
    made = agreed(writer, second, bodies=[str(body.id)], actors=[other["id"]], clusters=["5", "4"])
    [of_actor] = lines(anybody, other["name_sq"])
    assert (of_actor["kind"], of_actor["clusters"]) == ("university", ["4", "5"])
    [work] = of_actor["work"]
    assert (work["kind"], work["number"], work["on"]) == ("agreement", made["number"], today().isoformat())
    [of_body] = lines(anybody, body.key)
    assert [one["number"] for one in of_body["work"]] == [made["number"]]
    page = html.unescape(anybody.get(f"{PAGE}?q={other['name_sq']}&cluster=5").text)
    assert other["name_sq"] in page and made["number"] in page
    assert made["number"] not in anybody.get(f"{PAGE}?q={other['name_sq']}&cluster=9").text
    assert anybody.get(f"{OPEN}?cluster=9&q={other['name_sq']}").json["items"] == []


def test_a_draft_and_the_words_of_an_agreement_are_in_no_outlet(anybody, writer, second, body):
    title = f"Titull {word()}"
    draft = agreed(writer, second, sign=False, title=title, bodies=[str(body.id)])
    assert lines(anybody, body.key) == []
    signed = agreed(writer, second, title=title, bodies=[str(body.id)])
    said = everywhere(anybody)
    assert signed["number"] in said
    assert [one for one in (draft["number"], title, SECRET) if one in said] == []


@pytest.mark.parametrize("kind", ["expert", "child_council"])
def test_neither_an_expert_nor_a_council_of_children_is_named(anybody, writer, second, kind):
    person = actor(writer, kind=kind, name_sq=f"Arta {word()}", name_en=f"Mrs {word()}")
    made = agreed(writer, second, actors=[person["id"]])
    said = everywhere(anybody)
    assert made["number"] in said
    assert person["name_sq"] not in said and person["name_en"] not in said and person["id"] not in said


def test_an_activity_is_told_once_it_was_announced_and_held(anybody, writer, second, body):
    publisher = Person(second.bench, "publisher")
    hidden = planned(writer, institution_id=str(body.id), planned_on=day(-3))
    step(writer, hidden, "holding", came(held_on=day(-3)))
    shown = announced(writer, publisher, institution_id=str(body.id))
    assert lines(anybody, body.key) == []
    step(writer, shown, "holding", came())
    [found] = lines(anybody, body.key)
    assert [(one["kind"], one["number"]) for one in found["work"]] == [("activity", shown["number"])]
    assert hidden["number"] not in everywhere(anybody)


def test_it_is_read_page_by_page_by_name_and_no_party_twice(anybody, writer, second):
    name = word()
    others = [actor(writer, name_sq=f"{letter} {name}")["name_sq"] for letter in "CAB"]
    ids = [call(writer, f"/actors?q={name}", method="GET").json["items"][place]["id"] for place in range(3)]
    agreed(writer, second, actors=ids)
    read, after = [], ""
    while after is not None:
        page = anybody.get(f"{OPEN}?q={name}&limit=1{after}").json
        read += [one["name_sq"] for one in page["items"]]
        after = page["next"] and f"&after={page['next']}"
    assert read == sorted(others)
    assert [anybody.get(f"{at}?q={name}&after=x").status_code for at in (OPEN, PAGE)] == [400, 400]


def test_the_file_has_a_row_for_each_work_of_each_party(anybody, writer, second, body):
    made = agreed(writer, second, bodies=[str(body.id)])
    rows = list(csv.DictReader(io.StringIO(anybody.get(FILE).text.lstrip("\ufeff"))))
    [row] = [one for one in rows if one["number"] == made["number"]]
    assert (row["with_sq"], row["what"], row["clusters"]) == (f"Agjencia Shembull {body.key}", "agreement", "5")


def test_the_page_has_the_menu_of_the_public_for_whoever_reads_it(anybody, writer):
    for reader in (anybody, writer.client):
        page = html.unescape(reader.get(PAGE).text)
        assert "/notifications/publications" in page and "Portali i institucioneve" not in page


def test_what_is_asked_wrongly_is_said_and_what_is_had_is_not_sent_again(anybody):
    assert anybody.get(f"{OPEN}?cluster=99").status_code == 422
    assert anybody.get(f"{PAGE}?cluster=99").status_code == 422
    mark = anybody.get(OPEN).headers["ETag"]
    assert anybody.get(OPEN, headers={"If-None-Match": mark}).status_code == 304


CHILD = "Nëna e Zanafilla Kanarinës, 12 vjeçe"
NAMES = FoundPlace(part=0, start=7, end=27, kind="name", severity="stop")


def renamed(writer, entered, name):
    body = {"kind": entered["kind"], "name_sq": name, "name_en": "", "active": True}
    answer = call(writer, f"/actors/{entered['id']}", body, "PUT", seen=entered["revision"])
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_name_is_read_by_nobody_before_exactly_it_was_compared(directory, anybody, writer, second):
    other = actor(writer)
    agreed(writer, second, actors=[other["id"]])
    assert other["name_sq"] in everywhere(anybody)
    renamed(writer, other, CHILD)
    assert "Zanafilla" not in everywhere(anybody)
    assert other["name_sq"] not in everywhere(anybody)
    named(directory, NAMES)
    assert "Zanafilla" not in everywhere(anybody)
    assert "Organizatë" in everywhere(anybody)


def test_the_desk_says_which_words_keep_the_name_from_the_public(directory, writer, second):
    other = actor(writer, name_sq=CHILD)
    agreed(writer, second, actors=[other["id"]])
    named(directory)
    assert "dhe jo emrin" not in writer.client.get(f"/partners/staff/actors/{other['id']}").text
    other = renamed(writer, other, f"{CHILD} ")
    changed = renamed(writer, other, f"{CHILD}.")
    named(directory, NAMES)
    page = html.unescape(writer.client.get(f"/partners/staff/actors/{changed['id']}").text)
    assert "dhe jo emrin" in page
    assert "Zanafilla Kanarinës" in page


def test_what_is_read_stays_while_the_next_look_of_the_day_is_waited_for(directory, anybody, writer, second):
    other = actor(writer)
    agreed(writer, second, actors=[other["id"]])
    with directory.platform.database.transaction() as session:
        session.execute(text("UPDATE text_check SET checked_at = checked_at - interval '25 hours'"))
    compare_actors(directory.platform, utc_now())
    assert len(directory.told(ActivityTextOffered, text_id=other["id"])) == 2
    assert other["name_sq"] in everywhere(anybody)
