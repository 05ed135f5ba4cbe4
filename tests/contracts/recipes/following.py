"""What recipes are written with, and the clone in which they are followed."""

import filecmp
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.contracts.recipes.ready import Ran, ReadyPython

ROOT = Path(__file__).parents[3]
COPIED = (
    "shared",
    "services",
    "deploy",
    "docs",
    "tests",
    "README.md",
    "CONTRIBUTING.md",
    "pyproject.toml",
    "babel.cfg",
)
ENGLISH = "shared/pages/translations/en/LC_MESSAGES/messages.po"
#: Nothing writes there, and it is large.
LINKED = ("node_modules",)
#: Plugins are loaded by name: those that are not needed take as long as the promises.
#: What looks for forgotten exceptions collects all garbage five times at the end, over every tree of every file.
QUIET = (
    "-q",
    "--noconftest",
    "--tb=short",
    "-p",
    "pytest_timeout",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:unraisableexception",
)


class Clone:
    """A house of its own in which a recipe is followed."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def file(self, name: str) -> Path:
        """The file of a module, or of its package: `services/intake/consumers`; other files by their whole name."""
        package = self.root / name / "__init__.py"
        module = self.root / f"{name}.py"
        return next((path for path in (package, module) if path.exists()), self.root / name)

    def add(self, name: str, text: str) -> None:
        path = self.root / name
        assert not path.exists(), f"{name} is there already: the recipe adds something of its own"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def append(self, name: str, text: str) -> None:
        path = self.file(name)
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """A step may stand on another one: where that was forgotten there is nothing to replace."""
        path = self.file(name)
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    def touched(self, source: Path = ROOT) -> set[str]:
        """The files that are not as in the house that was copied, but what is built or compiled."""
        names = (path.relative_to(self.root) for name in COPIED for path in self._files(self.root / name))
        written = (name for name in names if "__pycache__" not in name.parts and name.suffix != ".mo")
        return {
            name.as_posix()
            for name in written
            if not (source / name).exists() or not filecmp.cmp(self.root / name, source / name)
        }

    def _files(self, path: Path) -> Iterator[Path]:
        return (file for file in path.rglob("*") if file.is_file()) if path.is_dir() else iter([path])

    def translate(self, english: Mapping[str, str]) -> None:
        """What `make translations` and its English leave behind: to collect all texts anew each time would take longest."""
        entries = "".join(f'msgid "{said}"\nmsgstr "{words}"\n\n' for said, words in english.items())
        head, rest = self.file(ENGLISH).read_text(encoding="utf-8").split("\n\n", 1)
        self.file(ENGLISH).write_text(f"{head}\n\n{entries}{rest}", encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )


@dataclass(frozen=True)
class Step:
    """`named` is what a test prints when this step was forgotten."""

    name: str
    take: Callable[[Clone], object]
    named: str


@dataclass(frozen=True)
class Recipe:
    """`title` is the heading in CONTRIBUTING.md, `promises` the tests that find what was forgotten."""

    title: str
    steps: tuple[Step, ...]
    promises: tuple[str, ...]

    def follow(self, python: ReadyPython, clone: Clone, forgotten: str | None = None) -> Ran:
        """All steps but one, then the promises, until one of them names the step."""
        sought = None
        for step in self.steps:
            if step.name != forgotten:
                step.take(clone)
            else:
                sought = step.named
        return python.run_tests(clone.root, [*QUIET, *self.promises], sought)


def copy_house(target: Path, source: Path = ROOT) -> Clone:
    """With compiled files: a clone that compiles everything anew takes twice as long."""
    for name in COPIED:
        if (source / name).is_dir():
            shutil.copytree(source / name, target / name, symlinks=True)
        else:
            shutil.copy2(source / name, target / name)
    for name in LINKED:
        (target / name).symlink_to(ROOT / name)
    return Clone(target)
