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


GUESSED = """
    monkey123monkey123 monkey123monkey1232024 monkeymonkeymonkey correcthorsebatterystaple CorrectHorseBatteryStaple1
    correct-horse-battery-staple sunshine20242024 dragon!dragon!dragon! qwerty123qwerty123 Football2026Football baseball-baseball
    princess19901990 iloveyouiloveyou letmeinletmein1 welcome1welcome1 michael1987michael superman!superman Master2024Master!
    trustno1trustno1 sunshineprincess1 dragonshadow2026! football-baseball-1 P@ssw0rdP@ssw0rd p4ssw0rd2024p4ssw0rd P@$$w0rd20262026
    M0nkey123M0nkey123 5unshine20262026 drowssapdrowssap yeknomyeknom2026 nogard1234nogard charlie20.11.1998 jennifer-12-05-2001
    ashley07072007!! summer2026summer winter2025Winter! computer12131415 computer2026!!!!! liverpool19921892 chelsea2012chelsea
    ana.shembull.ana.shembull anashembull12345678 ana.shembull.19870512 AnaShembulli2026!! shembulli-1987-ana llubmehs.ana.2026
    4na.Sh3mbull1.2026 shembull20012002ana bashkiaelbasan1234 Bashkia_Elbasan_2026 B@shkia.Elb4san.26 elbasan.bashkia.monkey
    elbasandragon2026 elbasan1998elbasan tirana2026tirana monkeytirana2026 Shqiperia.Dragon.1 fjalekalimi.monkey.1 abc123abc123abc123
    0673216543067321 karroca7karroca7 qelesh74kqelesh74k 198705121987051219870512
""".split()


def test_sixty_that_only_look_long_are_refused():
    codes = {password: _code(password) for password in GUESSED}
    assert len(codes) >= 60
    assert [
        password for password, code in codes.items() if code not in {"password_guessable", "password_breached"}
    ] == []


def _code(password):
    try:
        passwords.check(password, names=NAMES)
    except ContentViolation as refused:
        return refused.code
    return None


@pytest.mark.parametrize(
    "password",
    [
        "nje fjalekalim i gjate",
        # Three words that each stand in the list, and one of them with as many digits of chance.
        "monkey guitar saturn",
        "monkey 8302 9174 6205 8417 39",
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
    made = [secrets.token_urlsafe(18) for _ in range(20)]
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


@pytest.mark.parametrize(
    ("name", "read", "file"),
    [("breached", passwords.breached, "passwords.bin"), ("parts", passwords.parts, "password_parts.bin")],
)
def test_the_list_is_the_one_that_its_description_names(name, read, file):
    told = yaml.safe_load((passwords.DATA / "passwords.yaml").read_text(encoding="utf-8"))
    content = (passwords.DATA / file).read_bytes()
    assert told[name]["sha256"] == hashlib.sha256(content).hexdigest()
    assert told[name]["entries"] == len(read())
    assert len(content) < 400_000
    kept = list(read())
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
