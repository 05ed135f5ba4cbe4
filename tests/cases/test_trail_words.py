"""The page of the audit trail says everything in words, in both languages: no code, no id in full, no JSON."""

import re
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from flask_babel import force_locale

from services.cases.office.pages import trail_rows as page
from services.cases.office.schemas import TrailAnswer
from services.cases.office.words import trail
from shared import audit
from tests.cases import trail_kinds
from tests.cases.pages_world import office, said, world
from tests.cases.test_pages_investigation import add, case_id

__all__ = ["case_id", "office", "world"]

FOUND = trail_kinds.everything()
LANGUAGES = ("sq", "en")
#: `case.opened`, `staff_id`, `{"a": 1}`
CODE = re.compile(r"\b[a-z]+[._][a-z_]+\b|[{}\[\]]")


def in_both(world, text) -> set[str]:
    with world.app.test_request_context("/"):
        found = set()
        for language in LANGUAGES:
            with force_locale(language):
                found.add(str(text))
    return found


def entry(kind: str, about: str, /, **details) -> TrailAnswer:
    return TrailAnswer(
        number=1, at=datetime.now(UTC), actor=f"staff:{uuid4()}", name="Shembull", action=kind, object=about,
        id=str(uuid4()), details=details, request="r", purpose="casework", place=None, hash=None,
    )  # fmt: skip


def test_nothing_is_put_together_that_the_walk_does_not_know():
    assert FOUND.loose == []
    assert set(trail_kinds.PUT_TOGETHER) == FOUND.used
    assert len(FOUND.details) > 150


def test_every_kind_of_entry_that_the_code_can_write_has_words_in_both_languages(world):
    nameless = [kind for kind in FOUND.details if page.known_action(kind) is None]
    assert nameless == []
    one_language = [kind for kind in FOUND.details if len(in_both(world, page.known_action(kind))) != len(LANGUAGES)]
    assert one_language == []


def test_whatever_an_entry_is_about_and_every_detail_and_purpose_has_words_in_both_languages(world):
    assert FOUND.objects - set(trail.ABOUT) == set()
    hidden = {name for kind, names in FOUND.details.items() for name in names if f"{kind}.{name}" in trail.UNSHOWN}
    names = set().union(*FOUND.details.values()) - trail.UNSHOWN - hidden
    assert names - set(trail.DETAILS) == set()
    assert set(audit.PURPOSES) == set(trail.PURPOSES)
    for table in (trail.ABOUT, trail.DETAILS, trail.PURPOSES):
        assert {key for key, text in table.items() if len(in_both(world, text)) != len(LANGUAGES)} == SAME & set(table)


#: Alike in both languages.
SAME: set[str] = set()


def test_no_label_is_kept_for_what_no_code_writes():
    assert set(trail.ACTIONS) - set(FOUND.details) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_an_id_or_a_fingerprint_never_stands_on_the_page_as_it_is(world, language):
    with world.app.test_request_context("/"), force_locale(language):
        for kind, names in FOUND.details.items():
            # A number that the office gave is read as it stands.
            told_in_words = names - {"changes"} - trail.PLAIN
            codes = dict.fromkeys(told_in_words, "some_code.or_other")
            ids = dict.fromkeys(told_in_words, str(uuid4()))
            changes = {name: ["some_code.or_other", str(uuid4())] for name in ("status", "roles", "officer")}
            for about in sorted(FOUND.objects):
                for details in (codes, ids, {"changes": changes}):
                    told = page.row(entry(kind, about, **details), {})
                    text = " ".join((told.action, told.about, told.purpose, *told.details))
                    assert not CODE.search(text), text
                    assert not re.search(r"[0-9a-f]{8}-", text), text


def test_the_page_says_in_words_what_happened_to_a_case(world, case_id):
    add(world, world.client("case_officer"), case_id, "note", text="Fjalë që nuk dalin nga dosja.")
    for who in ("auditor", "commissioner"):
        text = said(world.client(who).get(f"/cases/staff/audit?object=case&id={case_id}").text).split("Qëllimi")[1]
        assert "Çështja u hap" in text and "Nga erdhi: Me nismën e zyrës" in text and "Puna me çështjet" in text
        assert "U shkrua një shënim" in text
        assert not CODE.search(re.sub(r"Shembull \w+", "", text)), text


def test_a_change_is_told_from_what_to_what(world):
    with world.app.test_request_context("/"), force_locale("sq"):
        officer, other = uuid4(), uuid4()
        changes = {"status": ["opened", "assigned"], "officer": [None, str(other)], "roles": [["auditor"], ["admin"]]}
        told = page.row(entry("case.assign", "case", changes=changes), {str(officer): "A", str(other): "Shembull B"})
    assert told.details == (
        "Gjendja: nga “E hapur” në “E caktuar”",
        "Eksperti: nga “–” në “Shembull B”",
        "Rolet: nga “Auditues” në “Administrator”",
    )
