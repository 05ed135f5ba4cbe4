"""The texts that leave the house: closed, neutral, sourced, in two languages."""

import re

import pytest
import yaml

from services.notifications.bulletins import data as bulletins
from services.notifications.data import FOLDER, templates

ALL = list(templates().values())
TEXTS = [(t, name, getattr(t, name)) for t in ALL for name in ("subject_sq", "subject_en", "body_sq", "body_en")]
#: Words that would tell a screen what the sender is or what it is about, in both languages.
TELLING = re.compile(
    r"ankes|ankim|fëmij|femij|avokat|rekomand|rast|dosje|dhun|abuz|complain|child|ombuds|recommend|\bcase|violence|abuse",
    re.IGNORECASE,
)


#: What may be put into a body besides, and in which: these go to who has no account, and so no portal.
BY_LINK = {"letter_link": {"{number}", "{link}"}, "letter_news": {"{number}"}}
#: These alone say who writes: without it a stranger's link in the mailbox of a body looks like a fraud.
SENDER = re.compile(r"Avokati(t të| i) Popullit")


def test_nothing_is_put_into_a_text_but_the_address_of_the_portal_or_of_one_letter():
    for template, name, text in TEXTS:
        left = re.sub(r"\{(portal|link|number)\}", "", text)
        assert not re.search(r"[{}%$<>\[\]]|https?:|www\.|@", left), (template.key, name)
        portal = {"{portal}"} if template.recipient != "complainant" else set()
        said = BY_LINK.get(template.key, portal) if name.startswith("body") else set()
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(said), (template.key, name)


def test_no_text_tells_what_it_is_about():
    silent = [(t.key, name, SENDER.sub("", text) if t.key in BY_LINK else text) for t, name, text in TEXTS]
    assert [(key, name) for key, name, text in silent if TELLING.search(text)] == []


def test_what_comes_with_a_link_names_the_office_that_writes():
    linked = [(name, text) for t, name, text in TEXTS if t.key in BY_LINK]
    assert [name for name, text in linked if not re.search(r"Avokati.* Popullit|People's Advocate", text)] == []


def test_the_check_for_telling_words_sees_them():
    assert all(TELLING.search(text) for text in ("Ankesa juaj", "Your complaint", "Të drejtat e fëmijëve"))


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.key)
def test_every_template_is_whole(template):
    assert template.recipient in ("complainant", "institution", "staff")
    assert re.fullmatch(r"[a-z][a-z_]{2,40}", template.key)
    for name in ("subject_sq", "subject_en", "body_sq", "body_en"):
        assert getattr(template, name).strip()
    assert "\n" not in template.subject_sq + template.subject_en
    assert template.valid_from is None or template.valid_to is None or template.valid_from <= template.valid_to
    assert isinstance(template.confirmed, bool)


def test_what_a_complainant_gets_fits_one_sms_in_any_alphabet():
    for template in ALL:
        if template.recipient == "complainant":
            assert max(len(template.body_sq), len(template.body_en)) <= 70


def test_what_the_rules_prescribe_word_for_word():
    assert templates()["complainant_notice"].words("sq", "") == ("Njoftim", "Keni një njoftim. Hyni si zakonisht.")
    subject, body = templates()["document_waiting"].words("sq", "https://besa.example.org/partners/")
    assert subject == "Në portal ju pret një dokument"
    assert body == "Në portal ju pret një dokument.\n\nhttps://besa.example.org/partners/\n"


def test_sources_are_used_and_no_text_counts_as_confirmed_by_what_nobody_read():
    sources = yaml.safe_load((FOLDER / "sources.yaml").read_text(encoding="utf-8"))
    mailed = {entry["source"] for entry in bulletins.texts().values()}
    library = yaml.safe_load((FOLDER / "library.yaml").read_text(encoding="utf-8"))
    issues = yaml.safe_load((FOLDER / "issues.yaml").read_text(encoding="utf-8"))
    words = yaml.safe_load((FOLDER / "short_words.yaml").read_text(encoding="utf-8"))
    shelved = [entry for entries in (*library.values(), *issues.values(), *words.values()) for entry in entries]
    assert {template.source for template in ALL} | mailed | {one["source"] for one in shelved} == set(sources)
    assert not [one["key"] for one in shelved if one["confirmed"] and not sources[one["source"]]["read"]]
    assert not [t.key for t in ALL if t.confirmed and not sources[t.source]["read"]]
