"""The day of issue in the words of a draft: nobody knows it yet, so a mark stands for it until the letter is signed.

A draft may wait for its second person over a weekend, and a letter that says "today" means the day on which it is signed.
"""

#: Written so that who reads or edits a draft understands it.
MARKS = {"sq": "{dita e lëshimit}", "en": "{the day of issue}"}


def readable(text: str) -> str:
    """The text as it is shown to who reads the draft: the mark in round brackets, as long as before, so that places in it stay where they
    are.
    """
    for mark in MARKS.values():
        text = text.replace(mark, f"({mark[1:-1]})")
    return text


def dated(text: str, language: str, day: str) -> str:
    """The text with that day, in words, in the place of the mark, also of one that came back as it was shown."""
    mark = MARKS[language]
    return text.replace(mark, day).replace(readable(mark), day)
