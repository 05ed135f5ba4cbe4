"""Acts as they are drafted through the API."""

from typing import Any

from services.cases import data
from tests.cases.bench import Body, soon

#: Grounds of an application to the Constitutional Court, in all their parts.
APPLICATION = """Subjekte të interesuara
Kuvendi i Shqipërisë.
Rrethanat
Fëmija nuk u regjistrua.
Legjitimimi
Çështja lidhet me interesat e Avokatit të Popullit.
Norma që kundërshtohet
Neni 3 i ligjit.
Norma e Kushtetutës
Neni 57.
Shkaqet
Ligji i ndan fëmijët pa arsye."""


def ordered(kind: str) -> dict[str, str]:
    """By when and shown by what an item of such a kind is to be done; nothing where it orders nothing."""
    tells = any(one.key == kind and not one.orders for one in data.kinds())
    return {} if tells else {"evidence_expected": "Vendimi i masës", "due": soon()}


def draft_body(
    *bodies: Body, items: int | list[dict[str, Any]] = 2, kind: str = "remedy", **more: Any
) -> dict[str, Any]:
    """A draft to these bodies, all of them responsible; `items` as they are, or how many."""
    return {
        "kind": kind,
        "title": "Kthimi i fëmijës në shkollë",
        "grounds": APPLICATION if kind == "constitutional_review" else "E drejta për arsim nuk u respektua.",
        "items": items
        if isinstance(items, list)
        else [{"text": f"Masa {number}", **ordered(kind)} for number in range(1, items + 1)],
        "addressees": [{"institution_id": str(body.id), "role": "responsible"} for body in bodies],
        **more,
    }
