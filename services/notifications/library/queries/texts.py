"""The texts of the library that are compared with the sealed files before anybody reads them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from uuid import uuid5

from services.notifications.comparing.queries import Text
from services.notifications.library.models import PublicationVersion
from shared.documents import Documents
from shared.events.documents.cases import OfferedPart, OfferedText

#: Letters of files that are compared at once: about 20,000 words, which take intake two seconds.
LARGEST = 150_000
#: A book is compared once a day while it is a draft, and again at its hour.
HOLDS_FOR = timedelta(days=1)


def of_version(documents: Documents, version: PublicationVersion) -> list[Text]:
    """Titles and summaries, and with them what can be read in the files, a long one in several: a name may stand half in the title."""
    titles = {f"{one.language}.{name}": getattr(one, name) for one in version.texts for name in ("title", "summary")}
    return [Text("publication", version.id, titles), *_of_files(documents, version, titles)]


def unread(version: PublicationVersion) -> bool:
    """Whether the words of a file are not known yet."""
    return any(one.read_at is None for one in version.files)


def _of_files(documents: Documents, version: PublicationVersion, titles: Mapping[str, str]) -> Iterator[Text]:
    for file in version.files:
        read = documents.read(OfferedText, file.words).parts if file.words else ()
        for number, parts in enumerate(_together(read)):
            text_id = uuid5(version.id, f"{file.language}.{file.form}.{number}")
            yield Text("publication", text_id, {**titles, **parts}, HOLDS_FOR)


def _together(pages: Iterable[OfferedPart]) -> Iterator[dict[str, str]]:
    """Each begins with the page that ended the one before: a name may go on where a page ends."""
    parts: dict[str, str] = {}
    for page in pages:
        if parts and sum(map(len, parts.values())) + len(page.text) > LARGEST:
            yield parts
            parts = dict([parts.popitem()])
        parts[page.name] = page.text
    if parts:
        yield parts


def of_withdrawal(version: PublicationVersion) -> Text:
    """Why a version was withdrawn."""
    return Text("withdrawal", version.id, {"reason": version.reason or ""})
