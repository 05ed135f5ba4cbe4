"""What may be shown to whom: every kind in every state that can change the answer."""

from itertools import product

import pytest

from services.cases.domain.kinds import Publication
from services.cases.domain.obligations import Delivery
from services.cases.domain.publication import ActState, co_addressees_for, may_publish, partner_may_see
from services.cases.domain.recommendation import ActStatus
from tests.cases.domain_samples import body, kinds

ARRIVED, SENT = (Delivery.DELIVERED, Delivery.ACKNOWLEDGED), (Delivery.DELIVERED, Delivery.FAILED)
STATES = list(product([True, False], repeat=4))


def _expected(rule: Publication, state: ActState) -> bool:
    if state.deliveries != ARRIVED:
        return False
    return {
        "yes": True,
        "after_delivery_on_decision": state.decided,
        "on_decision": state.decided,
        "after_term": state.decided and state.term_over,
        "never_while_pending": state.decided and not state.pending,
        "never": False,
    }[rule]


@pytest.mark.parametrize("key", list(kinds()))
def test_every_kind_is_shown_by_its_own_rule_and_only_once_issued(key: str) -> None:
    kind = kinds()[key]
    for delivered, decided, pending, over in STATES:
        for status in ActStatus:
            state = ActState(status, ARRIVED if delivered else SENT, decided, pending, over)
            issued = status in {"issued", "superseded", "withdrawn"}
            verdict = may_publish(kind, state)
            assert verdict.shown is (issued and _expected(kind.publication, state))
            assert (verdict.reason == "shown") is verdict.shown


def test_a_letter_that_reached_nobody_is_not_delivered() -> None:
    state = ActState(ActStatus.ISSUED, (), decided=True)
    assert may_publish(kinds()["remedy"], state).reason == "not_delivered"


def test_the_rules_of_the_contract_are_in_the_data() -> None:
    assert {key: kind.publication.value for key, kind in kinds().items()} == {
        "remedy": "after_delivery_on_decision",
        "superior_notice": "after_delivery_on_decision",
        "practice_change": "after_delivery_on_decision",
        "prosecution_referral": "never_while_pending",
        "dismissal_proposal": "on_decision",
        "judicial_notice": "never",
        "litigation_advice": "never",
        "law_reform": "yes",
        "constitutional_review": "yes",
        "assembly_report": "after_term",
        "head_notice": "after_delivery_on_decision",
        "oversight_notice": "after_delivery_on_decision",
        "information_request": "never",
        "judicial_information_request": "never",
        "finding_corrections": "never",
        "agreement_clauses": "never",
    }


def test_a_body_sees_what_was_sent_to_it_and_the_others_only_where_the_kind_says_so() -> None:
    letter = [body("shkolla", "school"), body("zvap", "agency", "superior")]
    assert partner_may_see("shkolla", letter)
    assert not partner_may_see("bashkia", letter)
    assert co_addressees_for(kinds()["remedy"], "shkolla", letter) == (letter[1],)
    two = [body("prokuroria", "prosecution"), body("spak", "prosecution")]
    assert co_addressees_for(kinds()["prosecution_referral"], "spak", two) == ()
