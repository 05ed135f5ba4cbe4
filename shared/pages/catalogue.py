"""Translations: `python -m shared.pages.catalogue extract | compile | check`.

Message ids are Albanian, so the English catalogue holds every message of `shared/` and `services/`. The Albanian one holds
only what WTForms and Flask-WTF say in English. The `.po` files are committed, without places and in the order of
their ids, so that a change of code moves nothing; the `.mo` files are built.

Babel's own command has three traps that this avoids: patterns that silently match nothing when another folder is named,
guessed ("fuzzy") translations, and a `--check` that is never satisfied once a message has a context.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from shared.pages.languages import TRANSLATIONS

if TYPE_CHECKING:
    from babel.messages.extract import _PyOptions

ROOT = Path(__file__).parents[2]
OUR_FOLDERS = ("services", "shared")
OUR_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
#: A call of one of them, whatever stands between name and parenthesis.
ASKED_FOR = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, OUR_KEYWORDS))})\s*\(".encode())
LIBRARIES = ("flask_wtf", "wtforms")
LIBRARY_KEYWORDS = {"gettext": None, "ngettext": (1, 2)}
# The header must say when; a date that moves would change the file on every run.
DATED = datetime(2026, 11, 24, tzinfo=UTC)

TITLES = {
    "project": "Besa",
    "version": "1",
    "msgid_bugs_address": "-",
    "last_translator": "-",
    "language_team": "-",
}

Key = tuple[str, str | None]


def messages_in_code(root: Path = ROOT) -> Catalog:
    """Return every message of our Python files and templates under `root`, with the files that it stands in."""
    with (root / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)
    ours = [str(root / folder) for folder in OUR_FOLDERS]
    found = extract_from_dir(
        root, methods, options, OUR_KEYWORDS, directory_filter=lambda path: path.startswith(tuple(ours))
    )
    return _collected((file, message, context) for file, _line, message, _comments, context in found)


def texts_of_code(
    file: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: "_PyOptions"
) -> Iterable[Any]:
    """What babel's own extractor finds in a Python file. It reads token by token, and five files in six ask for no text."""
    if not ASKED_FOR.search(file.read()):
        return ()
    file.seek(0)
    return extract_python(file, keywords, comment_tags, options)


def messages_of_libraries() -> Catalog:
    """Return what WTForms and Flask-WTF, as installed, can say to the reader of a form."""
    return _collected(_walk_libraries())


def wanted(root: Path = ROOT) -> dict[str, Catalog]:
    """Return for each language the messages that its catalogue must hold."""
    return {"en": messages_in_code(root), "sq": messages_of_libraries()}


def extract(translations: Path = TRANSLATIONS, root: Path = ROOT) -> None:
    """Rewrite the `.po` files: new messages come in empty, translations stay, what left the code is kept as obsolete."""
    for language, messages in wanted(root).items():
        path = _po(translations, language)
        merged = _merged(language, messages, _read(path, language))
        path.parent.mkdir(parents=True, exist_ok=True)
        written = io.BytesIO()
        write_po(written, merged, sort_output=True, no_location=True, width=0)
        path.write_bytes(written.getvalue())


def compile_all(translations: Path = TRANSLATIONS) -> None:
    """Build the `.mo` files beside the `.po` files; each is put in place whole, for processes that are reading it."""
    for path in sorted(translations.glob("*/LC_MESSAGES/*.po")):
        target = path.with_suffix(".mo")
        scratch = target.with_suffix(f".{os.getpid()}.tmp")
        with scratch.open("wb") as file:
            write_mo(file, _read(path, path.parents[1].name))
        scratch.replace(target)


def faults(translations: Path = TRANSLATIONS, root: Path = ROOT) -> list[str]:
    """Return one line per message that is missing, empty, guessed (fuzzy) or whose placeholders differ."""
    lines = []
    for language, messages in wanted(root).items():
        catalogue = _read(_po(translations, language), language)
        for message in _sorted(messages):
            fault = _fault(catalogue.get(message.id, message.context), catalogue)
            if fault:
                lines.append(f"{language}: {fault}: {_key(message)[0]!r}")
    return lines


def main(arguments: list[str] | None = None) -> int:
    """Run one command; `check` returns 1 and prints the faults when there are any."""
    parser = argparse.ArgumentParser(prog="python -m shared.pages.catalogue")
    parser.add_argument("command", choices=("extract", "compile", "check"))
    command = parser.parse_args(arguments).command
    if command == "check":
        found = faults()
        sys.stdout.writelines(f"{line}\n" for line in found)
        return 1 if found else 0
    if command == "extract":
        extract()
    else:
        compile_all()
    return 0


def _walk_libraries() -> Iterator[tuple[str, Any, str | None]]:
    for package in LIBRARIES:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            message = f"{package} is not installed"
            raise ModuleNotFoundError(message)
        found = extract_from_dir(Path(spec.origin).parent, [("**.py", "python")], keywords=LIBRARY_KEYWORDS)
        yield from ((package, message, context) for _file, _line, message, _comments, context in found)


def _collected(found: Iterable[tuple[str, Any, str | None]]) -> Catalog:
    catalogue = Catalog()
    for file, message, context in found:
        catalogue.add(message, locations=[(file, 0)], context=context)
    return catalogue


def _merged(language: str, messages: Catalog, existing: Catalog) -> Catalog:
    known = {_key(message): message for message in [*existing.obsolete.values(), *_sorted(existing)]}
    header = f"# {language}: see shared/pages/catalogue.py; written by its command `extract`."
    merged = Catalog(language, header_comment=header, creation_date=DATED, revision_date=DATED, fuzzy=False, **TITLES)
    for message in _sorted(messages):
        translated = known.pop(_key(message), None)
        string = translated.string if translated and isinstance(translated.id, type(message.id)) else None
        flags = [*message.flags, *(["fuzzy"] if translated and translated.fuzzy else [])]
        merged.add(message.id, string, message.locations, flags, context=message.context)
    merged.obsolete = {key[0]: message for key, message in sorted(known.items(), key=str) if _is_filled(message)}
    return merged


def _fault(message: Message | None, catalogue: Catalog) -> str:
    if message is None or not _is_filled(message):
        return "not translated"
    if message.fuzzy:
        return "fuzzy"
    return "; ".join(str(error) for error in message.check(catalogue))


def _is_filled(message: Message) -> bool:
    strings = [message.string] if isinstance(message.string, str) else list(message.string or [""])
    return all(strings)


def _sorted(catalogue: Catalog) -> list[Message]:
    return sorted((message for message in catalogue if message.id), key=lambda message: str(_key(message)))


def _key(message: Message) -> Key:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context)


def _po(translations: Path, language: str) -> Path:
    return translations / language / "LC_MESSAGES" / "messages.po"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


if __name__ == "__main__":
    sys.exit(main())
