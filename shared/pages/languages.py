"""The two languages of the pages, and dates as people say them.

Albanian is the source language: message ids are Albanian, so a page is whole without a catalogue. English is the second.
Dates of law are local dates in Tirana; stored times are aware and are shown in Tirana's time.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import flask
from babel.dates import format_date, format_timedelta
from flask_babel import Babel, gettext

from shared.pages.headers import is_framed
from shared.words import DEFAULT_LANGUAGE, language

LANGUAGES = {"sq": "Shqip", "en": "English"}
COOKIE = "besa_lang"
TIMEZONE = ZoneInfo("Europe/Tirane")
TRANSLATIONS = Path(__file__).parent / "translations"
NO_DATE = "–"
# CLDR has a pattern of its own for each length; these are the ones of letters and courts.
DATE_PATTERN = "d MMMM y"
# Above this Babel would go over to weeks and months; legal terms are counted in days.
DAYS_ONLY = 1e9


def register(app: flask.Flask) -> None:
    """Set up Flask-Babel and the template names `lang`, `languages`, `url_other_lang` and the four of dates."""
    Babel(
        app,
        default_locale=DEFAULT_LANGUAGE,
        default_timezone=TIMEZONE.key,
        default_translation_directories=str(TRANSLATIONS),
        locale_selector=_chosen_language,
    )
    app.after_request(_remember_language)
    dates = {
        "date_words": date_words,
        "datetime_words": datetime_words,
        "until_words": until_words,
        "relative_days": relative_days,
    }
    app.jinja_env.filters.update(dates)
    # Globals, not context variables: imported macros see no context.
    app.jinja_env.globals.update(dates, languages=LANGUAGES, url_other_lang=url_other_lang, lang=_RunningLanguage())


class _RunningLanguage:
    """`lang` in templates. Not a LocalProxy: Jinja's `~` takes one for the string that it stands for, and fails."""

    def __str__(self) -> str:
        return language()

    def __eq__(self, other: object) -> bool:
        return language() == str(other)

    def __hash__(self) -> int:
        return hash(language())


def url_other_lang() -> str:
    """Return a link to this page in the other language: relative, beginning with "?".

    An absolute one built from the path of a request for "//host/x" would lead to that host.
    """
    query = flask.request.args.copy()
    query["lang"] = next(code for code in LANGUAGES if code != language())
    return "?" + urlencode(list(query.items(multi=True)))


def date_words(day: date | None) -> str:
    """Return "24 nëntor 2026" or "24 November 2026"; an aware datetime is taken as its date in Tirana, None as a dash."""
    if day is None:
        return NO_DATE
    return str(format_date(_local_date(day), DATE_PATTERN, locale=language()))


def datetime_words(moment: datetime | None) -> str:
    """Return "24 nëntor 2026, ora 15:05" in Tirana's time. Raises ValueError for a naive datetime."""
    if moment is None:
        return NO_DATE
    local = _aware(moment).astimezone(TIMEZONE)
    return str(gettext("%(date)s, ora %(time)s", date=date_words(local), time=local.strftime("%H:%M")))


def until_words(moment: datetime | None) -> str:
    """The end of a time that is over at `moment`, as people say it: what ends with a whole day ends on it, "2 dhjetor 2026", and not at an
    hour of the next; else as `datetime_words`. Raises ValueError for a naive datetime.
    """
    if moment is None:
        return NO_DATE
    local = _aware(moment).astimezone(TIMEZONE)
    return date_words(local.date() - timedelta(days=1)) if local.time() == time() else datetime_words(moment)


def relative_days(day: date | None, today: date) -> str:
    """Return how far `day` lies from `today`: "sot", "nesër", "pas 5 ditësh", "3 ditë më parë"."""
    if day is None:
        return NO_DATE
    delta = _local_date(day) - _local_date(today)
    near = {-1: gettext("dje"), 0: gettext("sot"), 1: gettext("nesër")}
    if delta.days in near:
        return str(near[delta.days])
    words = format_timedelta(delta, granularity="day", threshold=DAYS_ONLY, add_direction=True, locale=language())
    return str(words)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        message = "a naive datetime has no place on a page"
        raise ValueError(message)
    return moment


def _local_date(day: date) -> date:
    if isinstance(day, datetime):
        return _aware(day).astimezone(TIMEZONE).date()
    return day


def _chosen_language() -> str:
    if not flask.has_request_context():
        return DEFAULT_LANGUAGE
    for wanted in (flask.request.args.get("lang"), flask.request.cookies.get(COOKIE)):
        if wanted in LANGUAGES:
            return wanted
    return flask.request.accept_languages.best_match(LANGUAGES, DEFAULT_LANGUAGE)


def _remember_language(response: flask.Response) -> flask.Response:
    wanted = flask.request.args.get("lang")
    if wanted in LANGUAGES and response.mimetype == "text/html" and not is_framed():
        # Without an age: on a phone that is shared, the choice goes when the browser is closed.
        response.set_cookie(COOKIE, wanted, path="/", httponly=True, samesite="Lax", secure=flask.request.is_secure)
    return response
