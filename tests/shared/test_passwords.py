"""What a password may be: long, in no list of breached ones, and more than what is guessed first here."""

import hashlib
import secrets

import pytest
import yaml

from shared import passwords
from shared.pages.password_words import SENTENCES
from shared.rules import ContentViolation

NAMES = ("ana.shembull", "Ana Shembulli", "Bashkia Elbasan")


def refused(password, **options):
    with pytest.raises(ContentViolation) as found:
        passwords.check(password, names=NAMES, **options)
    return found.value.code


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("x7!kQ9$mZ2@p4T", "password_short"),
        ("Kaçamak me gjizë 12" * 20, "password_long"),
        ("aaaaaaaaaaaaaaaaaaaaaaaa", "password_few_signs"),
        ("121212343412341234", "password_few_signs"),
        ("1234567890123456", "password_breached"),
        ("QWERTYUIOPASDFGHJKL", "password_breached"),
        ("abcdefghijklmnopqrstuvwxyz", "password_guessable"),
        ("9876543210-zyxwvut", "password_guessable"),
        ("Tirana-Tirana-2026", "password_guessable"),
        ("Avokati i Popullit 1", "password_guessable"),
        ("Fjalëkalimi123456", "password_guessable"),
        ("Shqipëria!!!!!!2026", "password_guessable"),
        ("Ana.Shembulli.2026", "password_guessable"),
        ("bashkia elbasan 26", "password_guessable"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused(password, code):
    assert refused(password) == code


@pytest.mark.parametrize(
    "password",
    [
        "nje fjalekalim i gjate",
        "gjelbërim karrocë trëndafil",
        "839201748392011",
        "!?!-..,;:__#%&/()=+*",
        "Elbasan ka dyzet ura të vjetra",
    ],
)
def test_a_long_one_needs_no_signs_of_several_kinds(password):
    passwords.check(password, names=NAMES)
    assert len(password) >= passwords.shortest()


def test_one_that_was_made_by_chance_is_good():
    made = [secrets.token_urlsafe(12) for _ in range(20)]
    for password in made:
        passwords.check(password, names=NAMES)
    assert len(set(made)) == len(made)


def test_beside_a_second_factor_it_may_be_shorter():
    assert refused("karroca 739") == "password_short"
    assert refused("karroca 739", second_factor=True) == "password_short_beside"
    passwords.check("karroca 7394", second_factor=True)
    # Of the length between them, and in the list: found only where so short a one may be.
    assert refused("qwerty123456", second_factor=True) == "password_breached"


def test_upper_case_and_other_forms_of_a_letter_hide_no_breached_password():
    assert {refused(word) for word in ("QwertyuiopAsdfghjkl", "ｑｗｅｒｔｙｕｉｏｐａｓｄｆｇｈｊｋｌ")} == {
        "password_breached"
    }


def test_the_list_is_the_one_that_its_description_names():
    told = yaml.safe_load((passwords.DATA / "passwords.yaml").read_text(encoding="utf-8"))
    content = (passwords.DATA / "passwords.bin").read_bytes()
    assert told["breached"]["sha256"] == hashlib.sha256(content).hexdigest()
    assert told["breached"]["entries"] == len(passwords.breached())
    assert len(content) < 400_000
    kept = list(passwords.breached())
    assert kept == sorted(set(kept))
    assert told["breached"]["licence"]
    assert told["rule"]["source"]


def test_the_words_are_folded_as_what_is_compared_with_them():
    words = passwords.rule().words
    assert all(word.isascii() and word.isalpha() and word == word.casefold() for word in words)
    assert len(set(words)) == len(words)


def test_each_refusal_has_a_sentence():
    codes = {
        "password_short",
        "password_short_beside",
        "password_long",
        "password_few_signs",
        "password_breached",
        "password_guessable",
    }
    assert codes <= set(SENTENCES)


def test_a_text_that_cannot_be_encoded_is_no_error_of_ours():
    passwords.check("karroca e kuqe \udcff 739")
    assert passwords.prefix_of("\udcff")
