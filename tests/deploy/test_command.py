"""The one command `besa`: how it gets into an environment, what it leads to, and how it completes words."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.environment import environment, load_secrets

REPOSITORY = Path(__file__).parents[2]


def test_installing_it_fetches_nothing_and_gives_a_command_that_runs_from_anywhere(tmp_path: Path) -> None:
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps",
               "--no-warn-script-location", "--ignore-installed", "--prefix", str(tmp_path), "--editable", str(REPOSITORY)]  # fmt: skip
    subprocess.run(install, check=True, capture_output=True, timeout=120)
    [packages] = tmp_path.rglob("site-packages")
    assert (packages / "besa.pth").read_text().strip() == str(REPOSITORY)
    env = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run([next(tmp_path.rglob("bin/besa")), "--help"], capture_output=True, text=True, env=env, cwd=tmp_path, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert all(word in done.stdout for word in ("backup", "restore", "cases", "notifications"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("besa not", {"notifications"}),
        ("besa cases parked ", {"list", "show", "replay", "discard"}),
        ("besa cases tok", {"token"}),
        ("besa intake erase", {"erase-complaint"}),
        ("besa intake tok", set()),
        ("besa partners inst", {"institutions"}),
        ("besa backup v", {"verify"}),
    ],
)
def test_words_are_completed_down_to_the_commands_of_a_service(words: str, told: set[str]) -> None:
    env = {
        **os.environ,
        "_BESA_COMPLETE": "bash_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": str(len(words.split(" ")) - 1),
    }
    command = [sys.executable, "-c", "from deploy.besa.__main__ import main; main()"]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=REPOSITORY, check=False)
    assert {line.partition(",")[2] for line in done.stdout.split()} == told


def test_a_command_that_cannot_find_its_installation_says_so_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "deploy.besa", "--root", str(tmp_path), "cases", "parked", "list"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Error: There is no installation under {tmp_path}.\n"


AWAY = "postgresql+psycopg://besa_cases_app:x@127.0.0.1:1/besa_cases"


@pytest.mark.parametrize(
    "words",
    [
        "reconcile",
        "parked list",
        "audit verify",
        "replay",
        "find 01920000-0000-7000-8000-000000000001",
        "staff add x --role admin",
    ],
)
def test_a_database_that_is_away_is_said_in_one_sentence_and_the_status_is_1(words: str, tmp_path: Path) -> None:
    addresses = {"database": AWAY, "broker": "memory://", "public": "http://127.0.0.1:8000"}
    env = {**os.environ, **environment("cases", tmp_path, load_secrets(tmp_path), addresses), "SERVICE": "cases"}
    command = [sys.executable, "-m", "deploy.besa", "cases", *words.split()]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=REPOSITORY, check=False)
    said = [line for line in done.stderr.splitlines() if not line.startswith("{")]
    assert (done.returncode, done.stdout) == (1, "")
    assert said == ["Error: The database does not answer: is it up, and the address right? `besa doctor` looks."]
