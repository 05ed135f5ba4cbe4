"""docs/checklists.md: what is asked on a visit, by which norm, and what a *not met* proposes, for jurists and visitors."""

import sys
from collections.abc import Iterator

from services.cases.visits import data
from services.cases.visits.domain.checklists import Checklist, Question

_INTRO = (
    "Printed from `services/cases/data/checklists/` by `make docs`. A visit keeps the version that it was prepared with. ! marks what "
    "is critical, # what also asks for a number. *To be confirmed*: nobody of the office has read the paragraph named. No visit is entered "
    "and no letter made of these lists yet."
)
_HEAD = (
    "| key | question | as a child is asked | CRC | norm | look at | if not met | shown by | days |",
    "|" + "---|" * 9,
)


def whole() -> str:
    """The page, with every version of every checklist."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield from ("# Checklists of visits", "", _INTRO)
    for one in data.checklists():
        yield from _of(one)
    yield from ("", "## The norms", "", "| key | norm | |", "|---|---|---|")
    for key, norm in data.norms().items():
        read = "" if norm["confirmed"] else "to be confirmed"
        yield f"| {key} | {norm['name_sq']} / {norm['name_en']} | {read} |"


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
