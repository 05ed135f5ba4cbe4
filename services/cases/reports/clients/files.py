"""Every file that is made of a report."""

import hashlib
from dataclasses import dataclass

from services.cases.reports.clients import page, paper, tables
from services.cases.reports.domain.content import LANGUAGES, Content, as_bytes

BOTH = "both"
MEDIA = {"html": "text/html", "pdf": "application/pdf", "csv": "text/csv", "json": "application/json"}


@dataclass(frozen=True)
class Made:
    """`language`: `both` of data."""

    language: str
    form: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def make(content: Content, *, draft: bool = False) -> list[Made]:
    """All files, data first. `draft`: the paper says that it is none."""
    data = [Made(BOTH, "json", as_bytes(content)), Made(BOTH, "csv", tables.as_bytes(content))]
    pages = [Made(language, "html", page.whole(content, language)) for language in LANGUAGES]
    return [*data, *pages, *(Made(one, "pdf", paper.as_bytes(content, one, draft=draft)) for one in LANGUAGES)]


def name_of(number: str, language: str, form: str) -> str:
    """What the file is called where it is kept."""
    return f"{number}.{form}" if language == BOTH else f"{number}-{language}.{form}"
