"""What is concluded from where a database stands and what the file outside says of it: the table, case by case."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.witness.file import Record
from shared.witness.standing import SENTENCES, Standing, judge

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
FILE = Record(installation="ours", n=6, nonce="0" * 32, system_id="7", timeline=1, lsn="0/5", oid=5, epoch=1)
THERE = Standing("7", 1, "0/5", 5, NOW, True, 1, "ours", 6, NOW, True)
BACK = replace(THERE, newest=4, knows=False)


@pytest.mark.parametrize(
    ("kind", "record", "standing", "name"),
    [
        ("same", FILE, THERE, ""),
        ("same", FILE, replace(THERE, lsn="0/9", newest=7), "ours"),
        ("failover", FILE, replace(THERE, timeline=2), ""),
        ("upgraded", FILE, replace(THERE, system_id="8"), ""),
        ("moved", FILE, replace(THERE, oid=9), ""),
        ("snapshot", FILE, replace(BACK, lsn="0/3"), ""),
        ("recovered", FILE, replace(BACK, timeline=2, lsn="0/9"), ""),
        ("loaded_here", FILE, replace(BACK, oid=9, lsn="0/9"), ""),
        ("loaded_elsewhere", FILE, replace(BACK, system_id="8"), ""),
        ("loaded_elsewhere", FILE, Standing("8", 1, "0/1", 5, NOW, False), ""),
        ("snapshot", FILE, replace(BACK, newest=0, installation=None), ""),
        ("first_start", None, replace(BACK, newest=0, installation=None), ""),
        ("first_start", replace(FILE, n=0, nonce=""), BACK, ""),
        ("no_file", None, THERE, ""),
        ("other_installation", FILE, THERE, "staging"),
        ("other_installation", FILE, replace(THERE, installation="another"), ""),
    ],
)
def test_a_restart_is_told_from_every_restore(kind, record, standing, name):
    assert judge(record, standing, name).kind == kind
    assert SENTENCES[kind].endswith(".")
