"""One file name, one meaning; short files; nothing written twice; nothing that names one machine or one registry."""

import hashlib
import re
import subprocess
from collections import defaultdict
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).parents[2]
HARD_BUDGET = 400
SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "core", "lib"}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines() if (ROOT / name).is_file()]


TRACKED = tracked()
PYTHON = [path for path in TRACKED if path.suffix == ".py"]


def test_no_file_is_longer_than_the_hard_budget():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in PYTHON}
    over = {name: lines for name, lines in long.items() if lines > HARD_BUDGET}
    assert not over, f"make it a package with a file per noun: {over}"


def test_every_file_name_says_what_is_in_it():
    assert not [str(path.relative_to(ROOT)) for path in PYTHON if path.stem in SAYS_NOTHING]


def test_no_file_of_one_service_is_a_copy_of_anothers():
    by_content = defaultdict(list)
    for path in PYTHON:
        parts = path.relative_to(ROOT).parts
        if parts[0] == "services" and "migrations" not in parts and path.read_text().strip():
            by_content[hashlib.sha256(path.read_bytes()).hexdigest()].append("/".join(parts))
    assert not [names for names in by_content.values() if len(names) > 1]


REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs|npmjs\.org|deb\.debian|index-url|\"resolved\":|files\.pythonhosted"
)
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root)/")


def test_no_committed_file_names_a_registry_or_a_path_of_one_machine():
    found = []
    for path in TRACKED:
        if path == Path(__file__) or path.suffix in {".png", ".woff2"}:
            continue
        text = path.read_text(errors="replace")
        found += [
            f"{path.relative_to(ROOT)}: {match.group()}"
            for match in (REGISTRIES.search(text), MACHINE.search(text))
            if match
        ]
    assert not found


GRAPH = grimp.build_graph("services", "shared", cache_dir=None)
MODULES = sorted(module for module in GRAPH.find_descendants("shared") if not GRAPH.find_children(module))
#: Called from outside Python, by the shell or as a process of its own; and loaded by name, by `shared.spans` where a setting asks for it or by gunicorn.
ENTRANCES = {
    "shared.events.__main__",
    "shared.events.printed",
    "shared.pages.catalogue",
    "shared.otlp",
    "shared.server_log",
    "shared.files.limited",
    "shared.files.worker",
}


@pytest.mark.parametrize("module", [module for module in MODULES if module not in ENTRANCES])
def test_a_shared_module_has_two_users(module):
    """What is loaded by its name where a setting asks for it (`import_module`) is used too."""
    by_name = {
        "shared"
        for path in PYTHON
        if path.parts[len(ROOT.parts)] == "shared" and f'import_module("{module}")' in path.read_text()
    }
    importers = GRAPH.find_modules_that_directly_import(module) | by_name
    users = {name.split(".")[1] if name.startswith("services") else "shared" for name in importers}
    assert "shared" in users or len(users) > 1, f"{module} is used by {users or 'nobody'}: move or delete it"


FOLDERS = ["shared", *sorted(one for one in GRAPH.find_descendants("shared") if GRAPH.find_children(one))]


@pytest.mark.parametrize("folder", FOLDERS)
def test_in_no_folder_of_shared_do_imports_run_in_a_circle(folder):
    """Each folder within counts as one; imports for types alone count too."""
    depth, inside = folder.count(".") + 2, GRAPH.find_descendants(folder)
    uses = defaultdict(set)
    for module in inside:
        for used in GRAPH.find_modules_directly_imported_by(module) & inside:
            uses[".".join(module.split(".")[:depth])].add(".".join(used.split(".")[:depth]))
    # A module is no circle of its own; `static_order` raises CycleError with the names of one.
    order = TopologicalSorter({one: others - {one} for one, others in uses.items()}).static_order()
    assert list(order) or not uses


def test_what_the_image_copies_is_in_a_fresh_clone():
    names = {path.relative_to(ROOT).as_posix() for path in TRACKED}
    lines = [
        line.split()[1:] for line in (ROOT / "deploy" / "Dockerfile").read_text().splitlines() if line[:5] == "COPY "
    ]
    copied = [source for words in lines if not words[0].startswith("--") for source in words[:-1]]
    assert copied
    missing = [one for one in copied if not any(name == one or name.startswith(f"{one}/") for name in names)]
    assert missing == [], "these are built or ignored, and only a used checkout has them"
