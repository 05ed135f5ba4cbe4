"""What a decision must carry, ground by ground."""

from datetime import date
from uuid import UUID, uuid4

import pytest

from services.intake import data
from services.intake.domain.decisions import Decision, check, check_joined
from shared.rules import ContentViolation

GROUNDS = data.grounds_on(date(2026, 11, 25))
BODY, OTHER = uuid4(), uuid4()
WHOLE = {
    "admissible": {"summary": "Fakte", "rights": ["28"], "bodies": [BODY]},
    "inadmissible": {"ground": "not_about_a_child"},
    "redirected": {"redirect_to": BODY},
    "counselled": {},
    "joined": {"joined_to": OTHER},
}


def checked(outcome, **members):
    check(Decision(outcome, **members), data.outcomes()[outcome]["needs"], GROUNDS)


def refused(outcome, **members):
    with pytest.raises(ContentViolation) as violation:
        checked(outcome, **members)
    return violation.value.field, violation.value.code


@pytest.mark.parametrize("outcome", WHOLE)
def test_a_decision_with_what_its_outcome_needs_is_good(outcome):
    checked(outcome, **WHOLE[outcome])
    assert set(data.outcomes()[outcome]["needs"]) <= set(WHOLE[outcome])


@pytest.mark.parametrize(("outcome", "member"), [(o, m) for o, members in WHOLE.items() for m in members])
def test_a_decision_without_a_member_that_it_needs_is_refused(outcome, member):
    members = {name: value for name, value in WHOLE[outcome].items() if name != member}
    assert refused(outcome, **members) == (member, "missing")


@pytest.mark.parametrize("outcome", ["inadmissible", "redirected", "counselled", "joined"])
def test_a_summary_has_its_place_with_an_admissible_complaint_only(outcome):
    assert refused(outcome, **WHOLE[outcome], summary="Fakte") == ("summary", "not_for_this_outcome")


@pytest.mark.parametrize("outcome", ["admissible", "inadmissible", "redirected", "counselled"])
def test_only_a_joined_complaint_names_another(outcome):
    assert refused(outcome, **WHOLE[outcome], joined_to=OTHER) == ("joined_to", "not_for_this_outcome")


@pytest.mark.parametrize("ground", sorted(GROUNDS))
@pytest.mark.parametrize("outcome", sorted(WHOLE))
def test_a_ground_goes_with_its_outcomes_only(outcome, ground):
    rule, members = GROUNDS[ground], WHOLE[outcome] | {"ground": ground}
    if outcome in rule.outcomes and rule.usable:
        if rule.needs:
            members[rule.needs] = BODY
        checked(outcome, **members)
    else:
        assert refused(outcome, **members)[0] == "ground"


def test_a_matter_of_another_body_names_that_body_even_where_it_is_refused():
    assert refused("inadmissible", ground="outside_mandate") == ("redirect_to", "missing")
    checked("inadmissible", ground="outside_mandate", redirect_to=BODY)


def test_a_ground_that_the_offices_policy_does_not_use_is_refused():
    assert refused("inadmissible", ground="too_old") == ("ground", "ground_not_in_force")
    checked("inadmissible", ground="anonymous_not_allowed")


def test_a_ground_that_is_not_in_the_list_is_refused():
    assert refused("inadmissible", ground="no_time") == ("ground", "ground_unknown")


@pytest.mark.parametrize("right", ["1", "9", "10", "28.2", "37.a", "40", "42", "44", "opsc"])
def test_rights_are_those_of_the_convention(right):
    checked("admissible", **WHOLE["admissible"] | {"rights": [right]})
    assert refused("admissible", **WHOLE["admissible"] | {"rights": [right, "0"]}) == ("rights.1", "right_unknown")


@pytest.mark.parametrize("right", ["0", "43", "45", "99", "28.", "28.0", "28.e", "028", "OPSC", "neni 28", "28 ", "٣"])
def test_a_right_that_the_convention_does_not_have_is_refused(right):
    assert refused("admissible", **WHOLE["admissible"] | {"rights": ["28", right]}) == ("rights.1", "right_unknown")


def test_a_right_is_named_once():
    assert refused("admissible", **WHOLE["admissible"] | {"rights": ["28", "28"]}) == ("rights.1", "named_twice")


def test_a_complaint_is_joined_to_another_one():
    one, two = UUID(int=1), UUID(int=2)
    check_joined(one, main_id=two)
    with pytest.raises(ContentViolation, match="itself"):
        check_joined(one, main_id=one)
