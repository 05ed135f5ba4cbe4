"""The life of an act, and the hash that ties an approval to one text."""

from datetime import date
from itertools import product

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from services.cases.domain.recommendation import (
    ActStatus,
    ActStep,
    after_act,
    canonical,
    check_approval,
    check_issue,
    check_superseding,
    check_withdrawal,
    content_hash,
)
from shared.rules import ContentViolation, RuleViolation

EXPECTED = {
    "draft": "edit>draft approve>approved discard>discarded",
    "approved": "edit>draft issue>issued discard>discarded",
    "issued": "supersede>superseded withdraw>withdrawn",
    "superseded": "",
    "withdrawn": "",
    "discarded": "",
}


@pytest.mark.parametrize(("status", "step"), list(product(ActStatus, ActStep)))
def test_every_pair_of_status_and_step_does_what_the_table_says_or_is_refused(status: ActStatus, step: ActStep) -> None:
    expected = dict(move.split(">") for move in EXPECTED[status].split())
    if step.value in expected:
        assert after_act(status, step) == expected[step.value]
        return
    with pytest.raises(RuleViolation) as refused:
        after_act(status, step)
    assert (refused.value.code, set(refused.value.legal)) == ("act.step_not_legal", set(expected))


def test_an_edit_voids_the_approval() -> None:
    status = after_act(ActStatus.DRAFT, ActStep.APPROVE)
    status = after_act(status, ActStep.EDIT)
    with pytest.raises(RuleViolation):
        after_act(status, ActStep.ISSUE)


def test_an_issued_act_is_never_edited() -> None:
    with pytest.raises(RuleViolation) as refused:
        after_act(ActStatus.ISSUED, ActStep.EDIT)
    assert refused.value.legal == ("supersede", "withdraw")


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(max_codepoint=127)), inner, max_size=4)
    ),
    max_leaves=12,
)
contents = st.dictionaries(st.text(st.characters(max_codepoint=127)), values, max_size=6)


@given(contents)
@settings(deadline=None, max_examples=300)
def test_the_canonical_form_is_byte_for_byte_that_of_rfc_8785(content: dict[str, object]) -> None:
    assert canonical(content) == rfc8785.dumps(content)  # type: ignore[arg-type]  # rfc8785 types JSON more narrowly


def test_the_hash_does_not_depend_on_the_order_of_fields_and_does_on_every_value() -> None:
    act = {"kind": "remedy", "items": [{"text": "Të rivihet ndriçimi", "due": None}], "addressees": ["a", "b"]}
    turned = {"addressees": ["a", "b"], "items": [{"due": None, "text": "Të rivihet ndriçimi"}], "kind": "remedy"}
    assert content_hash(act) == content_hash(turned)
    assert content_hash(act) != content_hash({**act, "addressees": ["b", "a"]})
    assert content_hash(act) != content_hash({**act, "items": [{"text": "Të rivihet ndricimi", "due": None}]})
    assert len(content_hash(act)) == 64


@pytest.mark.parametrize(
    ("content", "code", "field"),
    [
        ({"items": [{"share": 0.5}]}, "content.bad_type", "items.0.share"),
        ({"due": date(2026, 1, 1)}, "content.bad_type", "due"),
        ({"count": 2**53}, "content.bad_number", "count"),
        ({"ë": "x"}, "content.bad_key", ""),
        ({"text": "\ud800"}, "content.bad_text", "text"),
    ],
)
def test_what_other_readers_would_write_differently_is_refused(
    content: dict[str, object], code: str, field: str
) -> None:
    with pytest.raises(ContentViolation) as refused:
        content_hash(content)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_nobody_approves_what_they_wrote_not_even_a_part_of_it() -> None:
    check_approval(authors=["1", "2"], approver="3", seen_hash="a", current_hash="a")
    with pytest.raises(RuleViolation) as refused:
        check_approval(authors=["1", "2"], approver="2", seen_hash="a", current_hash="a")
    assert refused.value.code == "approval.own_work"


def test_an_approval_is_for_the_text_that_was_read() -> None:
    with pytest.raises(RuleViolation) as refused:
        check_approval(authors=["1"], approver="2", seen_hash="old", current_hash="new")
    assert refused.value.code == "approval.other_content"


def test_only_the_approved_content_is_issued() -> None:
    check_issue(approved_hash="a", current_hash="a")
    for approved, code in ((None, "issue.not_approved"), ("b", "issue.other_content")):
        with pytest.raises(RuleViolation) as refused:
            check_issue(approved_hash=approved, current_hash="a")
        assert refused.value.code == code


def test_a_withdrawal_gives_its_reason() -> None:
    check_withdrawal("Gabim në adresim")
    with pytest.raises(ContentViolation):
        check_withdrawal(" ")


def test_an_act_gives_way_only_to_an_issued_act_of_its_kind() -> None:
    check_superseding("remedy", "remedy", ActStatus.ISSUED)
    with pytest.raises(RuleViolation, match="of its kind"):
        check_superseding("remedy", "law_reform", ActStatus.ISSUED)
    with pytest.raises(RuleViolation, match="issued first"):
        check_superseding("remedy", "remedy", ActStatus.APPROVED)
