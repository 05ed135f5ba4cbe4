"""What the rule of passwords says to a person: before they choose one, and when it refuses one."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from shared.lists import Words
from shared.passwords import LONGEST, shortest


def _short(*, second_factor: bool) -> Words:
    # Not when the module is loaded: the length stands in a data file, and the language is the reader's.
    return LazyString(lambda: _("Fjalëkalimi ka të paktën %(num)d shenja.", num=shortest(second_factor=second_factor)))


def _hint(*, second_factor: bool) -> Words:
    return LazyString(
        lambda: _(
            "Të paktën %(num)d shenja. Disa fjalë që s'kanë lidhje me njëra-tjetrën mbahen mend më lehtë se numrat dhe shenjat.",
            num=shortest(second_factor=second_factor),
        )
    )


#: Before one is chosen, by whether the account has a second factor.
HINT, HINT_BESIDE = _hint(second_factor=False), _hint(second_factor=True)
SENTENCES: Mapping[str, Words] = {
    "password_short": _short(second_factor=False),
    "password_short_beside": _short(second_factor=True),
    "password_long": LazyString(lambda: _("Fjalëkalimi ka më së shumti %(num)d shenja.", num=LONGEST)),
    "password_few_signs": _l("Fjalëkalimi ka shumë pak shenja të ndryshme."),
    "password_breached": _l("Ky fjalëkalim është gjetur në vjedhje të mëparshme të dhënash. Zgjidhni një tjetër."),
    "password_guessable": _l(
        "Kush provon, e gjen: përveç përsëritjeve, emrave dhe fjalëve të njohura mbetet shumë pak. Shtoni fjalë të tjera."
    ),
    "password_same": _l("Ky është fjalëkalimi i mëparshëm. Zgjidhni një tjetër."),
    "password_wrong": _l("Fjalëkalimi i tanishëm nuk është i saktë."),
}
