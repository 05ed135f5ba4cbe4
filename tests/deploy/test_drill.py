"""The drill at small size: everything is lost, comes back, and says itself what is missing."""

import shutil
import tempfile
from pathlib import Path

import pytest

from deploy import SERVICES
from deploy.drill.running import Drill

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


def test_what_is_lost_while_people_write_comes_back_and_what_is_missing_is_told() -> None:
    root, told = Path(tempfile.mkdtemp()), []
    drill = Drill(root, 0.02, told.append)
    drill.run()
    assert list(drill.times) == ["load made", "backup", "restore", "declared", "start"]
    assert all("set back to an earlier time" in drill.said[service] for service in SERVICES)
    assert [line.split()[0] for line in drill.said["all"].splitlines() if "epoch 2 has begun" in line] == [*SERVICES]
    assert drill.said["again"].splitlines() == [f"{service:13} was not set back" for service in SERVICES]
    assert len(drill.during) > 1
    shutil.rmtree(root)
