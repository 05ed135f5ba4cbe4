"""The letters of the office as PDF, by its templates."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from services.cases import data
from shared import typesetting

TEMPLATES = Path(data.__file__).parent / "letters"


class Letterhead:
    """What the office gives for the head of its letters: the drawing of its coat of arms, empty where it gave none."""

    arms = ""


def use_arms(path: str) -> None:
    """Every letter of this process bears the picture in that file. Raises ValueError for one that cannot be used."""
    Letterhead.arms = typesetting.arms_of(path)


def pdf(content: Mapping[str, object], day: date, folder: Path = TEMPLATES, *, template: str = "letter.typ") -> bytes:
    """The letter `content`, what the template of the folder reads, as PDF dated `day`."""
    return typesetting.pdf(content, day, folder, template=template, arms=Letterhead.arms)


def picture(content: bytes, media_type: str, title: str, language: str, day: date) -> bytes:
    """A JPEG or PNG on a page under its title."""
    return typesetting.picture_page(content, media_type, {"title": title, "language": language}, day, TEMPLATES)
