"""Terms, kinds of act and ladders are data that a jurist edits; this holds every edit to what the code relies on."""

from itertools import pairwise

from tests.contracts.data_files import (
    ALTERNATIVES,
    BY_KEY,
    CLASSES,
    DAYS,
    GROUNDS,
    KINDS,
    LADDERS,
    LETTERS,
    MATTERS,
    OUTCOMES_OF_ACTS,
    REPLY_FORMS,
    RULES,
    TERMS,
    valid_on,
)

REQUESTS = {"information_request", "judicial_information_request", "finding_corrections"}
#: What bodies took on in agreements.
AGREED = {"agreement_clauses"}
TEN_KINDS = set("remedy superior_notice practice_change prosecution_referral dismissal_proposal judicial_notice "
                "litigation_advice law_reform constitutional_review assembly_report".split())  # fmt: skip
#: How a body without a superior is gone round, beside the ten.
WAYS = {"head_notice", "oversight_notice"}
IN_COMPLIANCE = {"remedy", "superior_notice", "practice_change"}
EXPECTATIONS = {"reply", "decision", "acknowledgement", "debate", "judgment", "nothing"}
PUBLICATIONS = {"after_delivery_on_decision", "never_while_pending", "on_decision", "never", "yes", "after_term"}
LADDER = ["reminder", "second_reminder", "hierarchical_superior", "assembly_report", "publication"]


def test_terms_have_one_version_a_day_and_known_words() -> None:
    for term in TERMS:
        assert term["value"] > 0 and term["start_offset_working_days"] >= 0 and term["legal_basis"], term
        assert term["unit"] in {"calendar_days", "working_days", "months"}, term
        assert term["start_event"] in {"delivered", "fetched", "dispatched", "received"}, term
        assert term["roll_over"] in {"none", "next_working_day"}, term
    versions = sorted(((t["key"], t["valid_from"], t["valid_to"]) for t in TERMS), key=lambda version: version[:2])
    for (key, _, until), (next_key, since, _) in pairwise(versions):
        assert key != next_key or (until is not None and until < since), f"{key}: versions overlap"
    law = {t["key"]: (t["value"], t["unit"]) for t in TERMS if valid_on(t, DAYS[-1])}
    assert law["reply_recommendation"] == law["complainant_admissibility"] == (30, "calendar_days")
    assert law["assembly_debate"] == (2, "months")


def test_the_ten_kinds_and_what_they_refer_to() -> None:
    assert {kind["key"] for kind in KINDS} == TEN_KINDS | REQUESTS | WAYS | AGREED
    assert {kind["duty"] for kind in KINDS} - {None} == {3, 4, 5, 6, 7, 8}
    rules = {rule["key"] for rule in RULES} | {None}
    for kind in KINDS:
        assert set(kind["classes"]) <= CLASSES and set(kind["class_rules"]) <= set(kind["classes"]), kind["key"]
        assert {kind["rule"], *kind["class_rules"].values()} <= rules, kind["key"]
        assert kind["term"] in {term["key"] for term in TERMS} | {None}, kind["key"]
        assert kind["ladder"] in {ladder["key"] for ladder in LADDERS} | {None}, kind["key"]
        assert set(kind["answering_roles"]) <= set(kind["roles"]) <= {"responsible", "superior", "for_information"}
        assert kind["expects"] in EXPECTATIONS and kind["publication"] in PUBLICATIONS, kind["key"]
        assert set(kind["barred_by"]) <= {ground["key"] for ground in GROUNDS if ground["bars_case"]}, kind["key"]
        assert {"text"} <= set(kind["required_item_fields"]) <= {"text", "due", "evidence_expected"}, kind["key"]
        assert kind["may_name_child"] is False
        assert kind["letter"] in {letter["key"] for letter in LETTERS}, kind["key"]
        assert kind["approval"] == ("none" if kind["key"] in REQUESTS | AGREED else "second_person"), kind["key"]
        secret = "I" if kind["key"] in REQUESTS | AGREED else "V"
        assert kind["number_prefix"] == (secret if kind["handlers_only"] else "R"), kind["key"]
        assert bool(kind["classes"]) == (kind["addressee"] == "institution"), kind["key"]


def test_only_who_is_recommended_measures_must_promise_a_day() -> None:
    forms = {form["key"]: form for form in REPLY_FORMS}
    assert {kind["reply_form"] for kind in KINDS} - {None} == set(forms)
    promise = {kind["key"]: forms[kind["reply_form"]]["promise"] for kind in KINDS if kind["reply_form"]}
    assert {key for key, word in promise.items() if word == "needed"} == IN_COMPLIANCE | WAYS | AGREED
    assert {promise[key] for key in REQUESTS | {"prosecution_referral", "judicial_notice"}} == {"none"}
    for form in forms.values():
        offered = [one["position"] for one in form["positions"]]
        assert {"accepted", "refused", "asks_clarification"} <= set(offered) and len(set(offered)) == len(offered)
        for one in form["positions"]:
            assert all(one[field] for field in ("name_sq", "name_en", "said_sq", "said_en")), (form["key"], one)


def test_what_presses_and_what_counts() -> None:
    kinds = {kind["key"]: kind for kind in KINDS}
    assert {key for key, kind in kinds.items() if kind["counts_in_compliance"]} == IN_COMPLIANCE
    pressed = {key for key, kind in kinds.items() if kind["ladder"]}
    assert pressed == IN_COMPLIANCE | AGREED | {"assembly_report", "information_request"}
    untouchable = {"prosecution", "judicial_oversight", "court", "constitutional_court"}
    assert not [key for key in pressed if untouchable & set(kinds[key]["classes"])]
    assert [key for key, kind in kinds.items() if "court" in kind["classes"]] == ["judicial_information_request"]
    assert set(kinds["judicial_notice"]["classes"]) == {
        BY_KEY[key]["class"] for matter in MATTERS for key in matter["competent"]
    }
    assert kinds["prosecution_referral"]["co_addressees_shown"] is False
    assert kinds["dismissal_proposal"]["open_data_excludes"] == ["official_name"]


def test_what_says_by_when_and_shown_by_what() -> None:
    whole = {kind["key"] for kind in KINDS if set(kind["required_item_fields"]) == {"text", "due", "evidence_expected"}}
    # What a ladder asks of a superior has no day but that of the reply, which begins with the delivery.
    assert whole == IN_COMPLIANCE - {"superior_notice"} | AGREED


def test_nothing_is_ordered_to_the_judiciary_the_prosecution_or_a_person() -> None:
    tells = {kind["key"] for kind in KINDS if not kind["orders"]}
    judicial = {"prosecution_referral", "judicial_notice", "constitutional_review", "judicial_information_request"}
    assert tells == judicial | {"litigation_advice"}


def test_an_outcome_is_of_a_kind_that_asks_for_a_decision() -> None:
    kinds = {kind["key"]: kind for kind in KINDS}
    for outcome in OUTCOMES_OF_ACTS:
        # What the office itself answers ends an item, and says nothing of something done. The Assembly debates in public.
        told = outcome["assessed"] == "overtaken" or outcome["kinds"] == ["assembly_report"]
        assert told == outcome.get("told", False), outcome["key"]
        assert outcome["assessed"] in {"implemented", "partly", "not", "overtaken"}, outcome["key"]
        assert not [key for key in outcome["kinds"] if kinds[key]["counts_in_compliance"]], outcome["key"]
    decided = {key for outcome in OUTCOMES_OF_ACTS for key in outcome["kinds"]}
    assert decided == TEN_KINDS - IN_COMPLIANCE - {"litigation_advice"} | REQUESTS


def test_a_term_of_which_something_was_not_read_is_not_confirmed() -> None:
    assert not [term["key"] for term in TERMS if "not read" in (term["note"] or "") and term["confirmed"]]


def test_each_matter_of_the_judiciary_has_a_competent_body_and_what_nobody_read_is_not_confirmed() -> None:
    competent = {matter["key"]: matter["competent"] for matter in MATTERS}
    assert {key for key, bodies in competent.items() if bodies == ["ild"]} == set(
        "judge prosecutor council_member prosecutor_general".split()
    )
    assert (competent["court_administration"], competent["prosecution_administration"]) == (["klgj"], ["klp"])
    others = {"constitutional_judge", "chancellor", "judicial_police", "bailiff", "lawyer"}
    overseen = {BY_KEY[key]["class"] for matter, bodies in competent.items() if matter not in others for key in bodies}
    assert overseen == {"judicial_oversight"}
    assert {matter["key"] for matter in MATTERS if matter["key"] in others and not matter["confirmed"]} == others


def test_ladders_climb_in_order() -> None:
    ladders = {ladder["key"]: ladder["rungs"] for ladder in LADDERS}
    assert [rung["key"] for rung in ladders["administrative"]] == LADDER
    alternatives = {entry["key"] for entry in ALTERNATIVES}
    for rungs in ladders.values():
        order = [LADDER.index(rung["key"]) for rung in rungs]
        assert order == sorted(set(order))
        assert [rung["after_event"] == "reply_due" for rung in rungs] == [True] + [False] * (len(rungs) - 1)
        for rung in rungs:
            assert rung["after_days"] > 0 and rung["opens_term"] in {term["key"] for term in TERMS} | {None}, rung
            assert set(rung["alternatives"]) <= alternatives and bool(rung["needs"]) == bool(rung["alternatives"]), rung
            assert (rung["after_days_if_no_term"] is not None) == (rung["after_event"] == "previous_rung_term"), rung
    assert all(set(entry["for_classes"]) <= CLASSES for entry in ALTERNATIVES)
