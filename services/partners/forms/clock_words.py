"""Why a reply is due on that very day, in sentences: what the office's event says in codes, days and counts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from shared import clock_words
from shared.clock_words import Account, Run
from shared.words import language


def sentences(explained: Mapping[str, Any], language: str) -> list[str]:
    """The sentences of shared/clock_words.py. `explained`: as `consumers` keeps it."""
    term, closed_on = explained["term"], explained.get("closed_on")
    account = Account(
        value=term["value"],
        unit=term["unit"],
        runs=[_run(line) for line in explained["lines"]],
        start_event=term.get("start_event", ""),
        closed_on=date.fromisoformat(closed_on) if closed_on else None,
    )
    return clock_words.sentences(account, language)


def groups(dues: Sequence[Any]) -> list[dict[str, Any]]:
    """Each explanation once, with the numbers of the items that it is of: most letters have one for all. `day`: the last one,
    none while the clock stands or once it has ended.
    """
    found: list[dict[str, Any]] = []
    for one in (one for one in dues if one.explained):
        same = next((group for group in found if group["explained"] == one.explained), None)
        if same is None:
            same = {"explained": one.explained, "day": one.reply_due, "items": []}
            found.append(same)
        same["items"].append(str(one.place + 1))
    return [{**group, "sentences": sentences(group["explained"], language())} for group in found]


def _run(line: Mapping[str, Any]) -> Run:
    days = {"first": date.fromisoformat(line["first"]), "last": date.fromisoformat(line["last"])}
    return Run(line["why"], days=line["days"], count=line["count"], **days)
