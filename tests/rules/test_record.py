"""Rules 18 to 20 of the twenty: figures, rights, the record."""

import io
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import psycopg
import pytest

from tests.rules import office
from tests.rules.office import CASES

TROPOJE, LEZHE, POLICE = "bashkia-tropoje", "drap-lezhe", "dvp-kukes"
ISSUED = date(2026, 3, 2)
ACCEPTED = {"position": "accepted", "claimed": "in_process", "promised_date": "2026-06-01"}


def test_rule_18_each_percentage_states_unit_and_denominator_and_a_past_figure_stays(world):
    with world.on(ISSUED):
        act = office.act_to(world, TROPOJE, LEZHE, POLICE, items=2)
        office.act_to(world, "prokuroria-tirane", kind="prosecution_referral", items=1)
        refused = {"position": "refused", "reasons": "Nuk kemi buxhet."}
        office.reply(world, LEZHE, act["number"], refused, ACCEPTED)
        (owed, _) = office.obligations(world, act["id"], POLICE)
        office.assess(world, owed["id"], assessment="implemented", on="2026-03-02", evidence=[office.SEEN])
    with world.on(date(2026, 4, 10)):
        now = world.staff("approver").get(f"{CASES}/compliance")
        for split in now["figures"]["splits"]:
            assert split["unit"] in {"letters", "items", "obligations"}
            assert sum(share["numerator"] for share in split["shares"]) == split["denominator"]
            assert sum(share["numerator"] for share in split["historical_2021"]) == split["denominator"]
            shares = [*split["shares"], *split["historical_2021"]]
            assert [share["percent"] for share in shares] == [
                Decimal(share["numerator"] * 100 / split["denominator"]).quantize(Decimal(1), ROUND_HALF_UP)
                for share in shares
            ]
        (by_obligation,) = [one for one in now["figures"]["splits"] if one["unit"] == "obligations"]
        # Six of administrative bodies; what went to the prosecution is outside.
        assert by_obligation["denominator"] == 6
        path = f"{CASES}/compliance"
        then = world.staff("approver").get(path, on="2026-04-09")
        assert (then["day"], then["known"]) == ("2026-04-09", "2026-04-10")
    with world.on(date(2026, 8, 3)):
        for one in office.obligations(world, act["id"], LEZHE):
            office.assess(world, one["id"], assessment="implemented", on="2026-08-03", evidence=[office.SEEN])
        assert world.staff("approver").get(path, on="2026-04-09")["figures"] == then["figures"]


def test_rule_19_each_case_has_an_article_of_the_convention_and_counts_once_per_cluster(world):
    with world.on(ISSUED):
        opened = {"trigger": {"kind": "media", "source": "Një gazetë"}, "memo": "Memo.", "title": "Transporti"}
        post = world.staff("approver").post
        post(f"{CASES}/cases", {**opened, "rights": []}, 422)
        post(f"{CASES}/cases", {**opened, "rights": ["999"]}, 422)
        case = post(f"{CASES}/cases", {**opened, "rights": ["28", "28.2", "37.a"]}, 201)
        assert case["rights"] == ["28", "28.2", "37.a"]
        figures = world.staff("approver").get(f"{CASES}/rights")
        touched = [one for one in figures["clusters"] if one["cases"]]
        # Three articles, two of them in one cluster: one case, once in each.
        assert (figures["cases"], {one["cases"] for one in touched}) == (1, {1})
        assert len(touched) == 2


def test_rule_20_what_happened_is_append_only_and_a_correction_is_a_new_entry(world):
    with world.on(ISSUED):
        act = office.act_to(world, LEZHE, items=1)
        office.reply(world, LEZHE, act["number"], ACCEPTED)
        (owed,) = office.obligations(world, act["id"])
        found = {"assessment": "implemented", "on": "2026-03-02", "evidence": [office.SEEN]}
        office.assess(world, owed["id"], **found)
        office.assess(world, owed["id"], assessment="not_assessed", reason="Akti nuk u zbatua.")
        said = [one["word"] for one in office.obligation(world, owed["id"])["assessments"]]
        assert said == ["implemented", "not_assessed"]
        changes = {
            "reply": "UPDATE reply SET version = 7",
            "assessment": "DELETE FROM assessment",
            "escalation": "TRUNCATE escalation",
            "clock_entry": "UPDATE clock_entry SET reason = 'x'",
            "audit_entry": "DELETE FROM audit_entry",
        }
        url = world.platform("cases").settings.database_url.replace("+psycopg", "")
        for table, change in changes.items():
            with pytest.raises(psycopg.Error), psycopg.connect(url) as connection:
                connection.execute(change)
            assert table
        rows = world.rows("cases", "SELECT actor, at, action FROM audit_entry WHERE object_id = :id", id=owed["id"])
        assert {row.action for row in rows} >= {"obligation.assessed"}
        assert all(row.actor and row.at for row in rows)


def test_rule_20_what_parliament_recommends_to_the_office_is_tracked_with_the_same_machinery(world):
    row = "assembly,Rezoluta 7,Rezolutë,2026-03-02,2026-03-02,1,Të raportohet çdo vit.,2026-06-30,assembly_debate"
    content = f"issuer,number,title,issued_on,received_on,item,text,due,term\n{row}\n".encode()
    with world.on(date(2026, 3, 2)):
        leader = world.staff("approver")
        for apply in ("false", "true"):
            file = {"file": (io.BytesIO(content), "kuvendi.csv")}
            path = f"{CASES}/incoming/imports?apply={apply}"
            looked = world.call("POST", path, leader.headers(), data=file).json
            assert (looked["applied"], looked["counts"]["new"]) == (apply == "true", 1)
        (item,) = leader.get(f"{CASES}/incoming")["items"]
        assert (item["reply_due"], item["timeliness"]["reply"]["word"]) == ("2026-05-02", "due_in")
    with world.on(date(2026, 5, 7)):
        officer = world.staff("case_officer")
        (late,) = officer.get(f"{CASES}/incoming", timeliness="late")["items"]
        assert late["timeliness"]["reply"] == {"word": "late", "days": 5}
        path = f"{CASES}/incoming/{item['id']}"
        officer.post(f"{path}/reports", {"position": "accepted", "claimed": "implemented", "text": "U bë."})
        said = officer.post(f"{path}/reports", {"claimed": "implemented", "text": "U bë."})["item"]
        assert (said["claimed"], said["assessed"]) == ("implemented", "not_assessed")
        assert said["timeliness"]["reply"] == {"word": "late", "days": 5}
        assert officer.get(f"{CASES}/obligations")["items"] == []
