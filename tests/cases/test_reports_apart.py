"""A report about many letters keeps those apart of which nobody read the day of delivery: they only count as delivered."""

from dataclasses import replace

from services.cases import timers
from shared import clock
from tests.cases.bench import today
from tests.cases.ladder_world import Silence, after
from tests.cases.test_delivery import leave, post

HEADING = "Letra që quhen të dorëzuara: dita e vërtetë e dorëzimit nuk u bë e ditur"


def pressed(silence):
    """Both reminders, and a superior who is none: the report is next. Returns its day."""
    day = after(silence.owed[0]["reply_due"])
    for rung in ("reminder", "second_reminder"):
        with silence.on(day):
            sent = silence.send(silence.story.officer, rung)
            assert sent.status_code == 201, sent.json
        day = after(day, 10)
    with silence.on(day):
        taken = silence.send(silence.story.approver, "hierarchical_superior", alternative="assembly_report")
        assert taken.json["state"] == "sent", taken.json
    return after(day, 10)


def test_a_report_about_letters_of_several_cases_is_a_matter_of_its_own_in_the_protocol_book(
    story, bench, commissioner
):
    publisher = bench.person("publisher")
    bench.body("assembly")
    silences = []
    for case_id in (story.case_id, bench.admit()):
        body, of_case = bench.body("agency"), replace(story, case_id=case_id).with_findings()
        silences.append(Silence(of_case, body, of_case.issue(body), commissioner, publisher))
        bench.deliver(silences[-1].act, body)
    day = max(pressed(one) for one in silences)
    with silences[0].on(day):
        letters = [one["id"] for one in silences[0].draft() if one["rung"] == "assembly_report"]
        wanted = {"letters": letters, "title": "Dy organe", "measures": ["Të thirren titullarët."]}
        report = commissioner.post("/rung-letters/reports", wanted).json["act"]
        issued = silences[0].issue(report, approves=story.approver, issues=commissioner)
    later = [one.story.issue(one.body)["protocol"] for one in silences]
    bases = [one.act["protocol"].partition("/")[0] for one in silences]
    assert (len(set(bases)), "/" in issued["protocol"]) == (2, False), "it begins a row of its year"
    assert [one.partition("/")[0] for one in later] == bases, "the cases go on under their own numbers"


def test_a_letter_that_only_counts_as_delivered_stands_under_its_own_heading(story, bench, commissioner):
    bench.body("assembly")
    publisher, story = bench.person("publisher"), story.with_findings()
    silences = []
    for _place in range(2):
        body = bench.body("agency")
        silences.append(Silence(story, body, story.issue(body), commissioner, publisher))
    deemed, known = silences
    post(deemed, "to_post")
    leave(deemed)
    bench.deliver(known.act, known.body)
    with known.on(after(today(), 12)):
        timers.deem_delivered(bench.platform, clock.utc_now())
    day = max(pressed(one) for one in silences)
    with known.on(day):
        letters = {one["institution_id"]: one["id"] for one in known.draft() if one["rung"] == "assembly_report"}
        wanted = {
            "letters": [letters[str(one.body.id)] for one in silences],
            "title": "Dy organe që nuk përgjigjen",
            "measures": ["Të thirren titullarët në komision."],
        }
        joined = commissioner.post("/rung-letters/reports", wanted)
        assert joined.status_code == 201, joined.json
        grounds = commissioner.get(f"/recommendations/{joined.json['act']}").json["grounds"]
    read, unread = grounds.split(HEADING)
    assert (known.act["number"] in read, deemed.act["number"] in read) == (True, False)
    assert (known.act["number"] in unread, deemed.act["number"] in unread) == (False, True)
    assert "letra quhet e dorëzuar te" in unread and "letra iu dorëzua" not in unread
    assert "letra iu dorëzua" in read and "quhet e dorëzuar" not in read
