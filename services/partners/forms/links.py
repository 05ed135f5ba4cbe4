"""Why the office cannot do something with a one-time link, in words."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

_SENTENCES: Mapping[str, str] = {
    "withdrawn": _l("Kjo letër u tërhoq: nuk dërgohet më lidhje për të."),
    "reminder_withdrawn": _l("Kujtesa u tërhoq: ajo që thoshte nuk vlen më."),
    "not_by_link": _l("Ky institucion nuk merr letra me lidhje: shikoni kontaktet e tij."),
    "link_over": _l("Kjo lidhje nuk vlen më."),
}


def sentence(code: str) -> str:
    return _SENTENCES[code]
