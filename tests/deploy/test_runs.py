"""A test run that was killed is cleaned up by the next one, and a running one is left alone."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests import runs


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(runs, "RUNS", tmp_path / "runs")
    monkeypatch.setenv(runs.VARIABLE, os.environ[runs.VARIABLE])
    (tmp_path / "runs").mkdir()
    return tmp_path / "runs"


def test_what_a_dead_run_noted_is_cleaned_up_and_its_folder_goes(folder: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    leave(folder / str(ended.pid), containers=["abc"])
    cleaned: list[runs.Record] = []

    runs.begin(cleaned.append)

    assert {"containers": ["abc"]} in cleaned
    assert not (folder / str(ended.pid)).exists()


def test_a_run_that_goes_on_is_left_alone(folder: Path) -> None:
    leave(folder / str(os.getppid()), containers=["abc"])
    cleaned: list[runs.Record] = []

    runs.begin(cleaned.append)

    assert {"containers": ["abc"]} not in cleaned
    assert (folder / str(os.getppid())).exists()


def test_what_was_made_before_a_failure_is_noted(folder: Path) -> None:
    run = runs.begin(lambda _record: None)

    with suppress(RuntimeError), runs.record(run) as kept:
        kept["databases"] = ["half_made"]
        raise RuntimeError

    cleaned: list[runs.Record] = []
    runs.end(run, cleaned.append)
    assert cleaned == [{"databases": ["half_made"]}]


def leave(run: Path, **content: object) -> None:
    run.mkdir()
    with runs.record(run) as kept:
        kept.update(content)
