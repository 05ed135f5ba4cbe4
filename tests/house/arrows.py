"""Who leans on whom: imports per file, rooms, and circles of rooms. Imports for types only are left out of circles."""

import ast
from collections.abc import Callable, Iterable
from functools import lru_cache

import grimp

from tests.house.code import FOLDERS, Place, Source, code

Arrow = tuple[str, str]
HOUSES = ("services.intake", "services.cases", "services.partners", "services.notifications", "shared", "deploy")


def house_imports(file: Source) -> set[str]:
    """The modules of the house that its import statements name, each once: `from a.b import c, d` is the one `a.b`."""
    named = set()
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            named.add(node.module)
        elif isinstance(node, ast.Import):
            named |= {part.name for part in node.names}
    return {module for module in named if module.split(".")[0] in FOLDERS}


@lru_cache(maxsize=1)
def graph() -> grimp.ImportGraph:
    return grimp.build_graph(*FOLDERS, cache_dir=None, exclude_type_checking_imports=True)


@lru_cache(maxsize=1)
def arrows() -> frozenset[Arrow]:
    return frozenset(
        (importer, imported)
        for importer in graph().modules
        if ".migrations" not in importer
        for imported in graph().find_modules_directly_imported_by(importer)
    )


def circles(pairs: Iterable[Arrow]) -> list[list[str]]:
    """The strongly connected components of more than one node (Tarjan), each sorted, the largest first."""
    onward: dict[str, list[str]] = {}
    for source, target in sorted(set(pairs)):
        onward.setdefault(source, []).append(target)
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    closed: list[list[str]] = []

    def visit(node: str) -> None:
        order[node] = low[node] = len(order)
        open_.append(node)
        for target in onward.get(node, ()):
            if target not in order:
                visit(target)
            if target in open_:
                low[node] = min(low[node], low[target])
        if low[node] == order[node]:
            at = open_.index(node)
            closed.append(sorted(open_[at:]))
            del open_[at:]

    for node in onward:
        if node not in order:
            visit(node)
    return sorted((circle for circle in closed if len(circle) > 1), key=len, reverse=True)


def top_room(module: str) -> str:
    """In the whole house the rooms are the services, `shared` and `deploy`."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "services" and len(parts) > 1 else parts[0]


def room_of(house: str) -> Callable[[str], str]:
    """In one part of the house the rooms are what lies directly below it: a folder, or a file in no folder."""

    def room(module: str) -> str:
        below = module.removeprefix(f"{house}.")
        return f"{house}.{below.split('.')[0]}" if below != module else ""

    return room


def between(room: Callable[[str], str]) -> set[Arrow]:
    pairs = {(room(importer), room(imported)) for importer, imported in arrows()}
    return {(importer, imported) for importer, imported in pairs if importer != imported and importer and imported}


def rooms(files: list[Source], room: Callable[[str], str]) -> set[str]:
    return {room(file.module) for file in files} - {"", "services"}


def circles_of_rooms() -> dict[str, list[list[Place]]]:
    """Of the whole house (""), and within each of its parts: each circle as the import statements that make it."""
    floors = {"": top_room} | {house: room_of(house) for house in HOUSES}
    return {house: [lines_of(circle, room) for circle in circles(between(room))] for house, room in floors.items()}


def lines_of(circle: list[str], room: Callable[[str], str]) -> list[Place]:
    """The import statements that make a circle."""
    files = {file.module: file.path for file in code()}
    return sorted(
        Place(files[importer], detail["line_number"], detail["line_contents"])
        for importer, imported in arrows()
        if room(importer) != room(imported) and {room(importer), room(imported)} <= set(circle)
        for detail in graph().get_import_details(importer=importer, imported=imported)
    )


def between_actions(prefix: str = "services") -> set[Arrow]:
    """Arrows from a file of actions to another of the same."""
    return {
        (importer, imported)
        for importer, imported in arrows()
        if importer.startswith(f"{prefix}.") and {"actions"} <= set(importer.split(".")) & set(imported.split("."))
    }
