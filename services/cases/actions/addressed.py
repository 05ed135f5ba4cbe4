"""How a letter names those it is written to, and how it greets them."""

from collections.abc import Sequence
from datetime import date

from services.cases.data import Entry
from services.cases.data import acts as act_data
from shared.english import in_sentences
from shared.events.documents.cases import AddressedBody
from shared.typed import Unsent


def kept(text: str | Unsent) -> str:
    """What a copy says; nothing where it is of before that was said."""
    return "" if isinstance(text, Unsent) else text


def main(body: AddressedBody, entry: Entry, language: str, day: date) -> dict[str, str]:
    """In capitals, with its seat. A kind that goes to who leads a body addresses them by it, never by a name; a prefect is the office."""
    name = called(body, language)
    to = None if _is_head(body, entry) else entry.get(f"to_{language}")
    seat = act_data.seat(kept(body.seat), language, day)
    return {
        "name": (to.format(body=name, **in_sentences("body", name, language)) if to else name).upper(),
        "seat": seat,
    }


def called(body: AddressedBody, language: str) -> str:
    """As one writes to it: in Albanian in the dative."""
    return body.name("en") if language == "en" else kept(body.dative_sq) or body.name_sq


def greeting(bodies: Sequence[AddressedBody], entry: Entry, language: str, day: date) -> str:
    """One person is greeted, by their office; a body is not, nor are several."""
    if len(bodies) != 1:
        return ""
    (body,) = bodies
    own = None if _is_head(body, entry) else entry.get("salutation")
    return act_data.greetings(language, day).get(own or kept(body.institution_class), "")


def _is_head(body: AddressedBody, entry: Entry) -> bool:
    """Whether the body is called after who leads it."""
    return body.institution_class in entry.get("heads", ())
