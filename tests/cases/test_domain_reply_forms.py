"""How an act is answered: what the data file may say, and what a body may say then."""

from datetime import date
from typing import Any

import pytest

from services.cases.domain.obligations import Claimed
from services.cases.domain.replies import Position
from services.cases.domain.reply_forms import Promise, check_said, read_reply_form
from shared.rules import ContentViolation
from tests.cases.domain_samples import document

DAY = date(2027, 1, 1)
FORMS = {entry["key"]: entry for entry in document("reply_forms.yaml")["reply_forms"]}


def refusal(form: str, position: Position, claimed: Claimed | None = None, promised: date | None = None) -> str | None:
    """The field that is wrong, if one is."""
    try:
        check_said(read_reply_form(FORMS[form]), position, claimed, promised)
    except ContentViolation as error:
        return error.field
    return None


@pytest.mark.parametrize("form", sorted(FORMS))
def test_what_is_offered_is_taken_and_nothing_else(form: str) -> None:
    offered = {Position(one["position"]) for one in FORMS[form]["positions"]}
    assert {position for position in Position if refusal(form, position) is None} == offered


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_promise_is_taken_where_something_is_carried_out(form: str) -> None:
    promised = Promise(FORMS[form]["promise"]) is not Promise.NONE
    assert (refusal(form, Position.ACCEPTED, promised=DAY) is None) == promised
    assert (refusal(form, Position.ACCEPTED, Claimed.IMPLEMENTED) is None) == promised


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"promise": "perhaps"}, "not a valid Promise"),
        ({"promise": None}, "promise must be a text"),
        ({"positions": []}, "at least one"),
        ({"positions": None}, "at least one"),
        ({"positions": [FORMS["measures"]["positions"][0]] * 2}, "each once"),
        ({"positions": [{**FORMS["measures"]["positions"][0], "position": "moon"}]}, "not a valid Position"),
        ({"positions": [{**FORMS["measures"]["positions"][0], "said_en": ""}]}, "said_en must be a text"),
        ({"confirmed": "po"}, "must be true or false"),
    ],
)
def test_a_fault_in_the_data_is_found_and_named_when_it_is_read(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_reply_form({**FORMS["measures"], **change})
