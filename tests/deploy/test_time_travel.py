"""The walk through simulated months, as the command of the Makefile runs it: on a database server of its own."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LADDER = [
    "Reminder",
    "Second reminder",
    "Notice to the hierarchical superior",
    "Report to the Assembly",
    "Publication",
]
MUNICIPALITY, DIRECTORATE = "Bashkia Fier", "Drejtoria Rajonale e Arsimit Parauniversitar Korçë"
STEP = re.compile(r"^\w+ \d+ \w+ \d{4} \(day (\d+)\) — (.+?): ([A-Za-z ]+) is due; it may be sent by: ([A-Za-z ]+)$")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deploy.time_travel", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.long
@pytest.mark.timeout(900)
def test_silent_bodies_go_up_every_rung_and_each_date_is_explained() -> None:
    walked = run()
    assert (walked.returncode, walked.stderr) == (0, "")
    steps: dict[str, list[tuple[int, str]]] = {}
    for block in walked.stdout.split("\n\n"):
        if found := STEP.match(block.splitlines()[0] if block else ""):
            day, body, rung, _sender = found.groups()
            steps.setdefault(body, []).append((int(day), rung))
            assert re.search(r"^ +sq: .+: dita \d+ pas .+\.$", block, re.MULTILINE), block
            assert re.search(r"^ +en: .+: day \d+ after .+\.$", block, re.MULTILINE), block
            assert "explained above" in block or "Dita e fundit për t'u përgjigjur është" in block, block
    for body in (MUNICIPALITY, DIRECTORATE):
        days = [day for day, _rung in steps[body]]
        assert list(dict.fromkeys(rung for _day, rung in steps[body])) == LADDER
        assert days == sorted(set(days))
    superiors = [rung for _day, rung in steps[DIRECTORATE]].count("Notice to the hierarchical superior")
    assert (superiors, [rung for _day, rung in steps[MUNICIPALITY]]) == (2, LADDER)
    assert (
        "It has no superior on this day; lawful instead: A letter to the head of the body in person; Notice to the municipal council"
        in walked.stdout
    )
    assert (
        "Notice and recommendation to the superior body to Agjencia Kombëtare e Arsimit Parauniversitar"
        in walked.stdout
    )
    assert "Notice to the body that oversees or directs to Këshilli Bashkiak Fier" in walked.stdout
    assert "Notice and recommendation to the superior body to Ministria e Arsimit" in walked.stdout
    assert not re.findall(r"\w+_\w+|[a-z]+\.[a-z]+_?[a-z]*$|[{}]", walked.stdout, re.MULTILINE)
    assert "Bashkia Lushnjë: a court takes the matter" in walked.stdout
    assert "No reminder, no notice, no report to the Assembly goes out" in walked.stdout
    assert "en: 31 January 2027 – 31 March 2027: a court or a prosecutor had the matter" in walked.stdout
    assert "Bashkia Kavajë: a court takes the matter; the promised day stands." in walked.stdout
    assert "1 May 2027 is a day off; the first working day after it is 5 May 2027." in walked.stdout
    assert "Bashkia Kukës: its letter still lies in the post book." in walked.stdout
    assert "Bashkia Kukës: the receipt came back; the letter was delivered on 2027-03-16." in walked.stdout
    assert "to Inspektori i Lartë i Drejtësisë stays where it was: no rung, ever." in walked.stdout
    check_what_is_told_besides(walked.stdout)


def check_what_is_told_besides(told: str) -> None:
    """Letters are quoted as they were issued, one never arrives, one is asked again by letter, and at the end it is said of each how it stands."""
    assert "Bashkia Mirditë: the matter comes back; it is asked again by a letter" in told
    assert "It is shown apart as asked again, it is late with nothing, and a reminder is refused." in told
    assert "the letter by which the institution is asked again had not reached it; these days are not counted." in told
    assert "dita e lëshimit" not in told
    assert "Bashkia Has: the letter came back again (unknown there)" in told
    assert "Bashkia Has: the head of the section closes the case: the letter could not be delivered." in told
    end = told.split("Both bodies went up every rung.")[1]
    for body in (
        MUNICIPALITY,
        DIRECTORATE,
        "Bashkia Kukës",
        "Bashkia Lushnjë",
        "Bashkia Kavajë",
        "Bashkia Has",
        "Bashkia Mirditë",
    ):
        assert f"{body}: " in end, body


def test_what_cannot_begin_says_why_and_ends_with_1(tmp_path: Path) -> None:
    taken = tmp_path / "file"
    taken.touch()
    refused = run("--root", str(taken))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert len(refused.stderr.splitlines()) == 1
