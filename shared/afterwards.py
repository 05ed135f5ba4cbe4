"""What became of a matter after the office made it public as the last step: one sentence, the same in the register, in the news and in their feeds."""

from datetime import date

from flask_babel import gettext as _

from shared.pages.languages import date_words


def sentence(word: str, body: str, place: int, published_on: date, on: date) -> str:
    """`place`: of the item, from 1; `on`: the day of what the word says."""
    said = {
        "body": body,
        "place": place,
        "published": date_words(published_on),
        "day": date_words(on),
    }
    if word == "answered":
        return _(
            "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, %(body)s u përgjigj.",
            **said,
        )
    if word == "had_answered":
        return _(
            "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas u mësua se %(body)s ishte përgjigjur më %(day)s.",
            **said,
        )
    if word == "claimed":
        return _(
            "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, %(body)s njoftoi se e zbatoi.",
            **said,
        )
    if word == "taken_back":
        return _(
            "Pika %(place)s u bë publike si hap i fundit më %(published)s. Që nga %(day)s ajo që zyra kishte gjetur për të nuk vlen më: %(body)s.",
            **said,
        )
    if word == "implemented":
        return _(
            "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, zyra vërtetoi se u zbatua: %(body)s.",
            **said,
        )
    return _(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, zyra gjeti se nuk vlen më: %(body)s.",
        **said,
    )
