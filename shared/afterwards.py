"""What became of a matter after the office made it public as the last step: one sentence, the same in the register, in the news and in their feeds."""

from collections.abc import Mapping
from datetime import date

from flask_babel import lazy_gettext as _l

from shared.lists import Words
from shared.pages.languages import date_words

_SENTENCES: Mapping[str, Words] = {
    "in_error": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Ky ishte një gabim i zyrës: më %(day)s u mësua se afati për t’u përgjigjur ende nuk kishte mbaruar (%(body)s)."
    ),
    "partly": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, zyra gjeti se u zbatua pjesërisht: %(body)s."
    ),
    "not": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, zyra gjeti se nuk u zbatua: %(body)s."
    ),
    "not_assessable": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, zyra shënoi se nuk mund të thuhet nëse u zbatua: %(body)s."
    ),
    "elsewhere": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Që nga %(day)s çështjen e ka gjykata ose prokuroria: %(body)s."
    ),
    "answered": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, %(body)s u përgjigj."
    ),
    "had_answered": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas u mësua se %(body)s ishte përgjigjur më %(day)s."
    ),
    "claimed": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, %(body)s njoftoi se e zbatoi."
    ),
    "taken_back": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Që nga %(day)s ajo që zyra kishte gjetur për të nuk vlen më: %(body)s."
    ),
    "implemented": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, zyra vërtetoi se u zbatua: %(body)s."
    ),
    "overtaken": _l(
        "Pika %(place)s u bë publike si hap i fundit më %(published)s. Më pas, më %(day)s, zyra gjeti se nuk vlen më: %(body)s."
    ),
}


def sentence(word: str, body: str, place: int, published_on: date, on: date) -> str:
    """`place`: of the item, from 1; `on`: the day of what the word says."""
    said = {"body": body, "place": place, "published": date_words(published_on), "day": date_words(on)}
    return str(_SENTENCES[word]) % said
