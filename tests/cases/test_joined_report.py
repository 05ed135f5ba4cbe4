"""One report to the Assembly about many letters, as it is printed."""

import io
from datetime import date

import pypdf
import pytest

from shared.clock_words import day_words
from tests.cases.ladder_world import Silence, after
from tests.cases.test_letters import letter, text_of
from tests.cases.test_letters_accessible import elements
from tests.cases.test_ways import reminded

BODIES = 5


@pytest.fixture
def joined(story, bench, commissioner):
    """The draft of the report, who owes, and the Assembly."""
    assembly = bench.body("assembly", name_sq="Kuvendi i Shqipërisë", name_en="Assembly of Albania", seat="Tiranë")
    publisher, silences = bench.person("publisher"), []
    story = story.with_findings()
    for number in range(BODIES):
        body = bench.body("agency", name_sq=f"Agjencia e Shembullit {number}", name_en=f"Sample Agency {number}")
        act = story.issue(body, language="en" if number == BODIES - 1 else "sq")
        bench.deliver(act, body)
        silences.append(Silence(story, body, act, commissioner, publisher))
    for silence in silences:
        day = reminded(silence)
    with silences[0].on(day):
        for silence in silences:
            silence.send(story.approver, "hierarchical_superior", alternative="assembly_report")
    with silences[0].on(after(day, 10)):
        # The language of a report is that of the letter that is named first: the English one is the last.
        wanted = {
            "letters": [
                one["id"]
                for one in sorted(
                    silences[0].draft(), key=lambda one: one["institution_id"] == str(silences[-1].body.id)
                )
            ],
            "title": "Pesë organe që nuk përgjigjen",
            "measures": ["Të thirren titullarët në komision.", "Të caktohet një afat."],
        }
        act = commissioner.post("/rung-letters/reports", wanted).json["act"]
        yield letter(commissioner, {"id": act}, assembly), silences, act, commissioner


def test_each_letter_of_it_is_found_under_a_heading_of_its_own(joined):
    content, silences, _act, _commissioner = joined
    tree = pypdf.PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]
    assert text_of(content)
    headings = [one for one in elements(tree) if one["/S"] in ("/H1", "/H2")]
    assert len(headings) == 2 + len(silences)


def test_no_heading_ends_a_page_and_what_all_say_is_said_once(joined):
    content, silences, act, commissioner = joined
    pages = [page.extract_text().strip().split("\n") for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert 1 < len(pages) <= 4
    for lines in pages[:-1]:
        assert not [line for line in lines[-3:] if line.endswith("mbetet e hapur")], "a heading stands with its text"
    report = commissioner.get(f"/recommendations/{act}").json
    assert report["grounds"].count("Bashkëlidhen letrat") == 1
    assert "Enclosed" not in report["grounds"], "a report has one language, though one of the letters was English"
    said = text_of(content)
    assert "shqyrtoi çështjen" not in said, "it is about the matters of many cases"
    for silence in silences:
        assert said.count(f"letra {silence.act['number']} mbetet e hapur") == 1


def test_of_each_item_it_is_said_of_which_letter_it_is_of_which_day_and_to_whom(joined):
    content, silences, act, commissioner = joined
    grounds = commissioner.get(f"/recommendations/{act}").json["grounds"]
    said = " ".join(text_of(content).split())
    for number, silence in enumerate(silences):
        issued, of = day_words(date.fromisoformat(silence.act["issued_on"]), "sq"), silence.act["number"]
        told = f"(pika 1 e letrës {of}, e datës {issued}, drejtuar Agjencisë së Shembullit {number})"
        assert told in grounds
        assert told in said


def test_every_enclosure_says_which_it_is(joined):
    _content, silences, act, commissioner = joined
    report = commissioner.get(f"/recommendations/{act}").json
    for title in ("title_sq", "title_en"):
        titles = [one[title] for one in report["attachments"]]
        assert len(set(titles)) == len(titles) == 4 * len(silences)


def test_a_report_that_one_answer_ends_says_so_at_the_letters_that_are_still_to_be_reported(joined):
    _content, silences, act, commissioner = joined
    answered, *others = silences
    item = answered.owed[0]["item_id"]
    answered.story.bench.reply(answered.act, answered.body, {"item_id": item, "position": "accepted"})
    assert commissioner.get(f"/recommendations/{act}").json["status"] == "discarded"
    left = [one for one in commissioner.get("/rung-letters").json["items"] if one["rung"] == "assembly_report"]
    assert {(one["act"], one["blocked"]) for one in left} == {(None, "report.fell")}
    assert len(left) == len(others)
    again = {"letters": [one["id"] for one in left], "title": "Katër organe", "measures": ["Të caktohet një afat."]}
    renewed = commissioner.post("/rung-letters/reports", again)
    assert renewed.status_code == 201, renewed.json
    left = [one for one in commissioner.get("/rung-letters").json["items"] if one["rung"] == "assembly_report"]
    assert {(one["act"], one["blocked"]) for one in left} == {(renewed.json["act"], None)}
