"""Every kind of entry that the code can write into the trail of cases, found in the code: its kind, what it is about, its details."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from services.cases.actions.deliveries import _STAMPS
from services.cases.actions.messages import UNREAD
from services.cases.domain.case import Step
from shared.events.catalogue.codes import TEXT_KINDS

ROOT = Path(__file__).parents[2]
PLACES = ("services/cases", "shared")
ACTIONS, FREEING = "services/cases/actions/", "shared/freeing/steps.py"
STEPS_OF_SUBJECTS = ("skip", "discard", "theirs")
#: Kinds that are put together while it runs: by file and expression, all that can come out.
PUT_TOGETHER = {
    (f"{ACTIONS}deliveries.py", "code"): [
        f"dispatch.{one}"
        for one in ("to_post", "sent", "returned", "failed", *(delivery.value for delivery in _STAMPS))
    ],
    (f"{ACTIONS}deliveries.py", "f'link.{event.step}'"): [
        f"link.{step}" for step in ("sent", "opened", "expired", "revoked", "failed")
    ],
    (f"{ACTIONS}messages.py", "code"): sorted(UNREAD.values()),
    (f"{ACTIONS}steps.py", "f'case.{step}'"): [f"case.{step}" for step in Step],
    ("services/cases/duty/actions/roster.py", "f\"{noun.replace('_', '.', 1)}_ended\""): [
        "duty.shift_ended",
        "duty.substitution_ended",
    ],
    **{
        (f"shared/second_factor/{name}.py", f"f'{{kept.subject}}.{end}'"): [f"staff.{end}"]
        for name, ends in {
            "codes": ("factor_added", "recovery_code_used", "code_refused"),
            "passkeys": ("passkey_added", "passkey_removed", "code_refused"),
        }.items()
        for end in ends
    },
    (FREEING, "f'subject.{step.kind}_agreed'"): [f"subject.{step}_agreed" for step in STEPS_OF_SUBJECTS],
    (FREEING, "f'subject.{step.kind}_refused'"): [f"subject.{step}_refused" for step in STEPS_OF_SUBJECTS],
    (FREEING, "f'subject.{kind}_asked'"): [f"subject.{step}_asked" for step in STEPS_OF_SUBJECTS],
}
#: What entries are about where that is found out while it runs, by the expression.
ABOUT = {
    "asked.object or 'audit'": ["audit"], "check.kind": list(TEXT_KINDS), "noun": ["duty_shift", "duty_substitution"],
    "kept.subject": ["staff"],
}  # fmt: skip
#: Details that are gathered before, by the expression behind `**`.
GATHERED = {
    "of": ["staff", "step", "absent", "stands_in"], "found": ["stops", "questions"],
    "told": ["roles", "active", "changes", "decision"],
}  # fmt: skip
#: Written by a migration (shared/sql/platform_0002.sql).
BY_MIGRATION = {"audit.chain_closed": {"hash"}}


@dataclass
class Found:
    """`details` by kind; `loose`: what is put together and stands in no table above."""

    details: dict[str, set[str]] = field(default_factory=dict)
    objects: set[str] = field(default_factory=set)
    loose: list[str] = field(default_factory=list)
    used: set[tuple[str, str]] = field(default_factory=set)


def everything() -> Found:
    found = Found(details={kind: set(names) for kind, names in BY_MIGRATION.items()})
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            # Every worker looks as it collects the tests: most files record nothing, and to read one as a tree takes long.
            if "/migrations/" not in str(path) and "audit.record" in (text := path.read_text(encoding="utf-8")):
                _read(found, str(path.relative_to(ROOT)), ast.parse(text))
    return found


def _read(found: Found, name: str, tree: ast.Module) -> None:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for function in functions:
        for call in _recordings(function):
            _, _, kind, about, *_ = call.args
            kinds = _kinds(found, name, tree, function, kind)
            if not kinds:
                found.loose.append(f"{name}: {ast.unparse(kind)}")
            details = set(_details(found, name, call))
            for one in kinds:
                found.details.setdefault(one, set()).update(details)
            found.objects |= set(_about(found, name, about))


def _recordings(function: ast.FunctionDef) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record":
            yield node


def _kinds(found: Found, name: str, tree: ast.Module, function: ast.FunctionDef, kind: ast.expr) -> set[str]:
    if isinstance(kind, ast.Constant):
        return {str(kind.value)}
    key = (name, ast.unparse(kind))
    if key in PUT_TOGETHER:
        found.used.add(key)
        return set(PUT_TOGETHER[key])
    return set(_assigned(function, key[1])) | set(_handed(tree, function, key[1]))


def _assigned(function: ast.FunctionDef, variable: str) -> Iterator[str]:
    """`code = "a.b" if … else "a.c"`"""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == variable:
            for one in (node.value.body, node.value.orelse) if isinstance(node.value, ast.IfExp) else (node.value,):
                assert isinstance(one, ast.Constant), ast.unparse(node)
                yield str(one.value)


def _handed(tree: ast.Module, function: ast.FunctionDef, variable: str) -> Iterator[str]:
    """What its callers in the same file give for that parameter."""
    names = [one.arg for one in function.args.args]
    if variable in names:
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == function.name:
                given = node.args[names.index(variable)]
                assert isinstance(given, ast.Constant), ast.unparse(node)
                yield str(given.value)


def _details(found: Found, name: str, call: ast.Call) -> Iterator[str]:
    for one in call.keywords:
        if one.arg:
            yield one.arg
        elif (gathered := ast.unparse(one.value)) in GATHERED:
            yield from GATHERED[gathered]
        else:
            found.loose.append(f"{name}: **{gathered}")


def _about(found: Found, name: str, about: ast.expr) -> Iterator[str]:
    if isinstance(about, ast.Constant):
        yield str(about.value)
    elif ast.unparse(about) in ABOUT:
        yield from ABOUT[ast.unparse(about)]
    else:
        found.loose.append(f"{name}: about {ast.unparse(about)}")
