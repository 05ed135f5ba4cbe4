"""200 invented people, each name with the endings that a grammar gives it (reference on letters, 4.1), not those of the code."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

#: ending type → (what is cut from the name, endings in place of it)
ENDINGS = {
    "m": (0, ["i", "it", "in"]),
    "mu": (0, ["u", "ut", "un"]),
    "mi": (0, ["u", "ut", "un"]),
    "mer": (2, ["ri", "rit", "rin"]),
    "mel": (2, ["li", "lit", "lin"]),
    "mkept": (0, ["t", "n"]),
    "me": (1, ["a", "ës", "ën"]),
    "mo": (0, ["s", "n", "ja"]),
    "ma": (0, ["i", "it", "në", "n"]),
    "fa": (1, ["ës", "ën", "ë"]),
    "fia": (1, ["së", "në", "as", "an"]),
    "fe": (1, ["ja", "es", "en"]),
    "fi": (0, ["t", "n", "së", "në"]),
    "pa": (1, ["a", "ës", "ën", "at", "ave"]),
    "pu": (0, ["t", "n"]),
    "paj": (0, ["t", "n", "ve"]),
    "pxha": (0, ["j", "jve", "llarët", "llarëve"]),
}
FIRST = [
    ("Agron", "m"), ("Arben", "m"), ("Kujtim", "m"), ("Bashkim", "m"), ("Burim", "m"), ("Durim", "m"), ("Gëzim", "m"),
    ("Çlirim", "m"), ("Ilir", "m"), ("Luan", "m"), ("Sokol", "m"), ("Petrit", "m"), ("Besnik", "mu"), ("Fatbardh", "mu"),
    ("Ali", "mi"), ("Xhevahir", "m"), ("Pjetër", "mer"), ("Aleksandër", "mer"), ("Gjergj", "m"), ("Endri", "mkept"),
    ("Kolë", "me"), ("Lekë", "me"), ("Zeqo", "mo"), ("Jorgo", "mo"), ("Mustafa", "ma"), ("Elira", "fa"), ("Drita", "fa"),
    ("Jeta", "fa"), ("Ana", "fa"), ("Mira", "fa"), ("Arta", "fa"), ("Era", "fa"), ("Zana", "fa"), ("Besa", "fa"), ("Çiljeta", "fa"),
    ("Maria", "fia"), ("Sofia", "fia"), ("Besarte", "fe"), ("Lule", "fe"), ("Shqipe", "fe"), ("Eleni", "fi"), ("Suzi", "fi"), ("Eni", "fi"),
    ("Esmeralda", "fa"), ("Brendon", "m"), ("Thanas", "m"), ("Bo", "mi"), ("Njomëz", "m"), ("Llazar", "m"), ("Xhuljana", "fa"),
]  # fmt: skip
FAMILY = [
    ("Kodra", "pa"), ("Shehu", "pu"), ("Aliaj", "paj"), ("Hoxha", "pxha"), ("Çela", "pa"), ("Markoski", "pu"), ("Kovaçi", "pu"),
    ("Prifti", "pu"), ("Leka", "pa"), ("Gjoka", "pa"), ("Papadhopulos", "m"), ("Dervishi", "pu"), ("Zeneli", "pu"), ("Ëngjëlli", "pu"),
    ("Bardhi", "pu"), ("Topi", "pu"), ("Tahiraj", "paj"),
]  # fmt: skip
NUMBERS = (
    "+355 69 {a} {b}",
    "069 {a1} {a2} {b2}",
    "069{a}{b}",
    "0035569{a}{b}",
    "069-{a}-{b}",
    "(069) {a}.{b}",
    "069/{a}\n{b}",
)


@dataclass(frozen=True)
class Sample:
    """One invented person; `written`: their name as letters decline and misspell it."""

    first: str
    family: str
    phone: str
    written: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.first} {self.family}"

    def numbers(self) -> list[str]:
        a, b = self.phone[3:6], self.phone[6:]
        return [one.format(a=a, b=b, a1=a[:2], a2=a[2:] + b[:1], b2=b[1:]) for one in NUMBERS]


def samples() -> list[Sample]:
    """200 of them: each first name with four family names."""
    pairs = product(range(4), FIRST)
    return [
        _sample(number, first, FAMILY[(number * 7 + turn) % len(FAMILY)])
        for number, (turn, first) in enumerate(islice(pairs, 200))
    ]


def declined(name: str, kind: str) -> list[str]:
    cut, endings = ENDINGS[kind]
    stem = name[: len(name) - cut]
    if kind in {"mer", "mel"}:
        stem = name[:-2]
    return [stem + ending for ending in endings]


def _sample(number: int, first: tuple[str, str], family: tuple[str, str]) -> Sample:
    return Sample(first[0], family[0], f"069{2000000 + number * 7919 % 7999999:07d}", tuple(_written(first, family)))


def _written(first: tuple[str, str], family: tuple[str, str]) -> Iterator[str]:
    name, surname = first[0], family[0]
    yield f"{name} {surname}"
    for form in declined(*first):
        yield form
        yield f"{form} {surname}"
    for form in declined(*family):
        yield form
        yield f"{name} {form}"
    yield f"{name[0]}. {surname[0]}."
    yield f"{name[0]}.{surname[0]}."
    yield f"{name[0]}. {surname[0]}-së"
    yield f"{surname[0]}. {name[0]}."
    yield f"{name[0]}. {surname}"
    yield _without_marks(f"{name} {surname}")
    yield f"{name} {surname}".replace("ë", "w").replace("Ë", "W")
    yield f"{name} {surname}".upper()
    yield f"{name}\n{surname}"
    yield f"{name}-{surname}"
    yield f"{name}{surname}"
    if len(surname) > 4:
        yield f"{surname[:3]}-\n{surname[3:]}"
        yield f"{name} {surname[:2]}\u00ad{surname[2:]}"
    yield f"{name.lower()} {surname.lower()}"


def _without_marks(text: str) -> str:
    return text.translate(str.maketrans("ëËçÇ", "eEcC"))
