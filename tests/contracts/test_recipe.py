"""CONTRIBUTING.md, "Add an event": done whole it passes; with any one step forgotten, a test names that step."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = (
    "shared", "services", "docs", "tests/contracts", "tests/intake", "tests/cases", "tests/partners",
    "tests/notifications", "README.md", "pyproject.toml", "node_modules/@asyncapi/specs",
)  # fmt: skip

EVENT = '''

class CaseRenamed(Event):
    """A case got another title."""

    type = "cases.case.renamed.v1"
    consumers = ("intake",)

    case_id = fields.UUID(required=True)
'''
PUBLISH = '''"""Renaming a case."""

from shared.events.catalogue import CaseRenamed
from shared.messaging.outbox import publish


def rename(session, case_id):
    publish(session, CaseRenamed, case_id, case_id=case_id)
'''
HANDLER = """

from shared.events.catalogue import CaseRenamed


@subscriptions.on(CaseRenamed)
def renamed(session, event):
    return None
"""
TEST = "def test_a_renamed_case_is_noted():\n    assert 'CaseRenamed'\n"


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text() + text)


def list_event(root: Path) -> None:
    catalogue = root / "shared/events/catalogue"
    append(catalogue / "cases.py", EVENT)
    append(catalogue / "__init__.py", "\nfrom shared.events.catalogue.cases import CaseRenamed\n")


def consumers_file(root: Path) -> Path:
    package = root / "services" / "intake" / "consumers"
    return package / "__init__.py" if package.is_dir() else package.with_suffix(".py")


def publish_file(root: Path) -> Path:
    package = root / "services" / "cases" / "actions"
    return package / "renaming.py"


STEPS = {
    "the class in the catalogue": list_event,
    "publish in the actions": lambda root: publish_file(root).write_text(PUBLISH),
    "the handler": lambda root: append(consumers_file(root), HANDLER),
    "make docs": lambda root: [run(root, "-m", "shared.events", what) for what in ("docs", "samples")],
    "a test of the handler": lambda root: (root / "tests/intake/test_renamed.py").write_text(TEST),
}
#: What the failing test must say when a step was forgotten.
NAMED = {
    "the class in the catalogue": "CaseRenamed",
    "publish in the actions": "publish(session, ['CaseRenamed'], …) is missing in its actions",
    "the handler": "add a handler in services/intake/consumers for ['cases.case.renamed.v1']",
    "make docs": "run `make docs`",
    "a test of the handler": "write a test of these handlers in tests/intake/: ['CaseRenamed']",
}


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *arguments], cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def original(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("original")
    for name in COPIED:
        source, target = ROOT / name, root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "node_modules", "build"))
        else:
            shutil.copy(source, target)
    return root


def promises(root: Path) -> subprocess.CompletedProcess[str]:
    files = ["tests/contracts/test_catalogue.py", "tests/contracts/test_docs.py"]
    chosen = "not that_docs_name and not name_their_tests and not states"
    return run(root, "-m", "pytest", *files, "--noconftest", "-q", "-p", "no:cacheprovider", "-k", chosen)


def followed(original: Path, tmp_path: Path, forgotten: str | None) -> Path:
    root = tmp_path / "clone"
    shutil.copytree(original, root)
    for step, take in STEPS.items():
        if step != forgotten:
            take(root)
    return root


def test_the_recipe_followed_to_the_end_passes(original, tmp_path):
    ran = promises(followed(original, tmp_path, None))
    assert ran.returncode == 0, ran.stdout[-3000:]


@pytest.mark.parametrize("forgotten", STEPS)
def test_a_forgotten_step_is_named(original, tmp_path, forgotten):
    ran = promises(followed(original, tmp_path, forgotten))
    assert ran.returncode != 0
    assert NAMED[forgotten] in ran.stdout, ran.stdout[-3000:]
