"""An act or a publication as one line of news, in the reader's language: mails and issues tell it with the same words."""

from dataclasses import dataclass

from services.notifications.library import data
from services.notifications.library.models import PublicationVersion
from services.notifications.library.queries import public as library
from services.notifications.outlets.models import PublicAct
from services.notifications.outlets.queries import register_address


@dataclass(frozen=True)
class Item:
    """`about`: what it is and whose or for whom; `path`: where it is read; `language`: of the title."""

    title: str
    language: str
    about: str
    path: str


def of_act(act: PublicAct, language: str) -> Item:
    bodies = ", ".join(body.name(language) for body in act.bodies)
    about = f"{act.kind(language)} {act.number} – {bodies}"
    return Item(act.title or "", act.words_language or language, about, register_address(act, ""))


def of_version(version: PublicationVersion, language: str) -> Item:
    name = "name_en" if language == "en" else "name_sq"
    kind = data.entries("kinds")[version.publication.kind][name]
    audience = data.entries("audiences")[version.audience][name]
    text = version.text(language)
    return Item(text.title, text.language, f"{kind} – {audience}", library.address(version.publication_id))
