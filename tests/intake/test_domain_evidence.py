"""What a complainant's file is called; which files are taken is a test of shared.uploads."""

from services.intake.domain.evidence import TAKEN, neutral_name
from shared.uploads import KINDS


def test_the_name_that_goes_on_says_nothing():
    assert neutral_name(1, "pdf") == "prova-01.pdf"
    assert neutral_name(10, "jpg") == "prova-10.jpg"


def test_what_is_taken_is_known_to_the_look_at_content():
    assert set(TAKEN) <= set(KINDS)
