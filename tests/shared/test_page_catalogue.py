"""The translators' commands: what is missing is named, and nothing else moves."""

import ast
from pathlib import Path

import pytest

from shared.pages import catalogue


@pytest.fixture
def small_repository(tmp_path: Path) -> Path:
    """A repository of one service with one template and one Python file."""
    templates = tmp_path / "services" / "demo" / "templates" / "demo"
    templates.mkdir(parents=True)
    (tmp_path / "babel.cfg").write_bytes((catalogue.ROOT / "babel.cfg").read_bytes())
    (tmp_path / "services" / "demo" / "forms.py").write_text('label = _l("Emri")\nother = "Jo mesazh"\n', "utf-8")
    (templates / "page.html").write_text('{{ _("Përshëndetje %(name)s", name=n) }}', "utf-8")
    return tmp_path


def translate(translations: Path, pairs: dict[str, str]) -> None:
    path = translations / "en" / "LC_MESSAGES" / "messages.po"
    text = path.read_text("utf-8")
    for message, translation in pairs.items():
        text = text.replace(f'msgid "{message}"\nmsgstr ""', f'msgid "{message}"\nmsgstr "{translation}"')
    path.write_text(text, "utf-8")


def english_faults(root: Path) -> list[str]:
    return [line for line in catalogue.faults(root / "po", root) if line.startswith("en")]


def test_a_message_without_english_is_named(small_repository: Path) -> None:
    catalogue.extract(small_repository / "po", small_repository)
    assert english_faults(small_repository) == [
        "en: not translated: 'Emri'",
        "en: not translated: 'Përshëndetje %(name)s'",
    ]
    translate(small_repository / "po", {"Emri": "Name", "Përshëndetje %(name)s": "Hello %(name)s"})
    assert english_faults(small_repository) == []


def test_a_guessed_or_broken_translation_is_named(small_repository: Path) -> None:
    catalogue.extract(small_repository / "po", small_repository)
    translate(small_repository / "po", {"Emri": "Name", "Përshëndetje %(name)s": "Hello %(nam)s"})
    path = small_repository / "po" / "en" / "LC_MESSAGES" / "messages.po"
    path.write_text(path.read_text("utf-8").replace('msgid "Emri"', '#, fuzzy\nmsgid "Emri"'), "utf-8")
    first, second = english_faults(small_repository)
    assert first == "en: fuzzy: 'Emri'"
    assert "nam" in second


def test_extracting_again_changes_nothing_and_keeps_what_left_the_code(small_repository: Path) -> None:
    catalogue.extract(small_repository / "po", small_repository)
    translate(small_repository / "po", {"Emri": "Name"})
    path = small_repository / "po" / "en" / "LC_MESSAGES" / "messages.po"
    before = path.read_bytes()
    forms = small_repository / "services" / "demo" / "forms.py"
    forms.write_text("\n\n\n" + forms.read_text("utf-8"), "utf-8")
    catalogue.extract(small_repository / "po", small_repository)
    assert path.read_bytes() == before
    forms.write_text("", "utf-8")
    catalogue.extract(small_repository / "po", small_repository)
    assert '#~ msgid "Emri"\n#~ msgstr "Name"' in path.read_text("utf-8")
    forms.write_text('x = _("Emri")', "utf-8")
    catalogue.extract(small_repository / "po", small_repository)
    assert path.read_bytes() == before


def test_a_wtforms_message_without_albanian_is_named(tmp_path: Path, small_repository: Path) -> None:
    lines = catalogue.faults(tmp_path / "empty", small_repository)
    assert "sq: not translated: 'This field is required.'" in lines
    assert len([line for line in lines if line.startswith("sq")]) >= 40


def test_the_collector_finds_texts_in_every_part_of_the_house() -> None:
    # For patterns of babel.cfg that silently match nothing: an empty list of messages has no faults.
    wanted = catalogue.wanted()
    assert len(wanted["en"]) > 900
    assert len(wanted["sq"]) >= 40
    files = {place.split("/")[1] for message in wanted["en"] for place, _line in message.locations}
    assert files >= {"cases", "intake", "notifications", "pages", "partners"}


def test_the_catalogues_of_this_repository_are_complete(capsys: pytest.CaptureFixture[str]) -> None:
    status = catalogue.main(["check"])
    assert capsys.readouterr().out == ""
    assert status == 0


def test_no_text_is_asked_for_inside_an_f_string_where_the_collector_does_not_find_it() -> None:
    hidden = [
        f"{path.relative_to(catalogue.ROOT)}:{call.lineno}"
        for folder in catalogue.OUR_FOLDERS
        for path in (catalogue.ROOT / folder).rglob("*.py")
        for text in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"_", *catalogue.OUR_KEYWORDS}
    ]
    assert hidden == []
