"""A proposal to dismiss says of the violation what stands on record."""

from tests.cases.test_eight_duties import ASKED, about, act_of
from tests.cases.test_letters import letter, text_of


def test_a_dismissal_says_no_more_of_the_violation_than_what_stands_on_record(bench, story):
    ministry = bench.body("ministry")
    case = about(story, bench.body("police", relations=[("political", ministry.id, None, None)]))
    act = act_of(case, ministry, "dismissal_proposal", items=ASKED, official_function="drejtor")
    said = " ".join(text_of(letter(case.officer, act, ministry)).split())
    assert "Gjatë shqyrtimit gjetëm shkelje. Rezultoi si vijon:" in said
    assert "të rëndë" not in said
