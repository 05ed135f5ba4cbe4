"""Who may be addressed with what: the office's own data, every kind against every class of body."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from services.cases.domain.addressee_rules import Rule, read_rule
from services.cases.domain.addressing import (
    check_act,
    check_addressees,
    check_fields,
    check_items,
    check_judicial_matter,
    check_not_barred,
)
from services.cases.domain.bodies import (
    UNPRESSED,
    Addressee,
    BodyClass,
    Relation,
    RelationKind,
    Role,
    Setting,
    superiors,
)
from services.cases.domain.case import Elsewhere
from services.cases.domain.kinds import Expects, Item, Kind, read_kind
from services.cases.domain.versions import check_versions
from shared.rules import ContentViolation, RuleViolation
from tests.cases.domain_samples import body, document, hierarchical, kinds

TODAY = date(2026, 4, 10)
KEYS = [
    "remedy",
    "superior_notice",
    "practice_change",
    "prosecution_referral",
    "dismissal_proposal",
    "judicial_notice",
    "litigation_advice",
    "law_reform",
    "constitutional_review",
    "assembly_report",
    "head_notice",
    "oversight_notice",
    "information_request",
    "judicial_information_request",
    "finding_corrections",
    "agreement_clauses",
]
ADMINISTRATIVE = {
    "ministry",
    "agency",
    "municipality",
    "prefect",
    "school",
    "health",
    "police",
    "prison",
    "social_care",
}

#: Which classes a kind reaches when every relation and power is there (law 8454 art. 21 and 24).
REACHES = {
    "remedy": ADMINISTRATIVE | {"private"},
    "superior_notice": ADMINISTRATIVE - {"school"},
    "practice_change": ADMINISTRATIVE,
    "prosecution_referral": {"prosecution"},
    "dismissal_proposal": ADMINISTRATIVE | {"assembly"},
    "judicial_notice": {"judicial_oversight", "constitutional_court", "prosecution", "ministry"},
    "litigation_advice": set(),
    "law_reform": {"ministry", "agency", "municipality", "assembly"},
    "constitutional_review": {"constitutional_court"},
    "assembly_report": {"assembly"},
    "head_notice": ADMINISTRATIVE | {"private"},
    "oversight_notice": {"ministry", "prefect", "municipal_council"},
    "information_request": ADMINISTRATIVE | {"private", "municipal_council"},
    "judicial_information_request": {"court", "prosecution", "judicial_oversight"},
    "agreement_clauses": ADMINISTRATIVE | {"municipal_council"},
    "finding_corrections": ADMINISTRATIVE | {"private", "municipal_council"},
}


def _everything_for(name: str) -> Setting:
    """A setting in which `name` is of the case, the superior of a body in it and its overseer, and acts for a public body."""
    related = {RelationKind.HIERARCHICAL, RelationKind.COUNCIL_OVERSIGHT}
    return Setting(
        bodies_in_case=(("organ", BodyClass.AGENCY), (name, BodyClass.AGENCY)),
        relations=frozenset(
            {*(Relation("organ", one, name) for one in related), Relation(name, RelationKind.ACTS_FOR, "organ")}
        ),
    )


def _with_role(kind: Kind, body_class: BodyClass) -> Addressee:
    role = "superior" if kind.roles and Role.RESPONSIBLE not in kind.roles else "responsible"
    return body("trupi", body_class, role, frozenset({"legislative_initiative", "by_law_author"}))


def _refusal(kind: Kind, addressees: list[Addressee], setting: Setting) -> ContentViolation:
    with pytest.raises(ContentViolation) as refused:
        check_addressees(kind, addressees, setting)
    return refused.value


def test_the_data_file_holds_the_kinds_of_the_mandate_each_once() -> None:
    assert list(kinds()) == KEYS
    check_versions(kinds().values())


@pytest.mark.parametrize(("key", "body_class"), list(product(KEYS, BodyClass)))
def test_every_kind_reaches_the_classes_of_the_mandate_and_no_other(key: str, body_class: BodyClass) -> None:
    kind = kinds()[key]
    addressee = _with_role(kind, body_class)
    if body_class.value in REACHES[key]:
        check_addressees(kind, [addressee], _everything_for("trupi"))
        return
    refused = _refusal(kind, [addressee], _everything_for("trupi"))
    expected = "addressee.not_to_a_body" if key == "litigation_advice" else "addressee.class"
    assert refused.code == (
        "addressee.court" if body_class is BodyClass.COURT and REACHES[key] and not kind.asks_information else expected
    )
    assert refused.field == "addressees.0.institution_id"


@pytest.mark.parametrize(("key", "role"), list(product(KEYS, Role)))
def test_every_kind_knows_its_roles(key: str, role: Role) -> None:
    kind = kinds()[key]
    if not REACHES[key]:
        return
    first = _with_role(kind, BodyClass(min(REACHES[key])))
    other = replace(first, institution_id="tjetri", key="tjetri", role=role)
    both = (_everything_for("trupi"), _everything_for("tjetri"))
    setting = Setting(
        bodies_in_case=tuple(dict.fromkeys(one for setting in both for one in setting.bodies_in_case)),
        relations=frozenset(one for setting in both for one in setting.relations),
    )
    allowed = {
        "remedy": set(Role),
        "practice_change": set(Role),
        "superior_notice": {Role.SUPERIOR, Role.FOR_INFORMATION},
        "law_reform": {Role.RESPONSIBLE, Role.FOR_INFORMATION},
    }.get(key, {Role.RESPONSIBLE})
    if role in allowed:
        check_addressees(kind, [first, other], setting)
    else:
        assert _refusal(kind, [first, other], setting).field == "addressees.1.role"


def test_somebody_must_answer_an_act_that_expects_it() -> None:
    refused = _refusal(kinds()["remedy"], [body("shkolla", "school", "for_information")], Setting())
    assert refused.code == "act.nobody_answers"
    assert _refusal(kinds()["remedy"], [], Setting()).code == "act.nobody_answers"
    check_addressees(kinds()["litigation_advice"], [], Setting())


def test_a_body_is_addressed_once() -> None:
    twice = [body("shkolla", "school"), body("shkolla", "school", "for_information")]
    assert _refusal(kinds()["remedy"], twice, Setting()).code == "addressee.twice"


def test_a_private_body_is_addressed_only_while_it_acts_for_a_public_one() -> None:
    home = body("shtepia", "private")
    assert _refusal(kinds()["remedy"], [home], Setting()).code == "addressee.acts_for_public_body"
    acting = Setting(relations=frozenset({Relation("shtepia", RelationKind.ACTS_FOR, "sherbimi")}))
    check_addressees(kinds()["remedy"], [home], acting)


def test_a_superior_is_one_on_that_day_of_a_body_of_the_case_or_of_the_letter() -> None:
    letter = [body("zvap", "agency"), body("drap", "agency", "superior")]
    assert _refusal(kinds()["remedy"], letter, Setting()).code == "addressee.not_superior"
    check_addressees(kinds()["remedy"], letter, Setting(relations=frozenset({hierarchical("zvap", "drap")})))
    upside_down = Setting(relations=frozenset({hierarchical("drap", "zvap")}))
    assert _refusal(kinds()["remedy"], letter, upside_down).field == "addressees.1.role"
    oversight = Setting(relations=frozenset({Relation("zvap", RelationKind.LEGALITY_OVERSIGHT, "drap")}))
    assert _refusal(kinds()["remedy"], letter, oversight).code == "addressee.not_superior"


def test_a_municipality_has_no_superior_and_the_prefect_is_not_made_one() -> None:
    relations = frozenset(
        {Relation("bashkia", RelationKind.LEGALITY_OVERSIGHT, "prefekti"), hierarchical("zvap", "drap")}
    )
    assert superiors("bashkia", relations) == ()
    assert superiors("zvap", relations) == ("drap",)
    setting = Setting(bodies_in_case=(("bashkia", BodyClass.MUNICIPALITY),), relations=relations)
    notice = [body("prefekti", "prefect", "superior")]
    assert _refusal(kinds()["superior_notice"], notice, setting).code == "addressee.not_superior"


@pytest.mark.parametrize(
    ("addressee", "in_case", "relations", "allowed"),
    [
        (body("kuvendi", "assembly"), [("shkolla", BodyClass.SCHOOL)], [], False),
        (body("kuvendi", "assembly"), [("ministria", BodyClass.MINISTRY)], [], True),
        (
            body("ministria", "ministry"),
            [("shkolla", BodyClass.SCHOOL)],
            [hierarchical("shkolla", "zyra"), hierarchical("zyra", "ministria")],
            True,
        ),
        (
            body("ministria", "ministry"),
            [("shkolla", BodyClass.SCHOOL)],
            [
                hierarchical("shkolla", "zyra"),
                hierarchical("zyra", "drejtoria"),
                hierarchical("drejtoria", "ministria"),
            ],
            False,
        ),
        (body("ministria", "ministry"), [("ministria", BodyClass.MINISTRY)], [], True),
        (
            body("ministria", "ministry"),
            [("drejtoria", BodyClass.AGENCY)],
            [hierarchical("drejtoria", "ministria")],
            True,
        ),
        (body("ministria", "ministry"), [("bashkia", BodyClass.MUNICIPALITY)], [], False),
        (body("keshilli-i-ministrave", "ministry"), [("bashkia", BodyClass.MUNICIPALITY)], [], True),
        (body("keshilli-i-ministrave", "ministry"), [("shkolla", BodyClass.SCHOOL)], [], False),
        (body("shkolla", "school"), [("ministria", BodyClass.MINISTRY)], [], False),
        (
            body("amp", "agency"),
            [("komisariati", BodyClass.POLICE)],
            [Relation("komisariati", RelationKind.DISCIPLINARY, "amp")],
            True,
        ),
        (
            body("ministria", "ministry"),
            [("policia", BodyClass.POLICE)],
            [Relation("policia", RelationKind.POLITICAL, "ministria")],
            True,
        ),
        (
            body("ministria", "ministry"),
            [("policia", BodyClass.POLICE)],
            [Relation("policia", RelationKind.DATA_REPORTING, "ministria")],
            False,
        ),
    ],
)
def test_a_dismissal_is_proposed_only_to_a_body_with_that_power(
    addressee: Addressee, in_case: list[Any], relations: list[Relation], allowed: bool
) -> None:
    setting = Setting(bodies_in_case=tuple(in_case), relations=frozenset(relations))
    if allowed:
        check_addressees(kinds()["dismissal_proposal"], [addressee], setting)
    else:
        assert _refusal(kinds()["dismissal_proposal"], [addressee], setting).code == "addressee.power_of_dismissal"


def test_a_law_is_proposed_only_to_a_body_that_may_initiate_or_write_it() -> None:
    assert (
        _refusal(kinds()["law_reform"], [body("drejtoria", "agency")], Setting()).code
        == "addressee.legislative_or_by_law"
    )
    author = body("ministria", "ministry", powers=frozenset({"by_law_author"}))
    check_addressees(kinds()["law_reform"], [author], Setting())


@pytest.mark.parametrize(("key", "elsewhere"), list(product(KEYS, Elsewhere)))
def test_a_matter_before_court_or_prosecutor_bars_the_acts_that_would_interfere(key: str, elsewhere: Elsewhere) -> None:
    barred = {"remedy", "superior_notice", "head_notice", "oversight_notice", "dismissal_proposal"}
    bars = set(Elsewhere) - {Elsewhere.NONE} if key in barred else set()
    if key == "prosecution_referral":
        # art. 21 (ç): the office may ask a prosecutor to take up again what was stopped
        bars = set(Elsewhere) - {Elsewhere.NONE, Elsewhere.DECIDED_BY_PROSECUTOR}
    if elsewhere in bars:
        with pytest.raises(RuleViolation) as refused:
            check_not_barred(kinds()[key], elsewhere)
        assert refused.value.legal == ("suspend", "close", "request_information")
    else:
        check_not_barred(kinds()[key], elsewhere)


ITEM = Item("i1", "Të vihet në punë ngrohja", "Foto dhe akt marrjeje në dorëzim", date(2026, 5, 10))


@pytest.mark.parametrize(
    ("items", "code", "field"),
    [
        ([], "act.no_items", "items"),
        ([replace(ITEM, text=" ")], "item.needs_text", "items.0.text"),
        ([ITEM, replace(ITEM, evidence_expected="")], "item.needs_evidence_expected", "items.1.evidence_expected"),
        ([ITEM, replace(ITEM, due=None)], "item.needs_due", "items.1.due"),
        ([replace(ITEM, due=TODAY)], "item.due_past", "items.0.due"),
    ],
)
def test_an_item_says_what_by_when_and_what_would_show_it(items: list[Item], code: str, field: str) -> None:
    check_items(kinds()["remedy"], [ITEM], today=TODAY)
    check_items(kinds()["law_reform"], [ITEM, replace(ITEM, due=None)], today=TODAY)
    with pytest.raises(ContentViolation) as refused:
        check_items(kinds()["remedy"], items, today=TODAY)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_referral_needs_no_evidence_of_implementation() -> None:
    bare = [replace(ITEM, evidence_expected="")]
    check_items(kinds()["prosecution_referral"], [replace(ITEM, evidence_expected="", due=None)], today=TODAY)
    with pytest.raises(ContentViolation) as refused:
        check_items(kinds()["remedy"], bare, today=TODAY)
    assert refused.value.code == "item.needs_evidence_expected"


@pytest.mark.parametrize("missing", ["title", "grounds"])
def test_an_act_needs_the_fields_of_its_kind(missing: str) -> None:
    with pytest.raises(ContentViolation) as refused:
        check_fields(kinds()["remedy"], {"title", "grounds"} - {missing})
    assert refused.value.field == missing


def test_the_whole_act_is_checked_in_one_call() -> None:
    school = [body("shkolla", "school")]
    check_act(kinds()["remedy"], [ITEM], school, Setting(), filled={"title", "grounds"}, today=TODAY)
    barred = Setting(elsewhere=Elsewhere.PENDING_BEFORE_COURT)
    with pytest.raises(RuleViolation, match="pending_before_court"):
        check_act(kinds()["remedy"], [ITEM], school, barred, filled={"title", "grounds"}, today=TODAY)
    for changed in ({"filled": {"title"}}, {"filled": {"title", "grounds"}, "today": date(2026, 6, 1)}):
        with pytest.raises(ContentViolation):
            check_act(kinds()["remedy"], [ITEM], school, Setting(), **{"today": TODAY, **changed})  # type: ignore[arg-type]  # each case changes one argument
    with pytest.raises(ContentViolation, match="nobody is asked"):
        check_act(kinds()["remedy"], [ITEM], [], Setting(), filled={"title", "grounds"}, today=TODAY)


def test_a_matter_of_the_judiciary_goes_to_the_body_competent_for_it() -> None:
    competence = {"judge": ["ild"], "court_administration": ["klgj"]}
    check_judicial_matter("judge", [body("ild", "judicial_oversight")], competence)
    with pytest.raises(ContentViolation, match="not competent"):
        check_judicial_matter("court_administration", [body("ild", "judicial_oversight")], competence)
    with pytest.raises(ContentViolation, match="no body is known"):
        check_judicial_matter("bailiff", [body("ild", "judicial_oversight")], competence)


def _entry(**changes: Any) -> dict[str, Any]:
    first: dict[str, Any] = document("kinds.yaml")["kinds"][0]
    return {**first, **changes}


@pytest.mark.parametrize("judicial", sorted(UNPRESSED))
def test_no_data_file_can_have_the_judiciary_pressed_or_rated(judicial: BodyClass) -> None:
    bare = {"classes": [judicial.value], "class_rules": {}, "ladder": None, "counts_in_compliance": False}
    bare |= {"orders": False, "required_item_fields": ["text"]}
    if judicial is BodyClass.COURT:
        with pytest.raises(ValueError, match="never addressed otherwise"):
            read_kind(_entry(**bare), {})
        bare["case_step"] = "request_information"
    assert read_kind(_entry(**bare), {}).classes == {judicial}
    for change in ({"ladder": "administrative"}, {"counts_in_compliance": True}):
        with pytest.raises(ValueError, match="neither pressed nor rated"):
            read_kind(_entry(**{**bare, **change}), {})
    with pytest.raises(ValueError, match="nothing is ordered"):
        read_kind(_entry(**{**bare, "orders": True}), {})
    with pytest.raises(ValueError, match="asks for no day"):
        read_kind(_entry(**{**bare, "required_item_fields": ["text", "due"]}), {})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"key": None}, "key must be a text"),
        ({"classes": ["gjykata"]}, "not a valid BodyClass"),
        ({"classes": "school"}, "must be a list of texts"),
        ({"expects": "nothing"}, "roles that answer say otherwise"),
        ({"answering_roles": ["superior"], "roles": ["responsible"]}, "not among its roles"),
        ({"classes": []}, "institutions need classes"),
        ({"reply_form": None}, "names its reply form"),
        ({"rule": "e_panjohur"}, "no addressee rule"),
        ({"class_rules": {"private": "e_panjohur"}}, "no addressee rule"),
        ({"confirmed": "po"}, "must be true or false"),
        ({"valid_from": "1999"}, "must be a date"),
    ],
)
def test_a_fault_in_the_data_is_found_and_named_when_it_is_read(change: dict[str, Any], message: str) -> None:
    rules = {"acts_for_public_body": Rule("acts_for_public_body", ())}
    with pytest.raises(ValueError, match=message):
        read_kind(_entry(**change), rules)


@pytest.mark.parametrize(
    "entry",
    [
        {"requires_relation": {"from": "body_in_case", "kinds": ["acts_for"]}},
        {"requires_relation": {"from": "addressee", "kinds": ["vellazeri"]}},
        {"any_of": [{"color": "red"}]},
        {"class": "gjykata"},
        {"any_of": "po"},
    ],
)
def test_a_rule_nobody_can_read_is_refused(entry: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_rule("prove", entry)


def test_what_expects_nothing_has_nobody_who_answers() -> None:
    for kind in kinds().values():
        assert (kind.expects is Expects.NOTHING) is (not kind.answering_roles)
