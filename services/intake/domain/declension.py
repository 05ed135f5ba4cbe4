"""A name of a person in all the forms that Albanian gives it: cases, definiteness, plural of a family, diminutives.

All in small letters without marks, as `written.folded` gives them. The endings: [K] of the office's reference on letters, 4.1.
"""

import re
from collections.abc import Iterator
from functools import cache

from services.intake.domain import semitic

_VOWELS = "aeiouy"
_SHORTEST = 3
#: Several of a family, where its name is declined as a noun is: Kol-enj, Gjin-enjve.
_SEVERAL = ("enj", "enjt", "enjte", "enjve")
#: On a name that is kept whole: Besnik-ut, Mustafa-në, Eleni-së, Hoxha-jve, Hoxha-llarët.
_AFTER_WHOLE = (
    "i", "u", "it", "ut", "in", "un", "n", "s", "t", "j", "jt", "jn", "se", "ne", "sh", "ve", "jve", "ja", "jes", "jen", "je", "o",
    "e", "et", "eve", "esh", "as", "an", "llare", "llaret", "llareve", "lare", "laret", "lareve", "lere", "leret", "lereve",
    *_SEVERAL,
)  # fmt: skip
#: On one that loses its last vowel: Art-ës, Mari-së, Mari-në, Kodr-ave.
_AFTER_STEM = (
    "a", "e", "es", "en", "ja", "jes", "jen", "je", "se", "ne", "at", "ave", "et", "eve", "esh", "o", "i", "it", "in", "ajt", "ajve", *_SEVERAL,
)  # fmt: skip
#: On a woman's that ends in -i, beside what keeps any name whole: Liri-a, Liri-es, Liri-en.
_AFTER_I = ("a", "es", "en")
#: On one that loses the ë before its last consonant: Pjetër, Pjetrit.
_AFTER_DROPPED = ("i", "it", "in", "et", "eve", "esh", "o", "a", "es", "en")
#: Other sounds at the end of a name in some of its forms: Ndue, Ndout; Bej, Beut; Çomo, Çomovet; Zogu, Zogjve; Ujku, Ujqve; Papadhopulos, Papadhopulit.
_OTHER_ENDS = (
    ("ue", ("ou", "out", "oun")), ("ej", ("eu", "eut", "eun")), ("o", ("ovet",)),
    ("g", ("gjte", "gjve")), ("gu", ("gjte", "gjve")), ("k", ("qit", "qte", "qve")), ("ku", ("qit", "qte", "qve")),
    ("opulos", ("opul", "opuli", "opulit", "opulin", "opulu", "opulut", "opulun")),
)  # fmt: skip
#: Endings of a case that a name may have been told in.
_MASCULINE, _FEMININE, _AFTER_VOWEL = ("it", "in", "ut", "un"), ("es", "en"), ("se", "ne")
#: With which a part of a name is called, and in which cases.
_AFTER_SHORT = ("ja", "jes", "jen", "t", "s", "n", "i", "it", "in", "a", "es", "en", "o", "os", "on")
_DIMINUTIVES = ("ush", "ushi", "ushit", "ushin", "ushja", "usha", "ushes", "ushen", "th", "thi", "thit", "thin", "ez", "eza", "ezes",
                "ezen", "ka", "kes", "ken", "ko", "kos", "kon", "koja", "ku", "kut", "kun", "cka", "ckes", "cken")  # fmt: skip
#: With which the beginning of a name is a name of its own: Lul-o, Xhev-o, Fat-ka, Bes-ushe, Ilir-uke, Had-çe.
_AFTER_BEGINNING = (*_DIMINUTIVES, "o", "os", "on", "oja", "ushe", "uk", "uke", "ukja", "ukes", "ukun", "ukut", "uka", "ika", "ike", "ikes", "iken", "osh", "oshi",
                    "oshit", "oshin", "ce", "cja", "ceja", "ces", "cen", "cka", "lush", "lushi", "lushit", "lushja", "lushe")  # fmt: skip
#: What a dialect, or the alphabet of a neighbour, makes of the sounds of a name: Ljulzim, Luljeta, Ysen, Gjyler, Shiqiri.
_DIALECT = (
    (re.compile(r"l(?=[aeiou])(?<!ll)"), "lj"), (re.compile(r"lj(?=[aeiou])"), "l"),
    (re.compile("ll"), "l"), (re.compile("rr"), "r"), (re.compile("y"), "i"), (re.compile("y"), "u"), (re.compile("gj"), "xh"), (re.compile("q"), "c"),
    (re.compile("q"), "k"), (re.compile("dh"), "d"), (re.compile("th"), "t"), (re.compile("nj"), "n"),
)  # fmt: skip
#: What is not heard: the ë of Lulëzim, the h of Hysen and Mehmet.
_UNHEARD = (
    re.compile(r"(?<=[a-z]{2}[bcdfghjklmnpqrstvxz])e(?=[bcdfghjklmnpqrstvxz][aeiou])"),
    re.compile(r"\bh(?=[aeiouy])|(?<=[aeiouy])h(?=[a-z])"),
)
_SHORTEST_IN_DIALECT = 5
_CONSONANT = frozenset("bcdfghjklmnpqrstvxz")
#: One sound in two writings, at the beginning of a name and within it (reference on letters, 4.2).
_BEGINS = (("xh", "j"), ("j", "xh"), ("ky", "q"), ("q", "ky"), ("zh", "xh"))
_WITHIN = (("ks", "x"), ("x", "ks"))
_SOFT = (("xhe", "ge"), ("xhi", "gi"), ("ge", "xhe"), ("gi", "xhi"), ("xhe", "gje"), ("gje", "xhe"))


@cache
def forms(token: str) -> frozenset[str]:
    """The name itself and its forms. A name of two letters has those that keep it whole."""
    if semitic.is_semitic(token):
        return semitic.forms(token)
    if len(token) < _SHORTEST:
        return frozenset({token, *(token + ending for ending in _AFTER_WHOLE)})
    return frozenset(form for base in bases(token) for form in _declined(base))


@cache
def forms_if_declined(token: str) -> frozenset[str]:
    """The forms of each name that this may be a case of: told as "Ermalin", it is Ermal. Some of them are of nobody."""
    return frozenset(form for base in _undeclined(token) for form in _declined(base))


@cache
def written_otherwise(token: str) -> frozenset[str]:
    """The name as somebody else may write it: Joana and Xhoana, Aleksia and Alexia, Angela and Anxhela."""
    begins = (other + token[len(one) :] for one, other in _BEGINS if token.startswith(one) and len(token) > _SHORTEST)
    within = (token.replace(one, other) for one, other in _WITHIN if one in token[1:] and "xh" not in token[1:])
    soft = (token.replace(one, other) for one, other in _SOFT if one in token)
    # "Abdulla" and "Abdullah".
    ends = {token + "h"} if token.endswith("lla") else {token[:-1]} if token.endswith("llah") else set()
    return frozenset((*begins, *within, *soft, *ends)) - {token}


@cache
def diminutives(token: str) -> frozenset[str]:
    """What a name may be called with affection; only a capital shows that it is one."""
    stem = token[:-1] if token[-1] in _VOWELS else token
    return frozenset(one + ending for one in {stem, token} if len(one) >= _SHORTEST for ending in _DIMINUTIVES)


@cache
def short_forms(token: str) -> frozenset[str]:
    """Beginning or end of a name as a name of its own: Elira, Eli, Lira; Rezarta, Rezi, Rezit; Rolanda, Anda."""
    whole = {token, token.rstrip(_VOWELS)}
    cut = {part for one in whole for length in range(_SHORTEST, len(one) - 1) for part in (one[:length], one[-length:])}
    return frozenset(form for one in cut for form in (one, *(one + ending for ending in _AFTER_SHORT)))


@cache
def pet_forms(token: str) -> frozenset[str]:
    """The beginning of a name, to the end of a syllable, as a name of its own with what makes one of it: Lulëzim, Lulëzo; Xhevahire, Xhevo; Fatime,
    Fatka; and its end: Mehmet, Meto. One of two letters takes a longer ending only: Ilir, Ilushi.
    """
    cut = {
        token[:end]
        for end in range(2, len(token))
        if token[end - 1] in _CONSONANT and any(one in _VOWELS for one in token[:end])
    }
    stem = token.rstrip(_VOWELS)
    last = {stem[-length:] for length in range(_SHORTEST, len(stem))} | {token[-_SHORTEST:]}
    ends = {one for one in last if one[0] in _CONSONANT and one[-1] in _CONSONANT}
    return frozenset(
        [
            one + ending
            for one in cut
            for ending in _AFTER_BEGINNING
            if len(one) >= _SHORTEST or len(ending) >= _SHORTEST
        ]
        + [one + ending for one in ends for ending in _AFTER_BEGINNING if len(ending) >= _SHORTEST or ending == "o"]
    )


@cache
def in_dialect(token: str) -> frozenset[str]:
    """The name as a dialect says it, by one change of its sounds, and without one that is not heard."""
    if len(token) < _SHORTEST_IN_DIALECT:
        return frozenset()
    heard = {token, *unheard(token)}
    return frozenset({sound.sub(other, one) for one in heard for sound, other in _DIALECT} | heard) - {token}


@cache
def unheard(token: str) -> frozenset[str]:
    """The name without a sound that is not heard: Lulzim, Ysen, Memet."""
    if len(token) < _SHORTEST_IN_DIALECT:
        return frozenset()
    return frozenset(one for one in (sound.sub("", token) for sound in _UNHEARD) if len(one) >= _SHORTEST) - {token}


@cache
def roots(token: str) -> frozenset[str]:
    """What a name and all its forms have in common; one that may have been written with its article, or in another case, has more."""
    if semitic.is_semitic(token):
        return semitic.bases(token)
    return frozenset({root(token)} if len(token) < _SHORTEST else map(root, (*bases(token), *_undeclined(token))))


@cache
def roots_of_form(form: str) -> frozenset[str]:
    """The roots of all names that this may be a form of, and of a few that it is none of."""
    if semitic.is_semitic(form):
        return semitic.bases_of_form(form)
    cut = {
        ending: form.removesuffix(ending)
        for ending in (*_AFTER_WHOLE, *_AFTER_STEM, *_AFTER_DROPPED)
        if form.endswith(ending)
    }
    found = {root(form), *(root(whole) for ending, whole in cut.items() if ending in _AFTER_WHOLE)}
    found |= {stem for ending, stem in cut.items() if ending in _AFTER_STEM or ending in _AFTER_DROPPED}
    found |= {root(whole) for ending, whole in cut.items() if ending in _AFTER_I and whole.endswith("i")}
    found |= {
        root(form.removesuffix(other) + end) for end, others in _OTHER_ENDS for other in others if form.endswith(other)
    }
    return frozenset(one for one in found if len(one) > 1)


def root(base: str) -> str:
    """A name without its last vowel, and without the ë before a last r or l."""
    if len(base) < _SHORTEST:
        return base
    if base[-1] in _VOWELS:
        return base[:-1]
    return base[:-2] + base[-1] if base.endswith(("er", "el")) and len(base) > _SHORTEST else base


def bases(token: str) -> Iterator[str]:
    """The name as it stands in the file, and what it is without the article that it may have been written with there."""
    yield token
    if token[-1] in "iu" and len(token) > _SHORTEST + 1 and token[-2] not in _VOWELS:
        yield token[:-1]
        if token[-2] in "rl" and token[-3] not in _VOWELS:
            yield f"{token[:-2]}e{token[-2]}"
    if token.endswith("ja") and len(token) > _SHORTEST + 2:
        yield f"{token[:-2]}e"
    if token.endswith("ic"):
        yield f"{token[:-1]}q"
    if token.endswith("iq"):
        yield f"{token[:-1]}c"


def _undeclined(token: str) -> Iterator[str]:
    """What a name may be called that a sentence had in another case: Ermalin, Pjetrit, Hoxhajt, Kodrës, Marisë, Mustafanë.

    Not -an and -on, with which too many names end as they are: Dritan, Agron.
    """
    stem = token[:-2]
    if len(stem) < _SHORTEST:
        return
    if token.endswith(_MASCULINE) and stem[-1] not in _VOWELS:
        yield stem
        if stem[-1] in "rl" and stem[-2] not in _VOWELS:
            yield f"{stem[:-1]}e{stem[-1]}"
    if token.endswith("jt"):
        yield token[:-1]
    if token.endswith(_FEMININE) and stem[-1] not in _VOWELS:
        yield f"{stem}a"
    if token.endswith(_AFTER_VOWEL) and stem[-1] in _VOWELS:
        yield from (stem, f"{stem}a")


def _declined(base: str) -> Iterator[str]:
    yield base
    yield from (base + ending for ending in _AFTER_WHOLE)
    if base[-1] == "i":
        yield from (base + ending for ending in _AFTER_I)
    if base[-1] in _VOWELS and len(base) >= _SHORTEST:
        yield from (base[:-1] + ending for ending in _AFTER_STEM)
    if base.endswith(("er", "el")) and len(base) > _SHORTEST:
        yield from (base[:-2] + base[-1] + ending for ending in _AFTER_DROPPED)
    for end, others in _OTHER_ENDS:
        if base.endswith(end) and len(base) >= _SHORTEST:
            yield from (base.removesuffix(end) + other for other in others)
