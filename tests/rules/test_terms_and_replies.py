"""Rules 1 to 8 of the twenty that the software must get right: obligations, terms, replies, compliance."""

import shutil
from datetime import date, time

import pytest
import yaml

from services.cases import data
from tests.rules import office
from tests.rules.office import CASES
from tests.rules.world import body_id

TROPOJE, LEZHE, POLICE, MINISTRY = "bashkia-tropoje", "drap-lezhe", "dvp-kukes", "ministria-e-arsimit"
ACCEPTED = {"position": "accepted", "claimed": "in_process", "promised_date": "2026-06-01"}
ISSUED = date(2026, 3, 2)
#: After the day that was promised.
PAST_ITS_DAY = date(2026, 6, 2)
#: Thirty days after 2 March is Wednesday 1 April.
DUE = date(2026, 4, 1)


def test_rule_01_a_letter_to_n_bodies_with_m_items_makes_n_times_m_obligations(world):
    with world.on(ISSUED):
        act = office.act_to(world, TROPOJE, LEZHE, POLICE, items=2, informed=[MINISTRY])
        owed = office.obligations(world, act["id"])
        assert len(owed) == 3 * 2
        assert len({(one["institution_id"], one["item_id"]) for one in owed}) == 6
        assert body_id(MINISTRY) not in {one["institution_id"] for one in owed}

        refused = {"position": "refused", "reasons": "Nuk kemi buxhet."}
        office.reply(world, TROPOJE, act["number"], ACCEPTED, refused)
        first, second = office.obligations(world, act["id"], TROPOJE)
        assert (first["reply"], second["reply"]) == ("accepted", "refused_with_reasons")
        for other in (LEZHE, POLICE):
            assert {one["reply"] for one in office.obligations(world, act["id"], other)} == {"none"}


def test_rule_02_a_changed_term_leaves_the_deadlines_of_letters_already_sent(world, tmp_path, monkeypatch):
    with world.on(ISSUED):
        before = office.act_to(world, TROPOJE, items=1)
        (owed,) = office.obligations(world, before["id"])
        term = world.staff("case_officer").get(f"{CASES}/obligations/{owed['id']}/clock")["term"]
    assert (term["value"], term["unit"], term["start_event"]) == (30, "calendar_days", "delivered")
    assert term["legal_basis"]
    assert data.term_on("reply_recommendation", ISSUED).valid_from == date(1999, 3, 2)

    with changed_term(tmp_path, monkeypatch, since=date(2026, 3, 10), value=15), world.on(date(2026, 3, 16)):
        after = office.act_to(world, TROPOJE, items=1)
        assert office.obligations(world, before["id"])[0]["reply_due"] == DUE.isoformat()
        assert office.obligations(world, after["id"])[0]["reply_due"] == "2026-03-31"
        world.tick()
        assert office.obligations(world, before["id"])[0]["reply_due"] == DUE.isoformat()


@pytest.mark.parametrize(
    ("issued", "due"),
    [
        pytest.param(date(2026, 3, 2), date(2026, 4, 1), id="the day of delivery is not counted"),
        pytest.param(date(2026, 4, 1), date(2026, 5, 4), id="day 30 is the feast of 1 May, then a weekend"),
        pytest.param(date(2026, 5, 7), date(2026, 6, 8), id="day 30 is a Saturday"),
    ],
)
def test_rule_03_the_deadline_counts_from_delivery_and_rolls_off_days_off_where_the_rule_says_so(world, issued, due):
    with world.on(issued):
        act = office.act_to(world, LEZHE, items=1)
        (owed,) = office.obligations(world, act["id"])
        assert owed["delivery"] == "delivered"
        assert owed["reply_due"] == due.isoformat()
        clock = world.staff("case_officer").get(f"{CASES}/obligations/{owed['id']}/clock")
        assert clock["due"]["day"] == due.isoformat()


def test_rule_03_a_term_whose_rule_does_not_roll_ends_on_a_saturday(world):
    with world.on(ISSUED):
        act = office.act_to(world, "kuvendi", kind="assembly_report", items=1)
        # Two months for the debate.
        assert office.obligations(world, act["id"])[0]["reply_due"] == "2026-05-02"


def test_rule_04_no_reply_becomes_true_by_itself_and_is_late_by_days_once_the_reply_is_there(world):
    with world.on(ISSUED):
        act = office.act_to(world, LEZHE, items=1)
    (owed,) = _on(world, DUE, lambda: office.obligations(world, act["id"]), at=time(21, 59, 50))
    assert owed["timeliness"]["reply"]["word"] == "due_in"
    # Midnight in Tirana is 22:00 UTC in summer time.
    (owed,) = _on(world, DUE, lambda: office.obligations(world, act["id"]), at=time(22, 0, 0))
    assert owed["timeliness"]["reply"] == {"word": "late", "days": 1}
    assert owed["reply"] == "none"
    with world.on(date(2026, 4, 2)):
        late = world.staff("case_officer").get(f"{CASES}/obligations", timeliness="late", institution=body_id(LEZHE))
        assert [one["id"] for one in late["items"]] == [owed["id"]]
        typed = {"assessment": "no_reply"}
        world.staff("case_officer").post(f"{CASES}/obligations/{owed['id']}/assessments", typed, 422)
    with world.on(date(2026, 4, 6)):
        office.reply(world, LEZHE, act["number"], ACCEPTED)
    with world.on(date(2026, 6, 1)):
        (owed,) = office.obligations(world, act["id"])
        assert (owed["reply"], owed["timeliness"]["reply"]) == ("accepted", {"word": "late", "days": 5})


def test_rule_05_an_acknowledgement_or_a_request_for_time_neither_stops_the_clock_nor_answers(world):
    with world.on(ISSUED):
        act = office.act_to(world, LEZHE, items=1)
        received = office.letter(world, LEZHE, act["number"])
        machine, path = world.machine(LEZHE), f"/partners/api/v1/dispatches/{received['id']}"
        machine.post(f"{path}/acknowledgement", {"document": received["document_digest"]})
        (owed,) = office.obligations(world, act["id"])
        assert (owed["delivery"], owed["reply"], owed["reply_due"]) == (
            "acknowledged",
            "acknowledgement_only",
            DUE.isoformat(),
        )
        machine.post(f"{path}/extension-requests", {"until": "2026-05-04", "reasons": "Presim buxhetin."})
        (owed,) = office.obligations(world, act["id"])
        assert (owed["reply"], owed["reply_due"]) == ("extension_asked", DUE.isoformat())
        # "It is being passed on" ends no term.
        forwarded = {"position": "forwarded", "reasons": "Ia përcollëm një organi tjetër."}
        office.reply(world, LEZHE, act["number"], forwarded)
    with world.on(date(2026, 4, 2)):
        (owed,) = office.obligations(world, act["id"])
        assert owed["timeliness"]["reply"] == {"word": "late", "days": 1}


def test_rule_06_accepting_changes_no_compliance_value(world):
    with world.on(ISSUED):
        act = office.act_to(world, LEZHE, items=1)
        office.reply(world, LEZHE, act["number"], ACCEPTED)
        (owed,) = office.obligations(world, act["id"])
        assert (owed["reply"], owed["assessed"], owed["confirmed"]) == ("accepted", "not_assessed", "not_asked")
        nothing_done = {"assessment": "not", "evidence": [office.SEEN], "reason": "Asgjë nuk u bë."}
        assert office.assess(world, owed["id"], 409, **nothing_done)["code"] == "assessment.not_yet_due"
    with world.on(PAST_ITS_DAY):
        office.assess(world, owed["id"], **nothing_done)
        (owed,) = office.obligations(world, act["id"])
        assert (owed["reply"], owed["assessed"]) == ("accepted", "not")


def test_rule_07_only_an_officer_finds_implemented_and_with_date_verifier_and_evidence(world):
    with world.on(ISSUED):
        act = office.act_to(world, LEZHE, items=1)
        claim = {"position": "accepted", "claimed": "implemented"}
        office.reply(world, LEZHE, act["number"], claim)
        (owed,) = office.obligations(world, act["id"])
        assert (owed["claimed"], owed["assessed"]) == ("implemented", "not_assessed")
        whole = {"assessment": "implemented", "on": "2026-03-02", "evidence": [office.SEEN]}
        path = f"{CASES}/obligations/{owed['id']}/assessments"
        world.machine(LEZHE).post(path, whole, 401)
        for lacking in ("on", "evidence"):
            office.assess(world, owed["id"], 422, **{name: value for name, value in whole.items() if name != lacking})
        office.assess(world, owed["id"], **whole)
        (found,) = office.obligation(world, owed["id"])["assessments"]
        assert (found["word"], found["on"]) == ("implemented", "2026-03-02")
        assert found["sources"] == [{**office.SEEN, "ref": ""}]
        assert found["by"] == str(world.people["case_officer"])


def test_rule_08_in_process_needs_a_promised_date_and_a_next_check_and_shows_as_overdue_after_it(world):
    with world.on(ISSUED):
        act = office.act_to(world, LEZHE, items=[{"text": "Masa", "evidence_expected": "Akti", "due": "2026-04-30"}])
        (owed,) = office.obligations(world, act["id"])
        whole = {"assessment": "in_process", "promised_date": "2026-05-04", "next_check": "2026-05-05"}
        for lacking in ("promised_date", "next_check"):
            office.assess(world, owed["id"], 422, **{name: value for name, value in whole.items() if name != lacking})
        office.assess(world, owed["id"], **whole)
        (owed,) = office.obligations(world, act["id"])
        assert owed["timeliness"]["implementation"]["word"] == "due_in"
    with world.on(date(2026, 5, 14)):
        (owed,) = office.obligations(world, act["id"])
        assert owed["assessed"] == "in_process"
        assert owed["timeliness"]["implementation"] == {"word": "late", "days": 10}


def _on(world, day, look, at):
    with world.on(day, at):
        return look()


class changed_term:  # noqa: N801 - reads as a sentence in `with`
    """The office edits terms.yaml: the term for replies gets a new version since a day."""

    def __init__(self, tmp_path, monkeypatch, *, since, value, **more):
        shutil.copytree(data.FOLDER, tmp_path / "data", dirs_exist_ok=True)
        file = tmp_path / "data" / "terms.yaml"
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        old = next(entry for entry in document["terms"] if entry["key"] == "reply_recommendation")
        new = {**old, "value": value, "valid_from": since, **more}
        old["valid_to"] = date.fromordinal(since.toordinal() - 1)
        document["terms"].append(new)
        file.write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
        self.patch, self.folder = monkeypatch, tmp_path / "data"

    def __enter__(self):
        self.patch.setattr(data, "FOLDER", self.folder)
        forget_data()

    def __exit__(self, *_):
        self.patch.undo()
        forget_data()


def forget_data():
    for read in vars(data).values():
        if hasattr(read, "cache_clear"):
            read.cache_clear()
