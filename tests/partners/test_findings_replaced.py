"""On the portal a finding that a later one replaced, or that the office took back, is marked so among what the office said."""

import re
from datetime import date
from html import unescape
from uuid import uuid4

import pytest

from services.partners.models import Notice
from services.partners.queries.letters import replaced
from shared.events.catalogue import ObligationAssessed, ObligationReopened
from tests.partners.test_escalation_words import reader
from tests.partners.test_pages import answer_form, letter_path, page

__all__ = ["reader"]

GONE = "Kjo gjetje nuk vlen më"


@pytest.mark.parametrize(
    ("came", "gone"),
    [
        ([("assessed", 1), ("assessed", 2)], set()),
        ([("assessed", 1), ("assessed", 1)], {1}),
        ([("assessed", 1), ("reopened", 1), ("assessed", 1)], {1}),
        ([("assessed", 1), ("clocked", 1), ("assessed", 1), ("assessed", 1)], {1, 3}),
    ],
)
def test_a_finding_stands_until_the_next_of_its_item(came, gone):
    notices = [Notice(id=number, kind=kind, item_id=item) for number, (kind, item) in enumerate(came, 1)]
    assert replaced(notices) == gone


def test_the_portal_marks_the_earlier_finding(bench, pair, reader):
    told = {"recommendation_id": bench.sent.recommendation_id, "item_id": bench.sent.items[0]}
    told |= {"institution_id": pair[0].id, "obligation_id": uuid4()}
    for found in ("implemented", "not"):
        bench.hear(
            ObligationAssessed,
            told["obligation_id"],
            **told,
            assessment=found,
            assessed_on=date(2026, 2, 1),
            complaints=(),
        )
    assert said(reader) == [True, False]
    bench.hear(ObligationReopened, told["obligation_id"], **told, reopened_on=date(2026, 2, 2))
    assert said(reader) == [True, True]


def said(reader):
    """Of each finding in the order in which it came, whether it is marked."""
    whole = " ".join(unescape(re.sub(r"<[^>]+>", " ", page(reader, letter_path(reader)))).split())
    told = whole.partition("Çfarë ka thënë zyra")[2].split("Zyra vlerësoi zbatimin")[1:]
    return [GONE in one for one in told]


def test_who_answered_is_not_asked_to_confirm_that_it_has_the_letter(reader):
    path = letter_path(reader)
    assert "Konfirmo marrjen" in page(reader, path)
    reader.post(f"{path}/reply", data=answer_form(reader, path))
    assert "Konfirmo marrjen" not in page(reader, path)
