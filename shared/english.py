"""Names of Albanian bodies in English sentences: `Municipality of Fier` is spoken of as `the Municipality of Fier`."""

import re

#: What a body is. A name with none of these words, as of a firm, takes no article.
_KINDS = frozenset(
    [
        "academy",
        "administration",
        "agency",
        "assembly",
        "association",
        "authority",
        "board",
        "body",
        "bureau",
        "cabinet",
        "centre",
        "center",
        "chamber",
        "college",
        "commission",
        "commissariat",
        "commissioner",
        "committee",
        "council",
        "court",
        "department",
        "directorate",
        "directory",
        "faculty",
        "fund",
        "gymnasium",
        "home",
        "hospital",
        "inspector",
        "inspectorate",
        "institute",
        "institution",
        "kindergarten",
        "ministry",
        "municipality",
        "nursery",
        "office",
        "operator",
        "organisation",
        "organization",
        "ombudsman",
        "parliament",
        "police",
        "prefect",
        "prefecture",
        "president",
        "presidency",
        "prison",
        "prosecution",
        "registry",
        "school",
        "section",
        "secretariat",
        "service",
        "shelter",
        "structure",
        "unit",
        "university",
    ]
)
_QUOTED = re.compile(r"[“„«\"].*")


def with_the(name: str) -> str:
    """`name` as it stands inside a sentence: with its article once, be it that it brings one or that somebody wrote it with one."""
    bare = name[4:] if name[:4].lower() == "the " else name
    named = {word.lower() for word in re.findall(r"[^\W\d_]+", _QUOTED.sub("", bare))}
    return f"the {bare}" if bare != name or named & _KINDS else bare


def opening_with_the(name: str) -> str:
    """The same where a sentence begins with it."""
    words = with_the(name)
    return words[:1].upper() + words[1:]


def in_sentences(placeholder: str, name: str, language: str) -> dict[str, str]:
    """The two by what stands in braces, `the_…` and `The_…`. Albanian has its article in the noun: there both are the name."""
    if language != "en":
        return {f"the_{placeholder}": name, f"The_{placeholder}": name}
    return {f"the_{placeholder}": with_the(name), f"The_{placeholder}": opening_with_the(name)}
