"""docs/checklists.md: the life of a visit, what is asked on it, by which norm, and what a *not met* proposes, for jurists and visitors."""

import sys
from collections.abc import Iterator

from services.cases.visits import data
from services.cases.visits.domain.checklists import Checklist, Question
from services.cases.visits.domain.life import STEPS

_INTRO = (
    "Printed from `services/cases/data/checklists/` by `make docs`. A visit keeps the version that it was prepared with. ! marks what "
    "is critical, # what also asks for a number. *To be confirmed*: nobody of the office has read the paragraph named; such a "
    "norm is shown to staff and written into no letter."
)
_LIFE = (
    "Anything else is refused. The number is given when a visit begins; an unannounced one is known to its team and the commissioner alone until "
    "then, also once it was called off. What is not met is found when it is concluded: one finding for each first paragraph of the Convention that "
    "its questions name, in a case of the office's own initiative (trigger *inspection*), and one drafted remedy with an item for each question."
)
_HEAD = (
    "| key | question | as a child is asked | CRC | norm | look at | if not met | shown by | days |",
    "|" + "---|" * 9,
)


def whole() -> str:
    """The page, with every version of every checklist."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from ("# Visits and their checklists", "", _INTRO)
    yield from _life()
    for one in data.checklists():
        yield from _of(one)
    yield from ("", "## The norms", "", "| key | norm | |", "|---|---|---|")
    for key, norm in data.norms().items():
        read = "" if norm["confirmed"] else "to be confirmed"
        yield f"| {key} | {norm['name_sq']} / {norm['name_en']} | {read} |"


def _life() -> Iterator[str]:
    yield from ("", "## The life of a visit", "", _LIFE, "", "| a visit that is | may | and is then |", "|---|---|---|")
    for (state, step), target in STEPS.items():
        yield f"| {state.value.replace('_', ' ')} | {step.value.replace('_', ' ')} | {target.value.replace('_', ' ')} |"


def _of(one: Checklist) -> Iterator[str]:
    until = f" to {one.valid_to}" if one.valid_to else ""
    yield from ("", f"## `{one.key}`, version {one.version}: {one.name.sq} / {one.name.en}", "")
    yield f"{len(one.questions)} questions, in force from {one.valid_from}{until}; for: {', '.join(one.classes)}."
    for section in one.sections:
        yield from ("", f"### {section.name.sq} / {section.name.en}", "", *_HEAD)
        yield from (_row(question) for question in section.questions)


def _row(one: Question) -> str:
    marks = ("!" if one.critical else "") + ("#" if one.asks_number else "")
    child = f"{one.child.sq} / {one.child.en}" if one.child else ""
    cells = (
        f"`{one.key}`{marks}",
        f"{one.text.sq} / {one.text.en}",
        child,
        ", ".join(one.crc),
        ", ".join(one.norms),
        ", ".join(one.look),
        f"{one.item.sq} / {one.item.en}",
        data.evidence(one, "en"),
        str(one.days),
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(whole())
