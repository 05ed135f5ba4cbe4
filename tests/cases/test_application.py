"""The application to the Constitutional Court: its parts, what it rests on, and that it does not leave without one of them."""

import pytest

from services.cases.domain import text_parts
from tests.cases.drafting import APPLICATION
from tests.cases.test_letters import letter, text_of

ITEMS = [{"text": "Të shfuqizohet neni 3."}]


@pytest.fixture
def court(bench):
    return bench.body(
        "constitutional_court", name_sq="Gjykata Kushtetuese", name_en="Constitutional Court", seat="Tiranë"
    )


@pytest.fixture
def case(story):
    return story.with_findings()


def test_it_stands_in_the_parts_of_an_application(case, court):
    act = case.draft(court, kind="constitutional_review", grounds=APPLICATION, items=ITEMS)
    said = text_of(letter(case.officer, act, court))
    parts = (
        "GJYKATËS KUSHTETUESE Tiranë KËRKESË Kërkues: Avokati i Popullit.",
        "Subjekte të interesuara: Kuvendi i Shqipërisë.",
        "Objekti: Kthimi i fëmijës në shkollë.",
        "Baza ligjore: kërkesa paraqitet në mbështetje të nenit 134 të Kushtetutës.",
        "I. Rrethanat Fëmija nuk u regjistrua.",
        "II. Legjitimimi",
        "III. Norma që kundërshtohet Neni 3 i ligjit.",
        "IV. Norma e Kushtetutës Neni 57.",
        "V. Shkaqet",
        "VI. Kërkimi Për sa më sipër, KËRKOJMË: 1. Të shfuqizohet neni 3.",
    )
    places = [said.index(part) for part in parts]
    assert places == sorted(places)
    for unread in ("8577", "neni 131", "nenit 131"):
        assert unread not in said, "nobody of the office has read that law"


def test_a_draft_without_a_part_is_kept_and_goes_to_nobody(case, court):
    without = APPLICATION.replace("Norma që kundërshtohet\nNeni 3 i ligjit.\n", "")
    act = case.draft(court, kind="constitutional_review", grounds=without, items=ITEMS)
    path = f"/recommendations/{act['id']}"
    assert ("act.grounds_parts", "grounds") in [(one["code"], one["field"]) for one in act["faults"]]
    refused = case.approver.post(f"{path}/approval", {"content_hash": act["content_hash"]})
    assert (refused.status_code, refused.json["code"]) == (422, "act.grounds_parts")
    assert refused.json["errors"][0]["pointer"] == "/grounds" and "Norma që kundërshtohet" in refused.json["detail"]


def test_a_kind_without_parts_keeps_its_grounds_as_they_are(case, bench):
    school = bench.body("school")
    act = case.draft(school, grounds="Rrethanat\n\nE drejta u shkel.")
    assert [one["code"] for one in act["faults"] if one["code"] == "act.grounds_parts"] == []
    assert "I. Rrethanat" not in text_of(letter(case.officer, act, school))


def test_an_application_that_comes_of_a_gap_has_its_parts_to_be_written(bench, case, court):
    gap = {
        "kind": "constitutional",
        "title": "Neni 3",
        "description": "Ligji i ndan fëmijët.",
        "provision": "Neni 3 i ligjit.",
        "rights": ["28"],
        "bodies": [],
        "cases": [str(case.case_id)],
    }
    made = case.officer.post("/gaps", gap)
    assert made.status_code == 201, made.json
    act = case.officer.post(f"/gaps/{made.json['gap']['id']}/acts", {}).json
    assert "Rrethanat\nLigji i ndan fëmijët." in act["grounds"]
    assert "Norma që kundërshtohet\nNeni 3 i ligjit." in act["grounds"]
    assert "act.grounds_parts" in [one["code"] for one in act["faults"]]


NAMES = ("Rrethanat", "Shkaqet")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Rrethanat\nA.\n\nB.\nShkaqet\nC.", {"Rrethanat": "A.\n\nB.", "Shkaqet": "C."}),
        ("II. shkaqet:\nC.\n\nI. RRETHANAT\nA.", {"Shkaqet": "C.", "Rrethanat": "A."}),
        ("A. Rrethanat janë këto.", {"": "A. Rrethanat janë këto."}),
        ("Rrethanat\nShkaqet\nC.", {"Rrethanat": "", "Shkaqet": "C."}),
        ("", {}),
    ],
)
def test_a_line_that_is_the_name_of_a_part_begins_it(text, found):
    assert text_parts.split(text, NAMES) == found
    assert text_parts.missing(text, NAMES) == tuple(one for one in NAMES if not found.get(one))


def test_what_is_joined_is_split_again():
    parts = {"Rrethanat": "A.", "Shkaqet": ""}
    assert text_parts.split(text_parts.joined(parts), NAMES) == parts
